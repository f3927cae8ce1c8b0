import { preconditionFailed } from '@castellan/core';
import { createHash } from 'node:crypto';
import { taggedPart, type Shown } from './shown';

/** The entity tag of an answer (RFC 9110, §8.8.3): a hash of what every reader of the object sees of it, as JSON. */
export function etagOf<T extends object>(answer: T, shown?: Shown<T>): string {
  return `"${createHash('sha256')
    .update(JSON.stringify(taggedPart(shown, answer)))
    .digest('base64url')
    .slice(0, 27)}"`;
}

/**
 * Holds a stored object against `If-Match` (RFC 9110, §13.1.1, strong comparison).
 * @throws CastellanError precondition-failed when no tag matches
 */
export function assertMatch<T extends object>(ifMatch: string | null | undefined, stored: T, shown: Shown<T>): void {
  if (ifMatch === null || ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (!tags.includes(etagOf(stored, shown))) throw preconditionFailed();
}
