import * as fc from 'fast-check';
import * as rules from '../../libs/nest/src/http/rules';
import { Rule } from '../../libs/nest/src/http/rules';
import { cpuTime } from './cpu-time';

const wrong = (rule: Rule, value: unknown) =>
  rule(value).map(({ type, loc, msg, ctx }) => ({ type, loc, msg, ...(ctx && { ctx }) }));
const shortOf = (n: number, unit = 'characters') => ({
  type: 'string_too_short',
  loc: [],
  msg: `String should have at least ${n} ${unit}`,
  ctx: { min_length: n },
});
const longOf = (n: number, unit = 'characters') => ({
  type: 'string_too_long',
  loc: [],
  msg: `String should have at most ${n} ${unit}`,
  ctx: { max_length: n },
});
const notText = { type: 'string_type', loc: [], msg: 'Input should be a valid string' };
const type = (rule: Rule, value: unknown) => rule(value).map((issue) => issue.type);

describe('a text', () => {
  const short = rules.text({ min: 1, max: 2 });
  it.each([
    [short, 'ab', []],
    [short, '😀😀', []],
    [short, '', [shortOf(1, 'character')]],
    [short, '😀😀😀', [longOf(2)]],
    [short, 1, [notText]],
    [short, null, [notText]],
    [rules.text({ min: 2 }), 'a', [shortOf(2)]],
    [rules.text({ max: 1 }), 'ab', [longOf(1, 'character')]],
    [rules.text({ nullable: true }), null, []],
    [rules.text({ nullable: true }), [], [notText]],
  ])('is checked in code points (%#)', (rule, value, issues) => {
    expect(wrong(rule, value)).toEqual(issues);
  });
});

describe('a display name', () => {
  it.each(['a', 'Röle 1', '東京', '😀'.repeat(128), 'Zoe\u0308', ' a ', 'a\u00a0b'])('may be %s', (name) => {
    expect(rules.displayName(name)).toEqual([]);
  });

  it.each([
    ['', 'string_too_short'],
    ['😀'.repeat(129), 'string_too_long'],
    ['a'.repeat(1_000_000), 'string_too_long'],
    [null, 'string_type'],
    ['a\tb', 'value_error'],
    ['a\u0000', 'value_error'],
    ['a\u200bb', 'value_error'],
    ['\u202eabc', 'value_error'],
    ['a\u2028', 'value_error'],
    ['a\u2029', 'value_error'],
    ['a\n', 'value_error'],
    ['\ufeffa', 'value_error'],
    ['\ud800', 'value_error'],
    ['   ', 'value_error'],
    ['\u3000\u00a0', 'value_error'],
    ['\u3164', 'value_error'],
    ['\u2800', 'value_error'],
    ['\ufdfa'.repeat(128), 'value_error'],
  ])('is not %j', (name, expected) => {
    expect(type(rules.displayName, name)).toEqual([expected]);
  });

  it.each([
    [' a ', 'a'],
    ['\u3000\u00a0On call\u2003', 'On call'],
    ['On  call', 'On  call'],
    [' ' + 'a'.repeat(128) + ' ', 'a'.repeat(128)],
  ])('is stored without the spaces around it: %j', (name, stored) => {
    expect(rules.displayName(name)).toEqual([]);
    expect(rules.converted(rules.displayName, name)).toBe(stored);
  });

  it('is counted in NFC, and converted to it', () => {
    const decomposed = 'e\u0301'.repeat(128);
    expect(rules.displayName(decomposed)).toEqual([]);
    expect(rules.converted(rules.displayName, decomposed)).toBe('é'.repeat(128));
  });

  it('is quick to refuse marks that are slow to normalise', () => {
    const name = 'a' + '\u0315\u0300'.repeat(250_000);
    expect(cpuTime(() => rules.displayName(name))).toBeLessThan(1_000);
  });
});

