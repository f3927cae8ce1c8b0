import * as fc from 'fast-check';
import { decide, parsePermissionName, type Grant, type MemberGrants, type Target } from '@castellan/core';
import { alice, allow, deny, NOW, schema } from './given';

const inFolder = [{ type: 'folders', id: 'f-1' }];
const doc: Target = { id: 'd-1', containers: inFolder };

/** The reason of the answer to `type:action`, on `target` or in the whole organisation. */
function ask(member: MemberGrants | readonly Grant[], name: string, target?: Target): string {
  const [type = '', action = ''] = name.split(':');
  const who = 'grants' in member ? member : alice(...member);
  return decide(schema, who, { type, action, ...(target && { target }) }, NOW).reason;
}

describe('a decision', () => {
  it('is a denial without a grant', () => {
    expect(decide(schema, alice(), { type: 'docs', action: 'read', target: doc }, NOW)).toEqual({
      allowed: false,
      reason: 'no-grant',
      by: null,
    });
    expect(ask([], 'docs:read')).toBe('no-grant');
  });

  it('names the grant that allows', () => {
    const grants = [allow('plans:read'), allow('docs:d-2:read'), allow('docs:f-1:read'), allow('docs:read')];
    const decision = decide(schema, alice(...grants), { type: 'docs', action: 'read', target: doc }, NOW);
    expect(decision).toEqual({ allowed: true, reason: 'granted', by: grants[2] });
    expect(decision.by).toBe(grants[2]);
  });

  it('names the grant that denies', () => {
    const grants = [allow('docs:read'), deny('docs:d-2:read'), deny('docs:f-1:*')];
    const decision = decide(schema, alice(...grants), { type: 'docs', action: 'read', target: doc }, NOW);
    expect(decision).toEqual({ allowed: false, reason: 'denied', by: grants[2] });
  });

  it('is a denial by one deny among allows, in any order', () => {
    const denies = [deny('docs:d-1:read'), deny('*'), deny('docs:f-1:*'), deny('*:folders/f-1:read')];
    const allows = [allow('*'), allow('docs:read'), allow('docs:d-1:read'), allow('docs:f-1:read', { within: 'f-1' })];
    fc.assert(
      fc.property(
        fc.constantFrom(...denies).chain((no) => fc.shuffledSubarray([no, ...allows], { minLength: 5, maxLength: 5 })),
        (grants) => {
          expect(ask(grants, 'docs:read', doc)).toBe('denied');
        },
      ),
    );
  });

  it('does not depend on the order of grants', () => {
    const grants = [allow('docs:read'), deny('docs:d-2:read'), deny('docs:f-2:*'), allow('*'), deny('plans:*')];
    const targets: (Target | undefined)[] = [
      undefined,
      doc,
      { id: 'd-2', containers: [] },
      { id: 'd-3', containers: null },
    ];
    const reasons = (of: readonly Grant[]): string[] => targets.map((target) => ask(of, 'docs:read', target));
    fc.assert(
      fc.property(fc.shuffledSubarray(grants, { minLength: 5, maxLength: 5 }), (shuffled) => {
        expect(reasons(shuffled)).toEqual(['denied', 'granted', 'denied', 'context-missing']);
      }),
    );
  });

  it('is the same at any time for grants that do not expire', () => {
    for (const now of [0, NOW, Number.MAX_SAFE_INTEGER]) {
      expect(decide(schema, alice(allow('*')), { type: 'docs', action: 'read' }, now).allowed).toBe(true);
    }
  });
});

describe('a grant that expires', () => {
  it.each([
    [NOW - 1, 'no-grant'],
    [NOW, 'no-grant'],
    [NOW + 1, 'granted'],
  ])('at %i, asked at 1000000, gives %s', (expiresAt, reason) => {
    expect(ask([allow('docs:read', { expiresAt })], 'docs:read')).toBe(reason);
    expect(ask([allow('docs:d-1:read', { expiresAt })], 'docs:read', doc)).toBe(reason);
  });

  it.each([
    [NOW, 'granted'],
    [NOW + 1, 'denied'],
  ])('and denies, at %i, gives %s', (expiresAt, reason) => {
    expect(ask([allow('docs:read'), deny('docs:read', { expiresAt })], 'docs:read')).toBe(reason);
  });
});

