import { Issue, valueError } from '@castellan/core';
import { checkDto, DtoClass } from './check-dto';
import { inputAt } from './cut-input';
import { toDto } from './to-dto';
import { DtoField, fieldIssues } from './field';
import { MOST_ISSUES } from './rules/list-of';

/** The part of a request that a value came from. */
export type InputPart = 'body' | 'query' | 'path';

/**
 * Checks a parsed body, query or path against a DTO: the DTO with converted values, or all mistakes in the form of the answer (`loc`
 * from the part on, `input` cut and without secrets). Never throws.
 */
export function validateInput<T extends object>(
  Dto: DtoClass<T>,
  value: unknown,
  where: InputPart,
): { dto: T } | { issues: Issue[] } {
  const issues = checkDto(Dto, value, where === 'query' ? queryFieldIssues : undefined);
  if (issues.length === 0) return { dto: toDto(Dto, value as Record<string, unknown>) };
  return { issues: issues.slice(0, MOST_ISSUES).map((issue) => shown(issue, where)) };
}

const shown = ({ type, loc, msg, input, ctx }: Issue, where: InputPart): Issue => ({
  type,
  loc: [where, ...loc],
  msg,
  input: inputAt(loc, input),
  ...(ctx && { ctx }),
});

/** The issues of one query parameter: given once and not empty, besides what its rule says. */
export function queryFieldIssues(field: DtoField, value: unknown): Issue[] {
  if (Array.isArray(value)) return [valueError([], 'given more than once', value)];
  const issues = fieldIssues(field, value);
  return value === '' && issues.length === 0 ? [valueError([], 'must not be empty', value)] : issues;
}
