import { setImmediate as nextTurn } from 'node:timers/promises';

/** Runs a computation to its end, and lets others have their turn after each of its steps. */
export async function inTurns<Result>(steps: Generator<void, Result>): Promise<Result> {
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) await nextTurn();
  return step.value;
}
