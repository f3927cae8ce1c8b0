import { isAbout } from './decide';
import type { Effect, Grant, MemberGrants } from './grant';
import { formatPermission, type Permission } from '../grammar/permission';
import type { PermissionSchema } from '../schema/schema';
import { ALL, type Scope } from '../grammar/scope';

/** A right that a change gives or takes: a permission, within the scope of an assignment. */
export interface Right {
  readonly permission: Permission;
  readonly effect: Effect;
  readonly within: Scope;
}

/** A right wherever a role may be assigned. */
export const rightOf = (permission: Permission, effect: Effect, within: Scope = ALL): Right => ({
  permission,
  effect,
  within,
});

/**
 * The rights that a member does not hold whole, and so may neither give nor take. Expiring rights cover nothing, a
 * wildcard is covered by a wildcard alone, `$self` only by everything, and a deny that may touch a right uncovers it.
 * Who holds `*:*:*` without any deny covers all, explicit actions too: somebody must be able to hand those out.
 */
export function missingRights(
  schema: PermissionSchema,
  member: MemberGrants,
  rights: readonly Right[],
  now: number,
): Right[] {
  if (member.status !== 'active') return [...rights];
  const live = member.grants.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  const allows = live.filter(({ effect, expiresAt }) => effect === 'allow' && expiresAt === null);
  const denies = live.filter(({ effect }) => effect === 'deny');
  if (denies.length === 0 && allows.some(isEverything)) return [];
  return rights.filter(
    (right) =>
      !parts(schema, right).every(
        (part) =>
          allows.some((allow) => holds(schema, allow, part)) &&
          !denies.some((deny) => touches(schema, deny, part, now)),
      ),
  );
}

/** A right as it is shown: a canonical permission, with the scope of the assignment where that is narrower. */
export function rightText({ permission, within }: Right): string {
  return formatPermission(permission.scope.kind === 'all' ? { ...permission, scope: within } : permission);
}

const isEverything = ({ permission, within }: Grant): boolean =>
  permission.type === '*' && permission.action === '*' && permission.scope.kind === 'all' && within.kind === 'all';

/** The right itself, and what it reaches beside the wildcards' own: implied actions, and for denies explicit ones. */
function parts(schema: PermissionSchema, right: Right): Right[] {
  const { type, action } = right.permission;
  const reached = (name: string): string[] => {
    const actions = Object.entries(schema.types.get(name)?.actions ?? {});
    if (action !== '*') return actions.map(([other]) => other).filter((other) => schema.allows(name, action, other));
    return right.effect === 'allow'
      ? []
      : actions.filter(([, { explicit }]) => explicit === true).map(([other]) => other);
  };
  const types = type === '*' ? [...schema.types.keys()] : [type];
  const others = types.flatMap((name) =>
    reached(name)
      .filter((other) => other !== action)
      .map((other): Right => ({ ...right, permission: { ...right.permission, type: name, action: other } })),
  );
  return [right, ...others];
}

function holds(schema: PermissionSchema, allow: Grant, { permission, within }: Right): boolean {
  const { type, action, scope } = allow.permission;
  if (type !== '*' && type !== permission.type) return false;
  const reaches =
    permission.action === '*' || permission.type === '*'
      ? action === '*' || action === permission.action
      : schema.allows(permission.type, action, permission.action);
  return reaches && [scope, allow.within].every((mine) => contains(mine, permission.scope) || contains(mine, within));
}

function contains(wide: Scope, narrow: Scope): boolean {
  if (wide.kind === 'all') return true;
  if (wide.kind === 'self' || narrow.kind === 'all' || narrow.kind === 'self') return false;
  if (wide.id !== narrow.id) return false;
  return wide.kind === 'id' || (narrow.kind === 'typed' && narrow.type === wide.type);
}

/** Whether a deny may reach something of the right; scopes are compared only where nothing can be in a container. */
function touches(schema: PermissionSchema, deny: Grant, { permission, within }: Right, now: number): boolean {
  const types = permission.type === '*' ? [...schema.types.keys()] : [permission.type];
  return types.some((type) => {
    const actions = Object.keys(schema.types.get(type)?.actions ?? {});
    const meets = actions.some(
      (action) =>
        isAbout(schema, deny, { type, action }, now) &&
        (permission.action === '*' || schema.allows(type, permission.action, action)),
    );
    // A registered resource is in its workspace, whatever the schema says of the registry itself.
    const inNothing = schema.containerOf(type) === null && type !== 'resources';
    return meets && !(inNothing && apart(deny, [permission.scope, within]));
  });
}

function apart(deny: Grant, scopes: readonly Scope[]): boolean {
  const idsOf = (list: readonly Scope[]): string[] =>
    list.flatMap((scope) => (scope.kind === 'id' || scope.kind === 'typed' ? [scope.id] : []));
  const [denied, reached] = [idsOf([deny.permission.scope, deny.within]), idsOf(scopes)];
  return denied.some((id) => reached.some((other) => other !== id)) && !denied.some((id) => reached.includes(id));
}
