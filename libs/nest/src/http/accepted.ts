import { invalid, type Issue } from '@castellan/core';
import type { DtoClass } from './check-dto';
import { validateInput } from './validate-input';

/** Finds what a class cannot know of: what the schema does not have. */
export interface SentChecker {
  issues(sent: unknown): Issue[];
}

/**
 * What a service was given, in the form of its class. What came over HTTP is of that class and was checked on its way; what
 * a host wrote is checked here, like a body.
 * @throws CastellanError invalid, with all mistakes
 */
export function accepted<T extends object>(Dto: DtoClass<T>, given: T, checker?: SentChecker): T {
  if (given instanceof Dto) return given;
  const sent: unknown = JSON.parse(JSON.stringify(given));
  const read = validateInput(Dto, sent, 'body');
  const issues = [...('issues' in read ? read.issues : []), ...(checker?.issues(sent) ?? [])];
  if (issues.length > 0 || 'issues' in read) throw invalid(issues);
  return read.dto;
}
