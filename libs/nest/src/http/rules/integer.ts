import { Issue } from '@castellan/core';
import { converting, described, Rule } from './rule';

/** A whole number of a query: plain digits, `min` to `max`; converted to a number. */
export function integer({ min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}): Rule {
  const check = described({ type: 'integer', minimum: min, maximum: max }, (value) => {
    if (typeof value !== 'string' || !/^[0-9]+$/.test(value)) return [notInteger(value)];
    const number = Number(value);
    if (number < min) return [outside('greater', 'ge', min, value)];
    if (number > max) return [outside('less', 'le', max, value)];
    return [];
  });
  return converting(check, Number);
}

const notInteger = (input: unknown): Issue => ({
  type: 'int_parsing',
  loc: [],
  msg: 'Input should be a valid integer, unable to parse string as an integer',
  input,
});

const outside = (side: 'greater' | 'less', name: 'ge' | 'le', bound: number, input: string): Issue => ({
  type: `${side}_than_equal`,
  loc: [],
  msg: `Input should be ${side} than or equal to ${bound}`,
  input,
  ctx: { [name]: bound },
});
