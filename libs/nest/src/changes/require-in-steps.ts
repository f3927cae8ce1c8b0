import { EVERYTHING, type Right } from '@castellan/core';
import { MOST_NAMED, type Change } from './change';

/**
 * Demands that the actor holds every right that comes, a bounded number at a time. Nothing is read for an actor who holds
 * everything.
 * @throws CastellanError forbidden with `details.missing`
 */
export async function requireInSteps(change: Change, steps: AsyncIterable<readonly Right[]>): Promise<void> {
  if (change.covers([EVERYTHING])) return;
  const missing: Right[] = [];
  for await (const rights of steps) {
    for (const right of change.missing(rights)) missing.push(right);
    if (missing.length > MOST_NAMED) break;
  }
  change.refuse(missing);
}
