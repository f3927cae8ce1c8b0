import { Issue } from '@castellan/core';
import type { ApiPropertyOptions } from '@nestjs/swagger';

/**
 * What a value must be: its mistakes, with `loc` relative to the value and `input` uncut (the caller prefixes and cuts).
 * `convert` gives the form that a service works with, and is only called on a value without mistakes. Pure; never throws.
 */
export interface Rule {
  (value: unknown): Issue[];
  readonly convert?: (value: unknown) => unknown;
  /** What OpenAPI says of such a value. */
  readonly api?: ApiPropertyOptions;
}

/** The rule with what OpenAPI says of it. */
export const described = (api: ApiPropertyOptions, rule: (value: unknown) => Issue[]): Rule =>
  Object.assign((value: unknown) => rule(value), { api });

/** A stricter rule, of which OpenAPI says what it says of another. */
export const describedAs = (other: Rule, rule: (value: unknown) => Issue[]): Rule => described(other.api ?? {}, rule);

/** The rule with a conversion. */
export const converting = (rule: Rule, convert: (value: unknown) => unknown): Rule =>
  Object.assign((value: unknown) => rule(value), { api: rule.api, convert });

/** The value in the form that a service works with. */
export const converted = (rule: Rule, value: unknown): unknown => (rule.convert ? rule.convert(value) : value);

/** The rule, or null. */
export const nullable = (rule: Rule): Rule =>
  converting(
    described({ ...rule.api, nullable: true }, (value) => (value === null ? [] : rule(value))),
    (value) => (value === null ? null : converted(rule, value)),
  );

/** The issues of a part, with the part's key put before their own. */
export const within = (key: string | number, issues: readonly Issue[]): Issue[] =>
  issues.map((issue) => ({ ...issue, loc: [key, ...issue.loc] }));

/** Whether the value is a JSON object: no array, not null. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
