import * as fc from 'fast-check';
import { cutInput, inputAt } from '../../libs/nest/src/http/cut-input';
import { jsonValue } from './json-text';

const nest = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('the input of an issue', () => {
  it.each([
    ['a'.repeat(256), 'a'.repeat(256)],
    ['a'.repeat(257), 'a'.repeat(256)],
    ['a'.repeat(255) + '😀', 'a'.repeat(255)],
    [1.5, 1.5],
    [false, false],
    [null, null],
    [undefined, null],
    [{ a: [1, { b: 'x' }] }, { a: [1, { b: 'x' }] }],
    [Array(200).fill(1), `[${'1,'.repeat(200)}`.slice(0, 256)],
    [{ a: 'x'.repeat(1_000_000) }, `{"a":"${'x'.repeat(250)}`],
    [nest(32), nest(32)],
    [nest(40), `${'['.repeat(32)}...${']'.repeat(32)}`],
  ])('is cut (%#)', (value, shown) => {
    expect(cutInput(value)).toEqual(shown);
  });

  it('never holds a value under a key that names a secret', () => {
    const value = {
      user: 'a',
      client_secret: 'x',
      list: [{ Password: { a: 'x' }, accessToken: ['x'], Authorization: 'x' }],
    };
    expect(cutInput(value)).toEqual({
      user: 'a',
      client_secret: '[redacted]',
      list: [{ Password: '[redacted]', accessToken: '[redacted]', Authorization: '[redacted]' }],
    });
    expect(inputAt(['tokens', 0], 'x')).toBe('[redacted]');
    expect(inputAt(['password'], 'x')).toBe('[redacted]');
    expect(inputAt(['name'], 'x')).toBe('x');
  });

  it('survives any depth and width', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 1_000_000; i++) deep = [deep];
    expect(cutInput(deep)).toBe(`${'['.repeat(32)}...${']'.repeat(32)}`);
    expect(cutInput(Array(1_000_000).fill({}))).toHaveLength(256);
  });

  it('survives what is no JSON', () => {
    expect(cutInput({ a: undefined, b: NaN, c: () => 1, d: 1n })).toEqual({ a: null, b: null, c: null, d: null });
  });

  it('is the value itself when that is short and holds no secret', () => {
    fc.assert(
      fc.property(jsonValue, (value) => {
        const json = JSON.stringify(value);
        if (json.length <= 256 && !json.includes('password')) expect(JSON.stringify(cutInput(value))).toBe(json);
      }),
    );
  });
});