describe('the key of a name', () => {
  it.each([
    ['Admin', 'ADMIN'],
    ['Straße', 'STRASSE'],
    ['straẞe', 'strasse'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδος', 'οδοσ'],
    ['é', 'E\u0301'],
    ['ﬁne', 'FINE'],
    ['Ａ', 'a'],
    ['K', 'k'],
    ['ᾳ', 'ΑΙ'],
    ['ŉ', 'ʼN'],
    ['  On  call ', 'on call'],
    ['On\u00a0\u2003call', 'on call'],
    ['On\u3000call', 'On call\u00a0'],
  ])('is one for %s and %s', (a, b) => {
    expect(rules.nameKey(a)).toBe(rules.nameKey(b));
  });

  it.each([
    ['a', 'b'],
    ['e', 'é'],
    ['a b', 'ab'],
  ])('tells %s from %s', (a, b) => {
    expect(rules.nameKey(a)).not.toBe(rules.nameKey(b));
  });

  it('is its own key, and that of the canonical name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(rules.nameKey(rules.nameKey(name))).toBe(rules.nameKey(name));
        expect(rules.nameKey(rules.canonicalName(name))).toBe(rules.nameKey(name));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a small rule', () => {
  it.each<[string, Rule, unknown, string[]]>([
    ['description', rules.description, null, []],
    ['description', rules.description, '', []],
    ['description', rules.description, 'a\n\tb', []],
    ['description', rules.description, '😀'.repeat(1024), []],
    ['description', rules.description, 'a'.repeat(1025), ['string_too_long']],
    ['description', rules.description, 'a\r\n', ['value_error']],
    ['description', rules.description, '\u200f', ['value_error']],
    ['description', rules.description, '\u2028', ['value_error']],
    ['description', rules.description, 1, ['string_type']],
    ['flag', rules.flag, false, []],
    ['flag', rules.flag, 'true', ['bool_type']],
    ['flag', rules.flag, null, ['bool_type']],
    ['queryFlag', rules.queryFlag, 'true', []],
    ['queryFlag', rules.queryFlag, '1', ['value_error']],
    ['identifier', rules.identifier, 'auth0|12', []],
    ['identifier', rules.identifier, '!~', []],
    ['identifier', rules.identifier, 'a'.repeat(255), []],
    ['identifier', rules.identifier, 'a'.repeat(256), ['string_too_long']],
    ['identifier', rules.identifier, '', ['string_too_short']],
    ['identifier', rules.identifier, 'a b', ['value_error']],
    ['identifier', rules.identifier, 'é', ['value_error']],
    ['identifier', rules.identifier, 'a\n', ['value_error']],
    ['identifier', rules.identifier, 1, ['string_type']],
    ['orgId', rules.orgId, 'a.b_c-1', []],
    ['orgId', rules.orgId, 'a'.repeat(63), []],
    ['orgId', rules.orgId, 'a'.repeat(64), ['value_error']],
    ['orgId', rules.orgId, '', ['value_error']],
    ['orgId', rules.orgId, '-a', ['value_error']],
    ['orgId', rules.orgId, 'A', ['value_error']],
    ['orgId', rules.orgId, 'a\n', ['value_error']],
    ['orgId', rules.orgId, {}, ['string_type']],
  ])('%s: %#', (_name, rule, value, types) => {
    expect(type(rule, value)).toEqual(types);
  });

  it('names the choices', () => {
    const effect = rules.oneOf(['allow', 'deny']);
    expect(effect('deny')).toEqual([]);
    for (const value of ['', 'toString', null, ['allow']])
      expect(effect(value)).toMatchObject([{ type: 'value_error', msg: 'Value error, must be one of: allow, deny' }]);
  });

  it('words a flag as Pydantic does', () => {
    expect(wrong(rules.flag, 1)).toEqual([{ type: 'bool_type', loc: [], msg: 'Input should be a valid boolean' }]);
  });
});

describe('a list', () => {
  const names = rules.listOf(rules.displayName, { max: 3, unique: true });
  const repeated = { type: 'value_error', msg: 'Value error, is in the list twice' };
  it.each([
    [[], []],
    [['a', 'b'], []],
    [{ 0: 'a', length: 1 }, [{ type: 'list_type', loc: [], msg: 'Input should be a valid list' }]],
    [null, [{ type: 'list_type', loc: [] }]],
    [
      ['a', 1, ''],
      [
        { type: 'string_type', loc: [1] },
        { type: 'string_too_short', loc: [2] },
      ],
    ],
    [[1, 2, 3, 4], [{ type: 'value_error', loc: [], msg: 'Value error, must have at most 3 items' }]],
    [['a', 'b', 'a'], [{ ...repeated, loc: [2] }]],
    [['é', 'e\u0301'], [{ ...repeated, loc: [1] }]],
    [
      [1, 'a', 'a'],
      [
        { type: 'string_type', loc: [0] },
        { ...repeated, loc: [2] },
      ],
    ],
  ])('%j is checked element by element', (value, issues) => {
    expect(names(value)).toHaveLength(issues.length);
    expect(names(value)).toMatchObject(issues);
  });

  it('converts its elements', () => {
    expect(rules.converted(names, ['e\u0301'])).toEqual(['é']);
    expect(rules.converted(rules.nullable(names), null)).toBeNull();
  });
});

describe('a time', () => {
  it.each([
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00.123456789+02:30', '2026-01-31T09:30:00.123Z'],
    ['2024-02-29T00:00:00-00:00', '2024-02-29T00:00:00.000Z'],
    ['0004-02-29T00:00:00Z', '0004-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ])('%s is converted to a Date', (value, iso) => {
    expect(rules.timestamp(value)).toEqual([]);
    expect((rules.converted(rules.timestamp, value) as Date).toISOString()).toBe(iso);
  });

  it.each([
    '2026-01-31T12:00:00',
    '2026-01-31',
    '2026-02-30T12:00:00Z',
    '2025-02-29T12:00:00Z',
    '1900-02-29T12:00:00Z',
    '2026-13-01T12:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T12:00:60Z',
    '2026-01-31T12:00:00+2:00',
    '2026-01-31T12:00:00+24:00',
    '2026-01-31 12:00:00Z',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+01:00',
    '9999-12-31T23:59:59-01:00',
    '+02026-01-31T12:00:00Z',
    '2026-01-31T12:00:00Z\n',
    '',
  ])('%j is refused', (value) => {
    expect(type(rules.timestamp, value)).toEqual(['value_error']);
  });

  it('is a string', () => {
    expect(type(rules.timestamp, 1767225600)).toEqual(['string_type']);
  });
});

describe('an integer of a query', () => {
  const limit = rules.integer({ min: 1, max: 200 });
  const unparsed = {
    type: 'int_parsing',
    loc: [],
    msg: 'Input should be a valid integer, unable to parse string as an integer',
  };
  it.each(['1', '200', '007'])('may be %s', (value) => {
    expect(limit(value)).toEqual([]);
    expect(rules.converted(limit, value)).toBe(Number(value));
  });

  it.each(['', ' 1', '1 ', '+1', '-1', '1.0', '1e2', '0x1', '١', '1\n', 'abc', null, {}])('is not %j', (value) => {
    expect(wrong(limit, value)).toEqual([unparsed]);
  });

  it('keeps to its bounds', () => {
    const [low, high] = ['greater_than_equal', 'less_than_equal'];
    expect(wrong(limit, '0')).toEqual([
      { type: low, loc: [], msg: 'Input should be greater than or equal to 1', ctx: { ge: 1 } },
    ]);
    expect(wrong(limit, '201')).toEqual([
      { type: high, loc: [], msg: 'Input should be less than or equal to 200', ctx: { le: 200 } },
    ]);
    expect(type(rules.integer(), '9'.repeat(400))).toEqual([high]);
  });
});

describe('a free-form object', () => {
  const deep = (levels: number): unknown => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels));
  it.each([
    [{}],
    [{ a: [null, 1.5, { toString: 'x', then: 1 }] }],
    [Object.assign(Object.create(null), { a: 1 })],
    [deep(32)],
  ])('is taken (%#)', (value) => {
    expect(rules.jsonObject(value)).toEqual([]);
  });

  it.each([
    [[], 'must be an object'],
    [null, 'must be an object'],
    ['{}', 'must be an object'],
    [deep(33), 'must be nested at most 32 levels deep'],
    [deep(5_000), 'must be nested at most 32 levels deep'],
    [JSON.parse('{"a":[{"__proto__":1}]}'), 'must not have the key __proto__'],
    [{ constructor: 1 }, 'must not have the key constructor'],
    [{ a: 'é'.repeat(8_192) }, 'must be at most 16384 bytes as JSON'],
    [{ a: Array(500_000).fill(1) }, 'must be at most 16384 bytes as JSON'],
  ])('is refused (%#)', (value, reason) => {
    expect(rules.jsonObject(value)).toMatchObject([{ type: 'value_error', loc: [], ctx: { reason } }]);
  });
});
