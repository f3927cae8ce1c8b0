// Compiled by decorators.test.ts: a line that should not compile and does is an error, too.
import { defineSchema } from '@castellan/core';
import { permissionDecorator, RequirePermission, type AccessOf, type ScopeLoader } from '@castellan/nest';

const schema = defineSchema({
  types: { invoices: { label: 'Invoices', scope: 'workspace', actions: { read: { label: 'Read' } } } },
});

class Loader implements ScopeLoader<{ params: { id: string } }> {
  scopeOf({ params }: { params: { id: string } }): { id: string; containers: null } {
    return { id: params.id, containers: null };
  }
}

const Require = permissionDecorator(schema);

export const right = [
  Require('invoices:read'),
  Require(['invoices:read', 'roles:bind']),
  Require({ allOf: ['invoices:read'], anyOf: ['members:assign'] }, { scope: { query: 'id' } }),
  Require('invoices:read', { scope: { load: Loader } }),
  RequirePermission<(typeof schema)['permission']>('invoices:read'),
  RequirePermission('any:text'),
];

export const wrong = [
  // @ts-expect-error a typo in the action
  Require('invoices:raed'),
  // @ts-expect-error a typo in the type
  Require('invoice:read'),
  // @ts-expect-error one of a list
  Require(['invoices:read', 'invoices:raed']),
  // @ts-expect-error in allOf
  Require({ allOf: ['invoices:raed'] }),
  // @ts-expect-error in anyOf
  Require({ anyOf: ['invoices:raed'] }),
  // @ts-expect-error a wildcard
  Require('invoices:*'),
  // @ts-expect-error any text
  Require(String('invoices:read')),
  // @ts-expect-error a scope of another kind
  Require('invoices:read', { scope: { header: 'id' } }),
  // @ts-expect-error a loader that loads nothing
  Require('invoices:read', { scope: { load: Date } }),
  // @ts-expect-error the names of the schema, spelled out
  RequirePermission<(typeof schema)['permission']>('invoices:raed'),
];

export const asked = (access: AccessOf<typeof schema>): unknown[] => [
  access.can('invoices:read', 'inv-1'),
  access.scopes('members:read'),
  // @ts-expect-error a typo in the action
  access.can('invoices:raed', 'inv-1'),
  // @ts-expect-error a typo in the type
  access.scopes('invoice:read'),
];
