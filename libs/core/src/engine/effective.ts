import type { Grant } from './grant';
import { formatPermission, type Permission } from '../grammar/permission';
import { ALL, type Scope } from '../grammar/scope';

/** What a member holds, as canonical permissions, sorted bytewise. */
export interface EffectivePermissions {
  readonly permissions: readonly string[];
  readonly denied: readonly string[];
}

/** What a member holds, by canonical permission, sorted bytewise: each with the grants that give it. */
export interface EffectiveGrants {
  readonly allows: ReadonlyMap<string, readonly Grant[]>;
  readonly denies: ReadonlyMap<string, readonly Grant[]>;
}

/**
 * The permissions of a list of grants: scopes of assignments folded in, expired ones and fully denied ones left out.
 * A grant of whose two scopes neither includes the other cannot be written as one permission and is left out of both lists.
 */
export function effectivePermissions(grants: readonly Grant[], now: number): EffectivePermissions {
  const { allows, denies } = effectiveGrants(grants, now);
  return { permissions: [...allows.keys()], denied: [...denies.keys()] };
}

/** The same with the grants that give each of the permissions. */
export function effectiveGrants(grants: readonly Grant[], now: number): EffectiveGrants {
  const live = grants.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  const denies = byText(folded(live.filter(({ effect }) => effect === 'deny')));
  const allowed = folded(live.filter(({ effect }) => effect === 'allow'));
  const left = denies.size === 0 ? allowed : allowed.filter(({ permission }) => !isDenied(denies, permission));
  return { allows: byText(left), denies };
}

/** Those of a role's grants that can be written as one permission with an assignment's scope: the others show nowhere. */
export function writableWithin<G extends Pick<Grant, 'permission'>>(grants: readonly G[], within: Scope): readonly G[] {
  if (within.kind === 'all') return grants;
  return grants.filter(({ permission }) => narrower(permission.scope, within) !== null);
}

/** A grant, and the one permission that its two scopes make. */
interface Folded {
  readonly permission: Permission;
  readonly grant: Grant;
}

function folded(grants: readonly Grant[]): Folded[] {
  return grants.flatMap((grant) => {
    const scope = narrower(grant.permission.scope, grant.within);
    return scope === null ? [] : [{ permission: { ...grant.permission, scope }, grant }];
  });
}

/** What two scopes have in common, where one of them includes the other; null otherwise. */
export function narrower(one: Scope, other: Scope): Scope | null {
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

/** Whether a deny includes all of the permission: it is looked for by name, as both lists may be long. */
export function isDenied(denies: { has(text: string): boolean }, { type, action, scope }: Permission): boolean {
  const scopes = [...new Set([ALL, ...(scope.kind === 'typed' ? [{ kind: 'id', id: scope.id } as const] : []), scope])];
  return [type, '*'].some((wideType) =>
    [action, '*'].some((wideAction) =>
      scopes.some((wide) => denies.has(formatPermission({ type: wideType, action: wideAction, scope: wide }))),
    ),
  );
}

function byText(grants: readonly Folded[]): ReadonlyMap<string, readonly Grant[]> {
  const found = new Map<string, Grant[]>();
  for (const { permission, grant } of grants) {
    const text = formatPermission(permission);
    const known = found.get(text);
    if (known === undefined) found.set(text, [grant]);
    else known.push(grant);
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}
