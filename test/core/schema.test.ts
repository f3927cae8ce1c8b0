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
  ])('%s has one: %s', (text, problem) => {
    expect(schema.problemOf(parsePermission(text))).toBe(problem);
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
