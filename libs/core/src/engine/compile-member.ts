import type { Assigned, CompiledRole } from './compile';
import type { MemberGrants } from './grant';
import { formatScope, type Scope } from '../grammar/scope';

/** The roles that a member has within one scope other than `*`. */
export interface RolesWithin {
  readonly scope: Scope;
  readonly roles: readonly CompiledRole[];
}

/** Who is compiled. */
export type MemberSource = Pick<MemberGrants, 'userId' | 'status'>;

/** A member made ready for deciding: references to compiled roles, and little else. Never written to. */
export interface CompiledMember extends MemberSource {
  /** The roles assigned at the scope `*`, each once. */
  readonly everywhere: readonly CompiledRole[];
  /** The first three of them again: most members have no more, and are decided about without leaving this object. */
  readonly first: CompiledRole | null;
  readonly second: CompiledRole | null;
  readonly third: CompiledRole | null;
  readonly hasMore: boolean;
  readonly within: readonly RolesWithin[];
  /** Every assignment that has not expired, in the order given. */
  readonly assigned: readonly Assigned[];
  /** The nearest expiry in milliseconds since the epoch, null when nothing expires. */
  readonly validUntil: number | null;
  /** When the last of those that have expired did, in milliseconds since the epoch; null when none has. */
  readonly validFrom: number | null;
  /** Every assignment in the order given: one that has expired counts again when the clock is set back. */
  readonly given: readonly Assigned[];
  /** Whether what the member may do depends on the time at all. */
  readonly isTimed: boolean;
}

/**
 * Compiles a member from its assignments, as of `now`: what has expired is left out.
 * @param now milliseconds since the epoch
 */
export function compileMember(source: MemberSource, assignments: readonly Assigned[], now: number): CompiledMember {
  const everywhere = new Set<CompiledRole>();
  const assigned: Assigned[] = [];
  let within: ScopeGroups | null = null;
  let validUntil: number | null = null;
  let validFrom: number | null = null;
  for (const one of assignments) {
    const { role, scope, origin, expiresAt } = one;
    if (expiresAt !== null && expiresAt <= now) {
      validFrom = Math.max(validFrom ?? expiresAt, expiresAt);
      continue;
    }
    if (expiresAt !== null && (validUntil === null || expiresAt < validUntil)) validUntil = expiresAt;
    assigned.push(scope.kind === 'all' && expiresAt === null ? role.plain[origin] : one);
    if (scope.kind === 'all') everywhere.add(role);
    else addRole((within ??= new Map() as ScopeGroups), scope, role);
  }
  const { userId, status } = source;
  const [first = null, second = null, third = null] = everywhere;
  const hasMore = everywhere.size > 3;
  // An array that grew has room for 16 more, and there are many members.
  const kept = assigned.slice();
  return {
    userId,
    status,
    validUntil,
    validFrom,
    isTimed: validUntil !== null || validFrom !== null,
    first,
    second,
    third,
    hasMore,
    within: within === null ? NOWHERE_ELSE : Array.from(within.values(), groupOf),
    everywhere: Array.from(everywhere),
    assigned: kept,
    given: validUntil === null && validFrom === null ? kept : assignments,
  };
}

/** The member as of `now`, when something may have expired since it was compiled, or the clock was set back. */
export function asOf(member: CompiledMember, now: number): CompiledMember {
  const { validFrom, validUntil } = member;
  const holds = (validUntil === null || now < validUntil) && (validFrom === null || now >= validFrom);
  return holds ? member : compileMember(member, member.given, now);
}

const NOWHERE_ELSE: readonly RolesWithin[] = [];

/** Roles by the scope that they are assigned within, each once. */
type ScopeGroups = Map<string, { readonly scope: Scope; readonly roles: Set<CompiledRole> }>;

function addRole(groups: ScopeGroups, scope: Scope, role: CompiledRole): void {
  const key = formatScope(scope);
  const known = groups.get(key);
  if (known === undefined) groups.set(key, { scope, roles: new Set([role]) });
  else known.roles.add(role);
}

const groupOf = ({ scope, roles }: { scope: Scope; roles: Set<CompiledRole> }): RolesWithin => ({
  scope,
  roles: Array.from(roles),
});

/** Whether two scopes are the same. */
export function isSame(one: Scope, other: Scope): boolean {
  if (one.kind === 'id') return other.kind === 'id' && one.id === other.id;
  if (one.kind === 'typed') return other.kind === 'typed' && one.id === other.id && one.type === other.type;
  return one.kind === other.kind;
}
