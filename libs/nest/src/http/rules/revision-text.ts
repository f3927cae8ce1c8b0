import { valueError } from '@castellan/core';
import { parseRevision } from '../../database/revision';
import { described } from './rule';

/** A revision as `Castellan-Revision` says it. */
export const revisionText = described({ type: String, pattern: '^[0-9]+[.][0-9]+$', example: '1.42' }, (value) =>
  parseRevision(value) === null
    ? [valueError([], 'is not a revision as Castellan-Revision says it, such as 1.42', value)]
    : [],
);
