import { valueError } from '@castellan/core';
import { Rule } from './rule';

/** One of a few words. */
export const oneOf =
  (choices: readonly string[]): Rule =>
  (value) =>
    (choices as readonly unknown[]).includes(value)
      ? []
      : [valueError([], `must be one of: ${choices.join(', ')}`, value)];
