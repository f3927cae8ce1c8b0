import { parsePermission, PermissionSchema } from '@castellan/core';
import { schema } from './given';

describe('the problem of a permission', () => {
  it.each([
    '*',
    '*:*:read',
    '*:*:seal',
    'docs:read',
    'docs:*',
    'docs:seal',
    'docs:anything:read',
    'docs:folders/f-1:read',
    '*:workspaces/ws-1:*',
    'members:$self:read',
    'members:$self:*',
    'keys:$self:create',
    '*:$self:read',
    '*:$self:*',
    'roles:rl-1:bind',
  ])('%s has none', (text) => {
    expect(schema.problemOf(parsePermission(text))).toBeNull();
  });

  it.each([
    ['cars:read', 'unknown resource type "cars"'],
    ['cars:*', 'unknown resource type "cars"'],
    ['docs:fly', 'unknown action "fly" of "docs"'],
    ['plans:write', 'unknown action "write" of "plans"'],
    ['*:fly', 'unknown action "fly"'],
    ['docs:cars/c-1:read', 'unknown resource type "cars" in the scope'],
    ['constructor:*', 'unknown resource type "constructor"'],
    ['docs:constructor', 'unknown action "constructor" of "docs"'],
    ['*:constructor', 'unknown action "constructor"'],
    ['docs:constructor/c:read', 'unknown resource type "constructor" in the scope'],
    ['docs:$self:read', '"docs:$self:read" reaches nothing'],
    ['roles:$self:*', '"roles:$self:*" reaches nothing'],
    ['*:$self:seal', '"*:$self:seal" reaches nothing'],
  ])('%s has one: %s', (text, problem) => {
    expect(schema.problemOf(parsePermission(text))).toBe(problem);
  });
});

describe('the advice on a permission', () => {
  const types =
    'the types are folders, docs, plans, orgs, workspaces, resources, policies, roles, permissions, members, audit, ' +
    'service_accounts, webhooks, keys';

  it.each([
    ['cars:read', `unknown resource type "cars": the order is type:scope:action, and ${types}`],
    ['read:*:docs', `unknown resource type "read": the order is type:scope:action, and ${types}`],
    ['docs:cars/c-1:read', `unknown resource type "cars" in the scope: ${types}`],
    [
      'docs:read:a',
      'unknown action "a" of "docs": the order is type:scope:action, and its actions are read, write, manage, share, seal, own',
    ],
    ['docs:fly', 'unknown action "fly" of "docs": its actions are read, write, manage, share, seal, own'],
    ['*:fly', 'unknown action "fly": the order is type:scope:action, and no type has this action'],
    ['docs:$self:read', '"docs:$self:read" reaches nothing: "$self" is for the types members and keys'],
    [
      'docs',
      `expected "type:scope:action" or "type:action" at position 4: the order is type:scope:action, and ${types}`,
    ],
  ])('%s says what would have been valid', (text, advice) => {
    expect(schema.adviceOn(text)).toBe(advice);
  });

  it('is null for one that can be granted', () => {
    expect([schema.adviceOn('docs:read'), schema.adviceOn(parsePermission('docs:*:read'))]).toEqual([null, null]);
  });

  it('lists at most 24 names, however many there are', () => {
    const actions = { read: { label: 'Read' } };
    const many = Array.from({ length: 500 }, (_, at) => [`t${at}`, { label: 'T', scope: 'org', actions }] as const);
    const advice = new PermissionSchema({ types: Object.fromEntries(many) }).adviceOn('cars:read') ?? '';
    expect(advice).toMatch(/t0, t1, .*, t23, and 487 more$/);
  });
});

describe('an allow of an action', () => {
  it.each([
    ['itself', 'read', ['read']],
    ['what it implies', 'write', ['read', 'write']],
    ['what that implies, also round in a circle', 'manage', ['read', 'write', 'manage', 'share']],
    ['the same from anywhere in the circle', 'share', ['read', 'write', 'manage', 'share']],
    ['everything that is not explicit, as a wildcard', '*', ['read', 'write', 'manage', 'share', 'own']],
    ['an explicit action by name', 'seal', ['seal']],
    ['an explicit action that it implies', 'own', ['seal', 'own']],
    ['nothing, when unknown', 'fly', []],
    ['nothing, when hostile', 'constructor', []],
  ])('reaches %s', (_, granted, reached) => {
    const actions = ['read', 'write', 'manage', 'share', 'seal', 'own', 'fly', 'constructor', '__proto__', '*'];
    expect(actions.filter((action) => schema.allows('docs', granted, action))).toEqual(reached);
  });

  it('implies nothing in another type', () => {
    expect(schema.allows('plans', 'write', 'read')).toBe(false);
    expect(schema.allows('constructor', '*', 'read')).toBe(false);
    expect(schema.allows('__proto__', '*', 'toString')).toBe(false);
  });

  it('may imply itself', () => {
    const actions = { read: { label: 'Read', implies: ['read'] }, write: { label: 'Write' } };
    const own = new PermissionSchema({ types: { cars: { label: 'Cars', scope: 'org', actions } } });
    expect(own.allows('cars', 'read', 'read')).toBe(true);
    expect(own.allows('cars', 'read', 'write')).toBe(false);
  });
});

describe('containers', () => {
  it.each([
    ['docs', 'folders'],
    ['folders', 'workspaces'],
    ['plans', null],
    ['workspaces', null],
    ['members', null],
    ['cars', null],
    ['constructor', null],
  ])('of %s are %s', (type, container) => {
    expect(schema.containerOf(type)).toBe(container);
  });

  it.each([
    ['workspaces', true],
    ['folders', true],
    ['docs', false],
    ['plans', false],
    ['orgs', false],
    ['cars', false],
  ])('is %s one: %s', (type, answer) => {
    expect(schema.isContainer(type)).toBe(answer);
  });
});
