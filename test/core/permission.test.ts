import { canonicalPermission, parsePermission, parsePermissionName, PermissionSyntaxError } from '@castellan/core';

const name64 = 'a'.repeat(64);
const id255 = 'a'.repeat(255);

describe('a permission', () => {
  it.each([
    ['*', '*:*:*'],
    ['*:*', '*:*:*'],
    ['*:*:*', '*:*:*'],
    ['apps:read', 'apps:*:read'],
    ['apps:*', 'apps:*:*'],
    ['*:read', '*:*:read'],
    ['apps:*:read', 'apps:*:read'],
    ['apps:app-1:read', 'apps:app-1:read'],
    ['*:ws-1:*', '*:ws-1:*'],
    ['apps:workspaces/ws-1:read', 'apps:workspaces/ws-1:read'],
    ['members:$self:read', 'members:$self:read'],
    ['*:$self:*', '*:$self:*'],
    ['members:auth0|12:read', 'members:auth0|12:read'],
    ['members:a@b.c:read', 'members:a@b.c:read'],
    ['apps:APP-1:read', 'apps:APP-1:read'],
    ['apps:a%3Ab:read', 'apps:a%3Ab:read'],
    ['apps:%2A:read', 'apps:%2A:read'],
    ['apps:a%2Fb:read', 'apps:a%2Fb:read'],
    ['apps:%25:read', 'apps:%25:read'],
    ['apps:%253A:read', 'apps:%253A:read'],
    ['apps:%24self:read', 'apps:%24self:read'],
    ['members:members/%24:read', 'members:members/%24:read'],
    ['apps:a$b$:read', 'apps:a$b$:read'],
    ['apps:!"#&\'()+,-.;<=>?@[\\]^_`{|}~:read', 'apps:!"#&\'()+,-.;<=>?@[\\]^_`{|}~:read'],
    ['a-b_1:c-d_2', 'a-b_1:*:c-d_2'],
    ['constructor:constructor:constructor', 'constructor:constructor:constructor'],
    [`${name64}:${name64}/${id255}:${name64}`, `${name64}:${name64}/${id255}:${name64}`],
    [`${name64}:${name64}/${'%25'.repeat(255)}:${name64}`, `${name64}:${name64}/${'%25'.repeat(255)}:${name64}`],
  ])('is legal as %s', (text, canonical) => {
    expect(canonicalPermission(text)).toBe(canonical);
  });

  it.each([
    ['nothing', ''],
    ['one segment', 'apps'],
    ['two stars', '**'],
    ['only a colon', ':'],
    ['an empty type', ':*:read'],
    ['an empty scope', 'apps::read'],
    ['an empty action', 'apps:*:'],
    ['an empty action in the short form', 'apps:'],
    ['a fourth segment', 'apps:*:read:now'],
    ['a colon at the end', 'apps:*:read:'],
    ['a colon at the start', ':apps:*:read'],
    ['part of a type before a star', 'app*:*:read'],
    ['a star before part of a type', '*s:*:read'],
    ['a star in an id', 'apps:app-*:read'],
    ['a star in a typed id', 'apps:workspaces/ws-*:read'],
    ['every id of a type', 'apps:workspaces/*:read'],
    ['a star as the type of a scope', 'apps:*/ws-1:read'],
    ['part of an action before a star', 'apps:*:re*'],
    ['an upper-case type', 'Apps:*:read'],
    ['an upper-case action', 'apps:*:Read'],
    ['a digit first in a type', '1apps:*:read'],
    ['a hyphen first in an action', 'apps:*:-read'],
    ['an underscore first in a type', '__proto__:*:read'],
    ['a dot in an action', 'apps:*:read.all'],
    ['a type of 65 characters', `${name64}a:*:read`],
    ['an action of 65 characters', `apps:*:${name64}a`],
    ['an action of 65 characters in the short form', `apps:${name64}a`],
    ['a type of 65 characters in a scope', `apps:${name64}a/x:read`],
    ['an id of 256 characters', `apps:${id255}a:read`],
    ['a typed id of 256 characters', `apps:workspaces/${id255}a:read`],
    ['256 encoded characters', `apps:${'%25'.repeat(256)}:read`],
    ['an encoded type', 'apps%3A*:*:read'],
    ['an encoded star as the type', '%2A:*:read'],
    ['an encoded star as the action', 'apps:*:%2A'],
    ['an encoded colon between segments', 'apps%3A*%3Aread'],
    ['lower-case hex of a colon', 'apps:a%3ab:read'],
    ['lower-case hex of a star', 'apps:%2a:read'],
    ['lower-case hex of a slash', 'apps:a%2fb:read'],
    ['an encoded letter', 'apps:%61pp:read'],
    ['an encoded hyphen', 'apps:app%2D1:read'],
    ['an encoded space', 'apps:a%20b:read'],
    ['an encoded control', 'apps:a%00b:read'],
    ['encoded UTF-8', 'apps:%C3%A9:read'],
    ['an encoded dollar that does not lead', 'apps:a%24:read'],
    ['a second encoded dollar', 'apps:%24%24:read'],
    ['a per cent alone', 'apps:%:read'],
    ['a per cent and one digit', 'apps:a%2:read'],
    ['a per cent and no hex', 'apps:100%zz:read'],
    ['a leading dollar', 'apps:$1:read'],
    ['a longer $self', 'members:$selfish:read'],
    ['an upper-case $self', 'members:$SELF:read'],
    ['$self as the type', '$self:*:read'],
    ['$self as the action', 'members:*:$self'],
    ['$self in the short form', 'members:$self'],
    ['a typed $self', 'members:members/$self:read'],
    ['a typed scope with a leading dollar', 'apps:workspaces/$1:read'],
    ['a typed scope without id', 'apps:workspaces/:read'],
    ['a typed scope without type', 'apps:/ws-1:read'],
    ['a scope of three parts', 'apps:workspaces/ws-1/x:read'],
    ['an upper-case type in a scope', 'apps:Workspaces/ws-1:read'],
    ['an encoded type in a scope', 'apps:%61pps/ws-1:read'],
    ['a slash alone', 'apps:/:read'],
    ['a space in an id', 'apps:a b:read'],
    ['a space before', ' apps:*:read'],
    ['a space after', 'apps:*:read '],
    ['a space around a star', 'apps: * :read'],
    ['a newline after', 'apps:*:read\n'],
    ['a newline after the type', 'apps\n:*:read'],
    ['a newline in an id', 'apps:a\n:read'],
    ['a tab in an id', 'apps:\t:read'],
    ['NUL in an id', 'apps:\u0000:read'],
    ['DEL in an id', 'apps:\u007f:read'],
    ['a letter with an accent in an id', 'apps:é:read'],
    ['a full-width letter in a type', 'ａpps:*:read'],
    ['a full-width star', 'apps:＊:read'],
    ['a Kelvin sign in a type', '\u212A:*:read'],
    ['a no-break space in an id', 'apps:a\u00A0b:read'],
    ['a zero-width space in an action', 'apps:*:read\u200B'],
    ['a byte order mark', '\uFEFFapps:*:read'],
    ['an emoji in an id', 'apps:😀:read'],
    ['a lone surrogate in an id', 'apps:\uD800:read'],
  ])('is refused with %s', (_, text) => {
    expect(() => parsePermission(text)).toThrow(PermissionSyntaxError);
  });

  it.each([
    ['', 0],
    ['apps', 4],
    ['Apps:*:read', 0],
    ['apps::read', 5],
    ['apps:x%:read', 5],
    ['apps:Read', 5],
    ['apps:*:Read', 7],
    ['apps:x:read:x', 7],
  ])('says where %j broke', (text, at) => {
    expect(() => parsePermission(text)).toThrow(expect.objectContaining({ at }));
  });
});

describe('the name of a permission', () => {
  it('is a type and an action', () => {
    expect(parsePermissionName('apps:read')).toEqual({ type: 'apps', action: 'read' });
  });

  it.each([
    '',
    '*',
    'apps',
    'apps:',
    ':read',
    '*:read',
    'apps:*',
    'apps:*:read',
    'apps:app-1:read',
    'Apps:read',
    'a:b:',
  ])('is not %j', (text) => {
    expect(parsePermissionName(text)).toBeNull();
  });
});
