import { Issue, valueError } from '@castellan/core';
import { converted, converting, Rule, within } from './rule';

/** So many mistakes say enough: an answer lists no more. */
export const MOST_ISSUES = 1_000;

/** A list of at most `max` values of one rule; `unique` refuses a scalar that comes twice, compared after conversion. */
export function listOf(rule: Rule, options: { max: number; unique?: boolean }): Rule {
  const check: Rule = (value) => {
    if (!Array.isArray(value))
      return [{ type: 'list_type', loc: [], msg: 'Input should be a valid list', input: value }];
    // The elements of an overlong list are not looked at: the answer must not grow with the attack.
    if (value.length > options.max) return [valueError([], `must have at most ${options.max} items`, value)];
    const seen = options.unique ? new Set<unknown>() : undefined;
    const issues: Issue[] = [];
    for (const [index, element] of (value as unknown[]).entries()) {
      for (const issue of within(index, elementIssues(rule, element, seen))) issues.push(issue);
      if (issues.length >= MOST_ISSUES) break;
    }
    return issues;
  };
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
