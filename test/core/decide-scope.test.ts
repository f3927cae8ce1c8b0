import { decide, type Grant, type Target } from '@castellan/core';
import { alice, allow, deny, NOW, schema } from './given';

function ask(grants: readonly Grant[], name: string, target?: Target): string {
  const [type = '', action = ''] = name.split(':');
  return decide(schema, alice(...grants), { type, action, ...(target && { target }) }, NOW).reason;
}

const folder = { type: 'folders', id: 'f-1' };
const workspace = { type: 'workspaces', id: 'ws-1' };
const doc: Target = { id: 'd-1', containers: [folder, workspace] };

describe('a question about the whole organisation', () => {
  it.each([
    ['no scope', [allow('docs:read')], 'granted'],
    ['a bare scope', [allow('docs:d-1:read')], 'no-grant'],
    ['a typed scope', [allow('docs:folders/f-1:read')], 'no-grant'],
    ['an assignment to a scope', [allow('docs:read', { within: 'ws-1' })], 'no-grant'],
    ['the member itself', [allow('members:$self:read')], 'no-grant'],
    ['a deny everywhere', [allow('docs:read'), deny('docs:read')], 'denied'],
    ['a deny of one thing', [allow('docs:read'), deny('docs:d-1:read')], 'denied'],
    ['a deny of one typed thing', [allow('docs:read'), deny('docs:workspaces/ws-1:*')], 'denied'],
    ['a deny assigned to a scope', [allow('docs:read'), deny('docs:read', { within: 'ws-1' })], 'denied'],
    ['a deny that matches nothing', [allow('docs:read'), deny('docs:d-1:read', { within: 'd-2' })], 'denied'],
    ['a deny of another action', [allow('docs:read'), deny('docs:write')], 'granted'],
    ['a deny of another type', [allow('docs:read'), deny('plans:read')], 'granted'],
  ])('with %s', (_, grants, reason) => {
    expect(ask(grants, grants[0]?.permission.type === 'members' ? 'members:read' : 'docs:read')).toBe(reason);
  });
});

const matching: [string, Target, 'yes' | 'no'][] = [
  ['d-1', doc, 'yes'],
  ['D-1', doc, 'no'],
  ['d-2', doc, 'no'],
  ['docs/d-1', doc, 'yes'],
  ['plans/d-1', doc, 'no'],
  ['folders/d-1', doc, 'no'],
  ['f-1', doc, 'yes'],
  ['folders/f-1', doc, 'yes'],
  ['docs/f-1', doc, 'no'],
  ['workspaces/f-1', doc, 'no'],
  ['ws-1', doc, 'yes'],
  ['workspaces/ws-1', doc, 'yes'],
  ['folders/ws-1', doc, 'no'],
  ['d-1', { id: 'd-1', containers: [] }, 'yes'],
  ['f-1', { id: 'd-1', containers: [] }, 'no'],
  ['d-1', { containers: [folder] }, 'no'],
  ['f-1', { containers: [folder] }, 'yes'],
  ['folders/f-1', { containers: [folder] }, 'yes'],
  ['workspaces/f-1', { containers: [folder] }, 'no'],
  ['docs/f-1', { containers: [folder] }, 'no'],
  ['f-1', { containers: [] }, 'no'],
  ['$self', { id: 'alice', containers: [] }, 'no'],
  ['a%3Ab', { id: 'a:b', containers: [] }, 'yes'],
  ['a%3Ab', { id: 'a%3Ab', containers: [] }, 'no'],
  ['%24self', { id: '$self', containers: [] }, 'yes'],
  ['%2A', { id: '*', containers: [] }, 'yes'],
  ['%2A', doc, 'no'],
  ['constructor', doc, 'no'],
];

describe('a scope', () => {
  it.each(matching)('%s matches %j: %s', (text, target, match) => {
    const yes = match === 'yes';
    expect(ask([allow(`docs:${text}:read`)], 'docs:read', target)).toBe(yes ? 'granted' : 'no-grant');
    expect(ask([allow('docs:read', { within: text })], 'docs:read', target)).toBe(yes ? 'granted' : 'no-grant');
    expect(ask([allow('*'), deny(`docs:${text}:read`)], 'docs:read', target)).toBe(yes ? 'denied' : 'granted');
    expect(ask([allow('*'), deny('*', { within: text })], 'docs:read', target)).toBe(yes ? 'denied' : 'granted');
  });

  it('everywhere matches a thing, a place and the organisation', () => {
    for (const target of [
      undefined,
      doc,
      { containers: [] },
      { containers: [folder] },
      { id: 'x', containers: null },
    ]) {
      expect(ask([allow('docs:read')], 'docs:read', target)).toBe('granted');
    }
  });
});

