import { valueError } from '@castellan/core';
import { describedAs, nullable, Rule } from './rule';
import { text } from './text';

const REFUSED = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const length = text({ max: 1024 });

/** A description, or null: up to 1,024 code points, and of what cannot be seen only line feed and tab. */
export const description: Rule = nullable(
  describedAs(length, (value) => {
    const issues = length(value);
    if (issues.length > 0 || !REFUSED.test(value as string)) return issues;
    return [valueError([], 'must not hold control or invisible characters other than line feed and tab', value)];
  }),
);
