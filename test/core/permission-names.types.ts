// Compiled by permission-names.test.ts: a line that should not compile and does is an error, too.
import { defaultSchema, defineSchema, PermissionSchema, type SchemaDeclaration } from '@castellan/core';

export const cars = defineSchema({
  types: {
    cars: { label: 'Cars', scope: 'org', actions: { drive: { label: 'Drive' }, wash: { label: 'Wash' } } },
    'car-parks': { label: 'Car parks', scope: 'workspace', actions: { enter: { label: 'Enter' } } },
  },
});

type Name = (typeof cars)['permission'];

export const right: Name[] = [
  'cars:drive',
  'cars:wash',
  'car-parks:enter',
  'roles:bind',
  'members:assign',
  'orgs:read',
];

// @ts-expect-error a typo in the action
export const wrongAction: Name = 'cars:drvie';
// @ts-expect-error a typo in the type
export const wrongType: Name = 'car:drive';
// @ts-expect-error an action of another type
export const wrongPair: Name = 'cars:enter';
// @ts-expect-error a wildcard is no question
export const wildcard: Name = 'cars:*';
// @ts-expect-error a scope is no part of a name
export const scoped: Name = 'cars:*:drive';
// @ts-expect-error Castellan's own types have no other actions
export const wrongOwn: Name = 'roles:drive';
// @ts-expect-error the types of another schema
export const wrongSchema: Name = 'apps:read';
// @ts-expect-error any text
export const anyText: Name = String('cars:drive');

export const ofDefault: (typeof defaultSchema)['permission'][] = ['apps:manage', 'analytics:view', 'audit:read'];
// @ts-expect-error analytics cannot be written
export const notOfDefault: (typeof defaultSchema)['permission'] = 'analytics:write';

// A schema that is read from a file has names of any kind.
export const fromFile = (declared: SchemaDeclaration): PermissionSchema['permission'] =>
  new PermissionSchema(declared).permission;

// @ts-expect-error a scope that is none
defineSchema({ types: { cars: { label: 'Cars', scope: 'galaxy', actions: {} } } });
// @ts-expect-error an action without label
defineSchema({ types: { cars: { label: 'Cars', scope: 'org', actions: { drive: {} } } } });
