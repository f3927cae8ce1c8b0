import { valueError } from '@castellan/core';
import { described, Rule } from './rule';

/** One of a few words. */
export const oneOf = (choices: readonly string[]): Rule =>
  described({ enum: [...choices] }, (value) =>
    (choices as readonly unknown[]).includes(value)
      ? []
      : [valueError([], `must be one of: ${choices.join(', ')}`, value)],
  );
