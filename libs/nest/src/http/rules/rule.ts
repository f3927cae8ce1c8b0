import { Issue } from '@castellan/core';

/**
 * What a value must be: its mistakes, with `loc` relative to the value and `input` uncut (the caller prefixes and cuts).
 * `convert` gives the form that a service works with, and is only called on a value without mistakes. Pure; never throws.
 */
export interface Rule {
  (value: unknown): Issue[];
  readonly convert?: (value: unknown) => unknown;
}

/** The rule with a conversion. */
export const converting = (rule: Rule, convert: (value: unknown) => unknown): Rule =>
  Object.assign((value: unknown) => rule(value), { convert });

/** The value in the form that a service works with. */
export const converted = (rule: Rule, value: unknown): unknown => (rule.convert ? rule.convert(value) : value);

/** The rule, or null. */
export const nullable = (rule: Rule): Rule =>
  converting(
    (value) => (value === null ? [] : rule(value)),
    (value) => (value === null ? null : converted(rule, value)),
  );

/** The issues of a part, with the part's place put before their own. */
export const within = (place: string | number, issues: readonly Issue[]): Issue[] =>
  issues.map((issue) => ({ ...issue, loc: [place, ...issue.loc] }));

/** Whether the value is a JSON object: no array, not null. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
