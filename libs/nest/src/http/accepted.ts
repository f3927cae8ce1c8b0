import { invalid, type Issue } from '@castellan/core';
import type { DtoClass } from './check-dto';
import { isFinished } from './field';
import { validateInput } from './validate-input';

/** Finds what a class cannot know of: what the schema does not have. */
export interface SentChecker {
  issues(sent: unknown): Issue[];
}

/** The checkers that found no mistake in a DTO. */
const checked = new WeakMap<object, object>();

/** Notes that a checker found no mistake in what a DTO was made from. */
export const markChecked = (dto: object, checker: object): void => void checked.set(dto, checker);

/** Whether a service may use what it was given as it is. */
export const isAccepted = (Dto: DtoClass, given: object, checker?: SentChecker): boolean =>
  given instanceof Dto && isFinished(given) && (checker === undefined || checked.get(given) === checker);

// Invariant: only the mark of our own validation is trusted. An instance of the class proves nothing: a host's
// ValidationPipe makes one of any body.
/**
 * What a service was given, in the form of its class. A body that came over HTTP was checked on its way, and is marked;
 * anything else is checked here, like a body.
 * @throws CastellanError invalid, with all mistakes
 */
export function accepted<T extends object>(Dto: DtoClass<T>, given: T, checker?: SentChecker): T {
  if (isAccepted(Dto, given, checker)) return given;
  const sent: unknown = JSON.parse(JSON.stringify(given) ?? 'null');
  const read = validateInput(Dto, sent, 'body');
  const issues = [...('issues' in read ? read.issues : []), ...(checker?.issues(sent) ?? [])];
  if (issues.length > 0 || 'issues' in read) throw invalid(issues);
  return read.dto;
}
