import * as fc from 'fast-check';

const key = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('toString', 'then', 'hasOwnProperty', 'password', 'a b', 'é'),
);
const allowedKey = key.filter(
  (name) => !name.includes('\0') && !['__proto__', 'constructor', 'prototype'].includes(name),
);
const string = fc.string({ unit: 'binary' }).filter((value) => !/[\0\p{Surrogate}]/u.test(value));

/** JSON values without anything that a body may not hold. */
export const jsonValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    string,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(allowedKey, tie('value'), { maxKeys: 6 }),
  ),
})).value;

/** JSON text without anything refused, with spaces and, in part, characters that are written as escapes. */
export const jsonText = fc
  .tuple(jsonValue, fc.constantFrom('', ' ', '\t', '\n'), fc.boolean())
  .map(([value, space, escape]) => {
    const text = JSON.stringify(value, null, space) + space;
    return escape ? text.replace(/[^\x20-\x7e\s]/gu, escaped) : text;
  });

/** Text that is nearly JSON: its pieces in any order. */
export const lenientJson = fc
  .array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '"b":',
      '"a":1',
      '1',
      '0',
      '-',
      '.5',
      'e9',
      ' ',
      '\\',
      '\\u0061',
      'null',
    ),
    { maxLength: 10 },
  )
  .map((pieces) => pieces.join(''));

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('');
