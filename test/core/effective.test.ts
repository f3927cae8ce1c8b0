import * as fc from 'fast-check';
import {
  compileMember,
  compileRole,
  effectivePermissions,
  parseScope,
  writableGrantsOf,
  writableWithin,
  type Grant,
  type Scope,
} from '@castellan/core';
import { allow, deny, NOW, schema } from './given';
import { memberWith, naiveGrants } from './questions';

const effective = (...grants: Grant[]) => effectivePermissions(grants, NOW);

describe('effective permissions', () => {
  it('are none without grants', () => {
    expect(effective()).toEqual({ permissions: [], denied: [] });
  });

  it('are canonical, sorted bytewise, each once', () => {
    const grants = [
      allow('docs:b:read'),
      allow('docs:B:read'),
      allow('plans'.concat(':read')),
      allow('*'),
      allow('docs:b:read'),
    ];
    expect(effective(...grants).permissions).toEqual(['*:*:*', 'docs:B:read', 'docs:b:read', 'plans:*:read']);
  });

  it('leave out what expired', () => {
    const grants = [
      allow('docs:read', { expiresAt: NOW }),
      allow('docs:write', { expiresAt: NOW + 1 }),
      deny('plans:read', { expiresAt: NOW }),
      deny('plans:*', { expiresAt: NOW + 1 }),
    ];
    expect(effective(...grants)).toEqual({ permissions: ['docs:*:write'], denied: ['plans:*:*'] });
  });

  it.each([
    ['*', '*', '*'],
    ['d-1', '*', 'd-1'],
    ['*', 'ws-1', 'ws-1'],
    ['*', 'workspaces/ws-1', 'workspaces/ws-1'],
    ['ws-1', 'ws-1', 'ws-1'],
    ['workspaces/ws-1', 'workspaces/ws-1', 'workspaces/ws-1'],
    ['ws-1', 'workspaces/ws-1', 'workspaces/ws-1'],
    ['workspaces/ws-1', 'ws-1', 'workspaces/ws-1'],
    ['$self', '*', '$self'],
  ])('fold the scope %s within %s into %s', (scope, within, folded) => {
    expect(effective(allow(`docs:${scope}:read`, { within })).permissions).toEqual([`docs:${folded}:read`]);
    expect(effective(deny(`docs:${scope}:read`, { within })).denied).toEqual([`docs:${folded}:read`]);
  });

  it.each([
    ['d-1', 'ws-1'],
    ['workspaces/ws-1', 'folders/ws-1'],
    ['$self', 'ws-1'],
  ])('leave out %s within %s, which no permission says', (scope, within) => {
    expect(effective(allow(`docs:${scope}:read`, { within }), deny(`docs:${scope}:read`, { within }))).toEqual({
      permissions: [],
      denied: [],
    });
  });

  it.each([
    ['docs:read', 'docs:read'],
    ['docs:read', 'docs:*'],
    ['docs:d-1:read', 'docs:read'],
    ['docs:d-1:read', 'docs:d-1:*'],
    ['docs:docs/d-1:read', '*:docs/d-1:read'],
    ['docs:docs/d-1:read', 'docs:d-1:read'],
    ['docs:$self:read', 'docs:$self:read'],
    ['docs:seal', '*'],
    ['*', '*'],
  ])('lose %s to a deny of %s', (allowed, denied) => {
    expect(effective(allow(allowed), deny(denied)).permissions).toEqual([]);
  });

  it.each([
    ['docs:*:*', 'docs:read'],
    ['*:*:read', 'docs:read'],
    ['docs:*:read', 'docs:d-1:read'],
    ['docs:d-1:read', 'docs:docs/d-1:read'],
    ['docs:d-1:read', 'docs:d-2:read'],
    ['docs:docs/d-1:read', 'docs:plans/d-1:read'],
    ['docs:*:manage', 'docs:read'],
    ['docs:*:read', 'docs:manage'],
  ])('keep %s beside a deny of %s', (allowed, denied) => {
    expect(effective(allow(allowed), deny(denied)).permissions).toEqual([allowed]);
  });

  it('show every deny', () => {
    expect(effective(deny('docs:read'), deny('*'), deny('docs:d-1:read', { within: 'd-1' })).denied).toEqual([
      '*:*:*',
      'docs:*:read',
      'docs:d-1:read',
    ]);
  });

  it('are the same of the grants alone that can be written as one permission', () => {
    fc.assert(
      fc.property(naiveGrants, (given) => {
        const { grants } = memberWith(given, 'active');
        const writable = grants.filter((grant) => writableWithin([grant], grant.within).length > 0);
        expect(effective(...writable)).toEqual(effective(...grants));
      }),
    );
  });

  it('need no more grants than are shown, however many there are', () => {
    const permissions = Array.from({ length: 1_000 }, (_, at) => `docs:d-${at}:read`);
    const role = compileRole(schema, {
      roleId: 'rl-1',
      policies: [{ policyId: 'pol-1', effect: 'allow', permissions: [...permissions, 'plans:read'] }],
    });
    const assigned = Array.from({ length: 100 }, (_, at) => ({
      role,
      scope: parseScope(at === 0 ? '*' : `ws-${at}`) as Scope,
      origin: 'manual' as const,
      expiresAt: null,
    }));
    const grants = writableGrantsOf(compileMember({ userId: 'bob', status: 'active' }, assigned, NOW));
    expect(grants).toHaveLength(1_001 + 99);
    expect(effective(...grants).permissions).toHaveLength(1_001 + 99);
  });
});
