import { Issue } from '@castellan/core';
import { described, nullable, Rule } from './rule';

/** A string of `min` to `max` code points. */
export function text(options: { min?: number; max?: number; nullable?: boolean } = {}): Rule {
  const { min = 0, max = Infinity } = options;
  const api = { type: String, ...(min > 0 && { minLength: min }), ...(max < Infinity && { maxLength: max }) };
  const rule = described(api, (value) =>
    typeof value === 'string' ? lengthIssues(value, min, max) : [notText(value)],
  );
  return options.nullable ? nullable(rule) : rule;
}

/** Pydantic's `string_type`. */
export const notText = (input: unknown): Issue => ({
  type: 'string_type',
  loc: [],
  msg: 'Input should be a valid string',
  input,
});

/** Pydantic's `string_too_short` or `string_too_long`, for a length counted in code points as Python counts it. */
export function lengthIssues(value: string, min: number, max: number): Issue[] {
  const length = codePoints(value);
  const loc: Issue['loc'] = [];
  if (length < min) {
    const msg = `String should have at least ${characters(min)}`;
    return [{ type: 'string_too_short', loc, msg, input: value, ctx: { min_length: min } }];
  }
  if (length > max) {
    const msg = `String should have at most ${characters(max)}`;
    return [{ type: 'string_too_long', loc, msg, input: value, ctx: { max_length: max } }];
  }
  return [];
}

const characters = (count: number): string => `${count} ${count === 1 ? 'character' : 'characters'}`;

function codePoints(value: string): number {
  let count = 0;
  for (const _ of value) count++;
  return count;
}
