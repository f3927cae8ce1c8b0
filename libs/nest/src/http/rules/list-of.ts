import { Issue, valueError } from '@castellan/core';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { converted, converting, described, Rule, within } from './rule';

/** So many mistakes say enough: an answer lists no more. */
export const MOST_ISSUES = 1_000;

interface ListOptions {
  readonly min?: number;
  readonly max: number;
  readonly unique?: boolean;
}

/** A list of `min` to `max` values of one rule; `unique` refuses a scalar that comes twice, compared after conversion. */
export function listOf(rule: Rule, { min = 0, max, unique = false }: ListOptions): Rule {
  const api = { ...rule.api, isArray: true, ...(min > 0 && { minItems: min }), maxItems: max } as ApiPropertyOptions;
  const check = described(api, (value) => {
    if (!Array.isArray(value))
      return [{ type: 'list_type', loc: [], msg: 'Input should be a valid list', input: value }];
    // The elements of an overlong list are not looked at: the answer must not grow with the attack.
    if (value.length > max) return [valueError([], `must have at most ${max} items`, value)];
    if (value.length < min) return [valueError([], `must have at least ${min} ${min === 1 ? 'item' : 'items'}`, value)];
    const seen = unique ? new Set<unknown>() : undefined;
    const issues: Issue[] = [];
    for (const [index, element] of (value as unknown[]).entries()) {
      for (const issue of within(index, elementIssues(rule, element, seen))) issues.push(issue);
      if (issues.length >= MOST_ISSUES) break;
    }
    return issues;
  });
  return converting(check, (value) => (value as unknown[]).map((element) => converted(rule, element)));
}

function elementIssues(rule: Rule, element: unknown, seen?: Set<unknown>): Issue[] {
  const issues = rule(element);
  if (issues.length > 0 || !seen) return issues;
  const key = converted(rule, element);
  if (seen.has(key)) return [valueError([], 'is in the list twice', element)];
  seen.add(key);
  return [];
}
