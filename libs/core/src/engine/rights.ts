import type { Permission } from '../grammar/permission';
import { ALL, type Scope } from '../grammar/scope';
import { OWN_TYPES } from '../schema/own-schema';
import type { PermissionSchema } from '../schema/schema';
import type { TypeDeclaration } from '../schema/schema-declaration';
import type { CompiledMember } from './compile-member';
import type { TypedId } from './grant';
import { HeldRights } from './held-rights';
import { rightOf, type Right } from './right';

/**
 * The rights that a member does not hold whole, and so may neither give nor take. Expiring rights cover nothing, a
 * wildcard is covered by a wildcard and by every action that it reaches, an explicit action by its name alone, `$self` only
 * by everything, and a deny that may touch a right uncovers it.
 * Who holds `*:*:*` without any deny covers all, explicit actions too: somebody must be able to hand those out.
 * @param now milliseconds since the epoch
 */
export function missingRights(
  schema: PermissionSchema,
  member: CompiledMember,
  rights: readonly Right[],
  now: number,
): Right[] {
  const held = new HeldRights(schema, member, now);
  return rights.filter((right) => !held.covers(right));
}

/** Whether the rights let their holder assign a role without holding what it grants. A privileged role must be named. */
export function mayBind(held: HeldRights, roleId: string, privileged: boolean): boolean {
  if (held.holdsEverything) return true;
  const scope = { kind: 'typed', type: 'roles', id: roleId } as const;
  const bind = { type: 'roles', action: 'bind' };
  return held.covers(rightOf({ ...bind, scope }, 'allow')) && (!privileged || held.holdsNamed(bind, scope));
}

const OWN_EXPLICIT = Object.entries<TypeDeclaration>(OWN_TYPES).flatMap(([type, { actions }]) =>
  Object.entries(actions).flatMap(([action, { explicit }]) => (explicit === true ? [{ type, action }] : [])),
);

/** The explicit actions of Castellan's own types. */
export const OWN_EXPLICIT_ACTIONS: readonly string[] = [...new Set(OWN_EXPLICIT.map(({ action }) => action))];

/** Whether an allow hands out more than the product: it is `*:*:*`, or grants an explicit action of Castellan's own types. */
export function isPrivileged({ type, scope, action }: Permission): boolean {
  if (type === '*' && action === '*' && scope.kind === 'all') return true;
  return OWN_EXPLICIT.some((own) => own.action === action && (type === '*' || type === own.type));
}

/**
 * What placing a thing somewhere, moving it or removing it gives and takes, whoever holds it: every action of its type and
 * of each type that can be inside it, and every action on its registry entry. A thing that is in nothing and holds nothing
 * has no place, and grants reach it wherever it is.
 * @param container what it is in; null when it is in nothing
 */
export function placementRights(schema: PermissionSchema, { type, id }: TypedId, container: TypedId | null): Right[] {
  const inside = schema.typesInside(type);
  if (schema.containerOf(type) === null && inside.length === 0) return [];
  const scope: Scope = { kind: 'typed', type, id };
  const within: Scope = container === null ? ALL : { kind: 'typed', ...container };
  return [type, ...inside, 'resources'].flatMap((each) =>
    Object.keys(schema.types.get(each)?.actions ?? {}).map((action) =>
      rightOf({ type: each, scope, action }, 'allow', within),
    ),
  );
}
