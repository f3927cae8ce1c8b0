import * as fc from 'fast-check';
import {
  canonicalPermission,
  decodeId,
  encodeId,
  formatPermission,
  isId,
  parsePermission,
  parsePermissionName,
  PermissionSyntaxError,
} from '@castellan/core';
import { cpuTime } from '../http/cpu-time';
import { almostPermission, id, permission } from './arbitrary';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), almostPermission);

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof PermissionSyntaxError) return null;
    throw error;
  }
}

describe('reading permissions', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(permission, (value) => {
        expect(parsePermission(formatPermission(value))).toEqual(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has one canonical form for each meaning', () => {
    fc.assert(
      fc.property(fc.oneof(almostPermission, permission.map(formatPermission)), (text) => {
        const canonical = attempt(() => canonicalPermission(text));
        if (canonical === null) return;
        expect(canonicalPermission(canonical)).toBe(canonical);
        // Only the short forms are spelled otherwise than they are kept.
        if (text.split(':').length === 3) expect(canonical).toBe(text);
      }),
      { numRuns: 5_000 },
    );
  });

  it('fails with a syntax error that points into the text, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          parsePermission(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PermissionSyntaxError);
          const { at } = error as PermissionSyntaxError;
          expect(at >= 0 && at <= text.length).toBe(true);
        }
        parsePermissionName(text);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each(['a', ':', '*', '%', '%25', '/', '$', 'a:', '😀', ' '])('takes no time for a megabyte of %j', (unit) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
    const time = cpuTime(() => {
      for (const long of [text, `apps:${text}:read`, `${text}:x:read`, `apps:x:${text}`, `apps:apps/${text}:read`]) {
        expect(attempt(() => parsePermission(long))).toBeNull();
        expect(parsePermissionName(long)).toBeNull();
        decodeId(long);
      }
    });
    expect(time).toBeLessThan(2_000);
  });
});

describe('an encoded id', () => {
  it('reads back as the id', () => {
    fc.assert(
      fc.property(id, (value) => {
        expect(decodeId(encodeId(value))).toBe(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has no other spelling', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, id), (text) => {
        const decoded = decodeId(text);
        if (decoded === null) return;
        expect(isId(decoded)).toBe(true);
        expect(encodeId(decoded)).toBe(text);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['a:b', 'a%3Ab'],
    ['*', '%2A'],
    ['a/b', 'a%2Fb'],
    ['100%', '100%25'],
    ['%3A', '%253A'],
    ['$self', '%24self'],
    ['$$', '%24$'],
    ['a$', 'a$'],
  ])('of %s is %s', (plain, encoded) => {
    expect(encodeId(plain)).toBe(encoded);
    expect(decodeId(encoded)).toBe(plain);
  });
});
