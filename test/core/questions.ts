import * as fc from 'fast-check';
import {
  formatPermission,
  parsePermission,
  type Grant,
  type MemberGrants,
  type Question,
  type Target,
} from '@castellan/core';
import { NOW, scope } from './given';
import type { NaiveGrant } from './naive';

// Few ids, shared by all types, so that everything collides with everything.
const ids = ['a', 'a', 'alice', 'alice', 'x:*/%', '$self'];
const encoded = ['a', 'a', 'alice', 'alice', 'x%3A%2A%2F%25', '%24self'];
const types = ['docs', 'docs', 'docs', 'members', 'members', 'folders', 'roles'];
const actions = ['read', 'read', 'read', 'write', 'manage', 'share', 'seal', 'own', 'bind', 'remove'];

const sometimes = <T>(value: T, weight: number, others: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constant(value), weight }, { arbitrary: others, weight: 10 - weight });

const typed = fc.tuple(fc.constantFrom(...types), fc.constantFrom(...encoded)).map(([type, id]) => `${type}/${id}`);

/** A scope that an assignment may have. */
const assigned: fc.Arbitrary<string> = sometimes('*', 6, fc.oneof(fc.constantFrom(...encoded), typed));

/** Any scope that a permission may have. */
const written: fc.Arbitrary<string> = sometimes('*', 3, fc.oneof(fc.constantFrom(...encoded, '$self'), typed));

/** A grant as it is written down; most are live. */
export const naiveGrant: fc.Arbitrary<NaiveGrant> = fc.record({
  permission: fc
    .tuple(sometimes('*', 5, fc.constantFrom(...types)), written, sometimes('*', 5, fc.constantFrom(...actions)))
    .map((segments) => segments.join(':')),
  effect: fc.constantFrom<'allow' | 'deny'>('allow', 'allow', 'deny'),
  within: assigned,
  expiresAt: fc.constantFrom(null, null, null, null, NOW - 1, NOW, NOW + 1),
});

const thing = fc.record({ type: fc.constantFrom(...types), id: fc.constantFrom(...ids) });

/** Up to two containers. */
export const containers = fc.array(thing, { maxLength: 2 });

/** What a question may be about. */
export const target: fc.Arbitrary<Target> = fc.oneof(
  fc.record({ id: fc.constantFrom(...ids), containers }),
  fc.record({ id: fc.constantFrom(...ids), containers: fc.constant(null) }),
  fc.record({ containers }),
);

const asked = ['docs:read', 'docs:read', 'docs:write', 'docs:share', 'docs:seal', 'members:read', 'members:read'];
const rarelyAsked = ['members:remove', 'folders:read', 'roles:bind', 'roles:read', 'workspaces:read', 'plans:read'];
const neverGranted = ['docs:bind', 'cars:read', 'docs:constructor', 'constructor:read', '__proto__:read', '*:read'];

/** A type and an action, mostly of those that exist. */
export const permissionName = fc
  .oneof(
    { arbitrary: fc.constantFrom(...asked), weight: 7 },
    { arbitrary: fc.constantFrom(...rarelyAsked), weight: 3 },
    { arbitrary: fc.constantFrom(...neverGranted), weight: 1 },
  )
  .map((name) => ({ type: name.split(':')[0] as string, action: name.split(':')[1] as string }));

/** Any question. */
export const question: fc.Arbitrary<Question> = fc
  .tuple(permissionName, fc.option(target, { nil: undefined }))
  .map(([name, about]) => (about === undefined ? name : { ...name, target: about }));

/** A member's grants as they are written down. */
export const naiveGrants = fc.oneof(
  { arbitrary: fc.array(naiveGrant, { minLength: 3, maxLength: 9 }), weight: 4 },
  { arbitrary: fc.array(naiveGrant, { maxLength: 2 }), weight: 1 },
);

/** The same grants as libs/core reads them. */
export function memberWith(grants: readonly NaiveGrant[], status: MemberGrants['status'] = 'active'): MemberGrants {
  return { orgId: 'acme', userId: 'alice', status, grants: grants.map(read) };
}

function read({ permission, effect, within, expiresAt }: NaiveGrant): Grant {
  const parsed = parsePermission(permission);
  if (formatPermission(parsed) !== permission) throw new Error(`not canonical: ${permission}`);
  const path = { roleId: 'rl-1', policyId: 'pol-1', origin: 'manual' } as const;
  return { permission: parsed, effect, within: scope(within), expiresAt, ...path };
}
