import * as fc from 'fast-check';
import { parseJsonBody } from '../../libs/nest/src/http/json-body';
import { cpuTime } from './cpu-time';
import { jsonText, lenientJson } from './json-text';

const parse = (text: string) => parseJsonBody(Buffer.from(text, 'utf8'));
const issueOf = (result: ReturnType<typeof parseJsonBody>) => {
  if (!('issues' in result)) throw new Error(`accepted: ${JSON.stringify(result.value)?.slice(0, 80)}`);
  expect(result.issues).toHaveLength(1);
  return result.issues[0]!;
};
const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
describe('parsing a body', () => {
  it.each([
    ['null', null],
    [' \t\r\n{"a":[1,-0.5e+3,true,false,null,"x"],"b":{}} ', { a: [1, -500, true, false, null, 'x'], b: {} }],
    ['"\\u00e9\\n\\/\\ud83d\\ude00😀"', 'é\n/😀😀'],
    ['[{"a":1},{"a":1},{"b":{"a":1}}]', [{ a: 1 }, { a: 1 }, { b: { a: 1 } }]],
    ['{"toString":1,"hasOwnProperty":2,"then":3}', { toString: 1, hasOwnProperty: 2, then: 3 }],
    ['"constructor"', 'constructor'],
    ['12345678901234567890', Number('12345678901234567890')],
    ['1e-999', 0],
    ['"\uFFFD\uFEFF"', '\uFFFD\uFEFF'],
    [nest(32), JSON.parse(nest(32))],
  ])('reads %s', (text, value) => {
    expect(parse(text)).toEqual({ value });
  });

  it.each([
    ['   ', 3, 'Expecting value'],
    ['{', 1, 'Expecting property name enclosed in double quotes'],
    ['{"a" 1}', 5, "Expecting ':' delimiter"],
    ['{"a":}', 5, 'Expecting value'],
    ['{"a":1 "b":2}', 7, "Expecting ',' delimiter"],
    ['{"a":1,}', 7, 'Expecting property name enclosed in double quotes'],
    ["{'a':1}", 1, 'Expecting property name enclosed in double quotes'],
    ['[1,]', 3, 'Expecting value'],
    ['[1}', 2, "Expecting ',' delimiter"],
    ['[1', 2, "Expecting ',' delimiter"],
    ['[]]', 2, 'Extra data'],
    ['01', 1, 'Extra data'],
    ['1.', 1, 'Extra data'],
    ['-', 0, 'Expecting value'],
    ['+1', 0, 'Expecting value'],
    ['NaN', 0, 'Expecting value'],
    ['Infinity', 0, 'Expecting value'],
    ['tru', 0, 'Expecting value'],
    ['nullx', 4, 'Extra data'],
    ['"abc', 0, 'Unterminated string starting at'],
    ['"abc\\', 4, 'Invalid \\escape'],
    ['"\\x41"', 1, 'Invalid \\escape'],
    ['"\\u12g4"', 1, 'Invalid \\uXXXX escape'],
    ['"\\u12', 1, 'Invalid \\uXXXX escape'],
    ['"a\nb"', 2, 'Invalid control character at'],
    ['"a\0b"', 2, 'Invalid control character at'],
    ['[1] // no', 4, 'Extra data'],
    ['\u00a01', 0, 'Expecting value'],
    ['\uFEFF{}', 0, 'Unexpected UTF-8 BOM'],
    ['["😀" 1]', 5, "Expecting ',' delimiter"],
  ])('answers json_invalid to %j', (text, offset, error) => {
    expect(issueOf(parse(text))).toEqual({
      type: 'json_invalid',
      loc: ['body', offset],
      msg: 'JSON decode error',
      input: {},
      ctx: { error },
    });
  });

  it.each([
    ['{"a":1,"a":2}', 7, 'the same key is given twice'],
    ['{"a":1,"b":{},"\\u0061":2}', 14, 'the same key is given twice'],
    ['{"":1,"":2}', 6, 'the same key is given twice'],
    ['{"__proto__":{}}', 1, 'the key __proto__ is not allowed'],
    ['{"\\u005f_proto__":{}}', 1, 'the key __proto__ is not allowed'],
    ['[{"a":{"constructor":1}}]', 7, 'the key constructor is not allowed'],
    ['{"prototype":1}', 1, 'the key prototype is not allowed'],
    ['["\\ud800"]', 1, 'half a surrogate pair is not a character'],
    ['["\\ude00\\ud83d"]', 1, 'half a surrogate pair is not a character'],
    ['{"\\uDC00":1}', 1, 'half a surrogate pair is not a character'],
    ['["x\\u0000"]', 1, 'the character U+0000 is not allowed'],
    ['{"\\u0000":1}', 1, 'the character U+0000 is not allowed'],
    ['[1,1e999]', 3, 'the number is too large'],
    ['-1e999', 0, 'the number is too large'],
    [nest(33), 32, 'nested more than 32 levels deep'],
    ['{"a":'.repeat(33) + '1' + '}'.repeat(33), 160, 'nested more than 32 levels deep'],
  ])('answers value_error to %s', (text, offset, reason) => {
    const msg = `Value error, ${reason}`;
    expect(issueOf(parse(text))).toEqual({
      type: 'value_error',
      loc: ['body', offset],
      msg,
      input: {},
      ctx: { reason },
    });
  });

  it('says that an empty body is missing', () => {
    const missing = { type: 'missing', loc: ['body'], msg: 'Field required', input: null };
    expect(issueOf(parse(''))).toEqual(missing);
  });

  it.each([
    ['an overlong form', [0x22, 0xc0, 0x80, 0x22], 1],
    ['a surrogate', [0x22, 0x61, 0xed, 0xa0, 0x80, 0x22], 2],
    ['a cut sequence', [0x22, 0xe2, 0x82], 1],
    ['the start of U+FFFD', [0x22, 0xef, 0xbf, 0x22], 1],
    ['a stray byte after a real U+FFFD', [0x22, 0xef, 0xbf, 0xbd, 0xff, 0x22], 2],
    ['Latin-1', [0x22, 0xe9, 0x22], 1],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00], 0],
  ])('answers json_invalid to bytes with %s', (_name, bytes, offset) => {
    const issue = issueOf(parseJsonBody(Buffer.from(bytes)));
    expect(issue).toMatchObject({ type: 'json_invalid', loc: ['body', offset], ctx: { error: 'Invalid UTF-8' } });
  });

  it.each([
    ['100,000 open arrays', '['.repeat(100_000)],
    ['an array of 1 MB', `[${'1,'.repeat(500_000)}1]`],
    ['1 MB of objects', `[${'{"a":1},'.repeat(110_000)}{}]`],
    ['110,000 keys', `{${Array.from({ length: 110_000 }, (_, i) => `"${i}":1`).join(',')}}`],
    ['a number of 1,000,000 digits', '1'.repeat(1_000_000)],
    ['a string of 1 MB', `"${'a'.repeat(1_000_000)}"`],
    ['a string of 170,000 escapes', `"${'\\u0041'.repeat(170_000)}"`],
    ['1 MB of space', ' '.repeat(1_000_000)],
    ['1 MB without end', `"${'\\"'.repeat(500_000)}`],
    ['a long run of U+FFFD and a stray byte', '\uFFFD'.repeat(300_000) + '\\'],
  ])('is quick and does not overflow on %s', (_name, text) => {
    expect(cpuTime(() => parse(text))).toBeLessThan(1_000);
    expect(cpuTime(() => parseJsonBody(Buffer.concat([Buffer.from(text), Buffer.from([0xff])])))).toBeLessThan(1_000);
  });

  it('agrees with JSON.parse on text that holds nothing refused', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(parse(text)).toEqual({ value: JSON.parse(text) });
      }),
      { numRuns: 500 },
    );
  });

  it('takes nothing that JSON.parse does not take', () => {
    fc.assert(
      fc.property(lenientJson, (text) => {
        const result = parse(text);
        if ('value' in result) expect(result.value).toEqual(JSON.parse(text));
        else if (issueOf(result).type === 'json_invalid') expect(() => JSON.parse(text) as unknown).toThrow();
      }),
      { numRuns: 3000 },
    );
  });

  it('never throws, and points into the body, on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const result = parseJsonBody(Buffer.from(bytes));
        if ('value' in result) return;
        const [where, offset = 0] = issueOf(result).loc;
        expect(where).toBe('body');
        expect(offset).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });
});
