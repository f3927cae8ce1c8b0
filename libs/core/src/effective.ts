import type { Grant } from './grant';
import { formatPermission, type Permission } from './permission';
import type { Scope } from './scope';

/** What a member holds, as canonical permissions, sorted bytewise. */
export interface EffectivePermissions {
  readonly permissions: readonly string[];
  readonly denied: readonly string[];
}

/**
 * The permissions of a list of grants: scopes of assignments folded in, expired ones and fully denied ones left out.
 * A grant of whose two scopes neither includes the other cannot be written as one permission and is left out of both lists.
 */
export function effectivePermissions(grants: readonly Grant[], now: number): EffectivePermissions {
  const live = grants.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  const denied = folded(live.filter(({ effect }) => effect === 'deny'));
  const allowed = folded(live.filter(({ effect }) => effect === 'allow'));
  return {
    permissions: texts(allowed.filter((permission) => !denied.some((deny) => covers(deny, permission)))),
    denied: texts(denied),
  };
}

function folded(grants: readonly Grant[]): Permission[] {
  return grants.flatMap(({ permission, within }) => {
    const scope = narrower(permission.scope, within);
    return scope === null ? [] : [{ ...permission, scope }];
  });
}

function narrower(one: Scope, other: Scope): Scope | null {
  if (includes(other, one)) return one;
  return includes(one, other) ? other : null;
}

/** Whether `wide` matches all that `narrow` matches: a bare id is wider than the same id with a type. */
function includes(wide: Scope, narrow: Scope): boolean {
  if (wide.kind === 'all') return true;
  if (wide.kind === 'self') return narrow.kind === 'self';
  if (narrow.kind === 'all' || narrow.kind === 'self' || narrow.id !== wide.id) return false;
  return wide.kind === 'id' || (narrow.kind === 'typed' && narrow.type === wide.type);
}

function covers(wide: Permission, narrow: Permission): boolean {
  const fits = (a: string, b: string): boolean => a === '*' || a === b;
  if (!fits(wide.type, narrow.type) || !fits(wide.action, narrow.action)) return false;
  return includes(wide.scope, narrow.scope);
}

function texts(permissions: readonly Permission[]): string[] {
  return [...new Set(permissions.map(formatPermission))].sort((a, b) => (a < b ? -1 : 1));
}
