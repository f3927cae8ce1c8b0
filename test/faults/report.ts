import { appendFileSync } from 'node:fs';

/** A part of the fault suite, as it went. */
export interface Result {
  /** What was tried, with what must hold. */
  readonly tried: string;
  readonly tries: number;
  /** How often something else was seen. */
  readonly failures: number;
  /** What was seen, in words. */
  readonly notes: string;
  /** What the run is about, when it must fail: something was taken out. */
  readonly without?: string;
}

/** Whether a result is as it must be: nothing failed, or, with something taken out, something did. */
export const isGood = ({ without, failures }: Result): boolean =>
  without === undefined ? failures === 0 : failures > 0;

/** Prints one result as soon as it is there; `FAULTS_OUT` names a file that gets it as a line of JSON. */
export function tell(part: string, result: Result): Result {
  const { tried, tries, failures, notes, without } = result;
  const about = without === undefined ? '' : ` [without ${without}: must fail]`;
  const verdict = isGood(result) ? 'ok  ' : 'FAIL';
  process.stdout.write(
    `${verdict}  ${part}: ${tried}${about}: ${failures} of ${tries} failed${notes && `; ${notes}`}\n`,
  );
  const out = process.env['FAULTS_OUT'];
  if (out !== undefined) appendFileSync(out, `${JSON.stringify({ part, ...result })}\n`);
  return result;
}