describe('the scopes of a permission and of its assignment', () => {
  it.each([
    ['d-1', 'ws-1', 'granted'],
    ['ws-1', 'd-1', 'granted'],
    ['docs/d-1', 'd-1', 'granted'],
    ['folders/f-1', 'workspaces/ws-1', 'granted'],
    ['d-1', 'ws-2', 'no-grant'],
    ['d-2', 'ws-1', 'no-grant'],
    ['docs/d-1', 'plans/d-1', 'no-grant'],
    ['*', 'ws-2', 'no-grant'],
    ['d-2', '*', 'no-grant'],
  ])('%s and %s must both match: %s', (text, within, reason) => {
    expect(ask([allow(`docs:${text}:read`, { within })], 'docs:read', doc)).toBe(reason);
    const denied = reason === 'granted' ? 'denied' : 'granted';
    expect(ask([allow('*'), deny(`docs:${text}:read`, { within })], 'docs:read', doc)).toBe(denied);
  });
});

describe('the scope $self', () => {
  const own: Target = { id: 'alice', containers: [] };

  it('is the member itself and no other', () => {
    expect(ask([allow('members:$self:read')], 'members:read', own)).toBe('granted');
    expect(ask([allow('*:$self:*')], 'members:read', own)).toBe('granted');
    expect(ask([allow('members:$self:read')], 'members:read', { id: 'bob', containers: [] })).toBe('no-grant');
    expect(ask([allow('members:$self:read')], 'members:read', { id: '$self', containers: [] })).toBe('no-grant');
  });

  it('is no thing of another type with the same id', () => {
    expect(ask([allow('*:$self:*')], 'docs:read', own)).toBe('no-grant');
    expect(ask([allow('*:$self:*')], 'roles:read', own)).toBe('no-grant');
  });

  it('is no container and no place', () => {
    expect(ask([allow('*:$self:*')], 'members:read', { containers: [{ type: 'members', id: 'alice' }] })).toBe(
      'no-grant',
    );
    expect(ask([allow('*:$self:*')], 'docs:read', { id: 'd', containers: [{ type: 'members', id: 'alice' }] })).toBe(
      'no-grant',
    );
  });

  it('does not need containers', () => {
    const grants = [allow('*'), deny('members:$self:remove')];
    expect(ask(grants, 'members:remove', { id: 'alice', containers: null })).toBe('denied');
    expect(ask(grants, 'members:remove', { id: 'bob', containers: null })).toBe('granted');
  });
});

describe('a question about a thing whose containers are unknown', () => {
  const lost: Target = { id: 'd-1', containers: null };

  it.each([
    ['an allow everywhere', [allow('docs:read')], 'granted'],
    ['an allow of it', [allow('docs:d-1:read')], 'granted'],
    ['an allow of a container', [allow('docs:f-1:read')], 'no-grant'],
    ['a deny of it', [allow('*'), deny('docs:d-1:read')], 'denied'],
    ['a deny of it by type', [allow('*'), deny('docs:docs/d-1:read')], 'denied'],
    ['a deny everywhere', [allow('*'), deny('docs:read')], 'denied'],
    ['a deny that could contain it', [allow('*'), deny('docs:f-1:read')], 'context-missing'],
    ['a typed deny that could contain it', [allow('*'), deny('docs:folders/f-1:*')], 'context-missing'],
    ['a deny assigned to what could contain it', [allow('*'), deny('*', { within: 'ws-1' })], 'context-missing'],
    ['a deny of it in what could contain it', [allow('*'), deny('*:d-1:*', { within: 'ws-1' })], 'context-missing'],
    ['a deny that could apply before one that does', [allow('*'), deny('*:f-1:*'), deny('docs:read')], 'denied'],
    ['a deny that could apply before the allow', [deny('*:f-1:*'), allow('*')], 'context-missing'],
    ['a deny that could apply and no allow', [deny('*:f-1:*')], 'no-grant'],
    ['a deny of another type', [allow('*'), deny('plans:f-1:read')], 'granted'],
    ['a deny of another action', [allow('*'), deny('docs:f-1:write')], 'granted'],
    ['a deny that expired', [allow('*'), deny('docs:f-1:read', { expiresAt: NOW })], 'granted'],
    ['a deny of the member itself', [allow('*'), deny('*:$self:*')], 'granted'],
    ['a deny of the member itself within a container', [allow('*'), deny('*:$self:*', { within: 'f-1' })], 'granted'],
  ])('with %s', (_, grants, reason) => {
    expect(ask(grants, 'docs:read', lost)).toBe(reason);
  });
});
