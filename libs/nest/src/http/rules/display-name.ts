import { valueError } from '@castellan/core';
import { canonicalName, nameKey } from './name-key';
import { converting, described, Rule } from './rule';
import { lengthIssues, notText } from './text';

const MAX = 128;
/** NFC makes at most one code point of four, and a code point has at most two units: longer than this is too long in any form. */
const MAX_RAW_UNITS = MAX * 4 * 2;
/** A row of a PostgreSQL index holds about 2,700 bytes, and the name key is in one. */
const MAX_KEY_BYTES = 2_000;
const REFUSED = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const BLANK = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/**
 * A name that people see: 1 to 128 code points in NFC and without spaces around it, to which it is converted; not blank, and nothing that cannot be seen
 * (categories Cc, Cf, Cs, Zl, Zp).
 */
export const displayName: Rule = converting(
  described({ type: String, minLength: 1, maxLength: MAX }, (value) => {
    if (typeof value !== 'string') return [notText(value)];
    // Invariant: the length is bounded before normalising, which is quadratic in a run of combining marks.
    if (value.length > MAX_RAW_UNITS) return lengthIssues(value, 1, MAX);
    const name = canonicalName(value);
    if (name === '' && value !== '') return [valueError([], 'must not be blank', value)];
    const length = lengthIssues(name, 1, MAX);
    if (length.length > 0) return length;
    if (REFUSED.test(name)) return [valueError([], 'must not hold control or invisible characters', value)];
    if (BLANK.test(name)) return [valueError([], 'must not be blank', value)];
    if (Buffer.byteLength(nameKey(name)) > MAX_KEY_BYTES)
      return [valueError([], 'is too long in compatibility form', value)];
    return [];
  }),
  (value) => canonicalName(value as string),
);