describe('a suspended member', () => {
  it('may do nothing', () => {
    const suspended = { ...alice(allow('*')), status: 'suspended' as const };
    expect(ask(suspended, 'docs:read')).toBe('suspended');
    expect(ask(suspended, 'docs:read', doc)).toBe('suspended');
    expect(ask(suspended, 'members:read', { id: 'alice', containers: [] })).toBe('suspended');
  });
});

describe('a question that the schema does not know', () => {
  it.each(['docs:fly', 'cars:read', '*:read', 'docs:*', '*:*', ':', 'Docs:read'])('is denied: %s', (name) => {
    expect(ask([allow('*')], name)).toBe('unknown-permission');
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'])(
    'is denied for the hostile name %s',
    (hostile) => {
      for (const name of [`${hostile}:read`, `docs:${hostile}`, `${hostile}:${hostile}`]) {
        expect(ask([allow('*')], name)).toBe('unknown-permission');
        expect(ask([allow('*')], name, doc)).toBe('unknown-permission');
      }
    },
  );

  it('is not known by way of a grant that names it', () => {
    const grants = [allow('constructor:constructor'), allow('docs:constructor'), allow('constructor:*')];
    expect(ask(grants, 'constructor:constructor')).toBe('unknown-permission');
    expect(ask(grants, 'docs:constructor')).toBe('unknown-permission');
    expect(ask(grants, 'docs:read')).toBe('no-grant');
  });

  it('cannot be spelled with a wildcard', () => {
    expect(parsePermissionName('docs:*')).toBeNull();
  });
});

describe('actions', () => {
  it.each([
    ['docs:read', 'docs:read', 'granted'],
    ['docs:*', 'docs:read', 'granted'],
    ['*:read', 'docs:read', 'granted'],
    ['*', 'docs:read', 'granted'],
    ['docs:read', 'docs:write', 'no-grant'],
    ['docs:read', 'plans:read', 'no-grant'],
    ['docs:write', 'docs:read', 'granted'],
    ['docs:manage', 'docs:read', 'granted'],
    ['docs:share', 'docs:read', 'granted'],
    ['*:manage', 'docs:read', 'granted'],
    ['*:manage', 'plans:read', 'no-grant'],
    ['docs:*', 'docs:seal', 'no-grant'],
    ['*', 'docs:seal', 'no-grant'],
    ['docs:seal', 'docs:seal', 'granted'],
    ['*:seal', 'docs:seal', 'granted'],
    ['docs:own', 'docs:seal', 'granted'],
    ['*', 'roles:bind', 'no-grant'],
    ['roles:*', 'roles:bind', 'no-grant'],
    ['roles:bind', 'roles:bind', 'granted'],
  ])('allowed by %s: %s is %s', (granted, asked, reason) => {
    expect(ask([allow(granted)], asked)).toBe(reason);
    expect(ask([allow(granted)], asked, doc)).toBe(reason);
  });

  it.each([
    ['docs:read', 'docs:read', 'denied'],
    ['docs:manage', 'docs:manage', 'denied'],
    ['docs:manage', 'docs:write', 'granted'],
    ['docs:manage', 'docs:read', 'granted'],
    ['docs:own', 'docs:seal', 'granted'],
    ['docs:*', 'docs:seal', 'denied'],
    ['*:*', 'docs:seal', 'denied'],
    ['*:seal', 'docs:seal', 'denied'],
    ['*:*', 'roles:bind', 'denied'],
    ['plans:*', 'docs:read', 'granted'],
  ])('denied by %s: %s is %s', (denied, asked, reason) => {
    const grants = [allow('*'), allow('docs:seal'), allow('roles:bind'), deny(denied)];
    expect(ask(grants, asked)).toBe(reason);
    expect(ask(grants, asked, doc)).toBe(reason);
  });
});
