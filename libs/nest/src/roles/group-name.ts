import { valueError } from '@castellan/core';
import { describedAs, text, type Rule } from '../http/rules';

const length = text({ min: 1, max: 255 });
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The name of a group, as a token spells it: 1 to 255 code points with nothing invisible, compared bytewise. */
export const groupName: Rule = describedAs(length, (value) => {
  const issues = length(value);
  if (issues.length > 0 || !INVISIBLE.test(value as string)) return issues;
  return [valueError([], 'must not hold control or invisible characters', value)];
});
