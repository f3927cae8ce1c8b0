import { Issue, valueError } from '@castellan/core';
import { DtoField, fieldIssues } from './field';

/** The issues of one query parameter: given once and not empty, besides what its rule says. */
export function queryFieldIssues(field: DtoField, value: unknown): Issue[] {
  if (Array.isArray(value)) return [valueError([], 'given more than once', value)];
  const issues = fieldIssues(field, value);
  return value === '' && issues.length === 0 ? [valueError([], 'must not be empty', value)] : issues;
}
