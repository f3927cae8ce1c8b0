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
 * A grant whose two scopes differ cannot be written as one permission and is left out of both lists.
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
  if (other.kind === 'all' || sameScope(one, other)) return one;
  return one.kind === 'all' ? other : null;
}

function sameScope(one: Scope, other: Scope): boolean {
  if (one.kind === 'id' && other.kind === 'id') return one.id === other.id;
  if (one.kind === 'typed' && other.kind === 'typed') return one.id === other.id && one.type === other.type;
  return one.kind === other.kind && one.kind !== 'id' && one.kind !== 'typed';
}

function covers(wide: Permission, narrow: Permission): boolean {
  const fits = (a: string, b: string): boolean => a === '*' || a === b;
  if (!fits(wide.type, narrow.type) || !fits(wide.action, narrow.action)) return false;
  return wide.scope.kind === 'all' || sameScope(wide.scope, narrow.scope);
}

function texts(permissions: readonly Permission[]): string[] {
  return [...new Set(permissions.map(formatPermission))].sort((a, b) => (a < b ? -1 : 1));
}
