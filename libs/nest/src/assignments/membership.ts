import { type StoredStatus, type Origin } from '@castellan/core';
import type { DirectoryMark } from '../tables/directory-mark';

/** A role of a member, within a scope; `expires_at` is ISO 8601, null when it never expires. */
export interface HeldRole {
  readonly role_id: string;
  readonly scope: string;
  readonly origin: Origin;
  readonly expires_at: string | null;
  /** Why it is held, as whoever assigned it says; absent when nobody said. */
  readonly reason?: string;
  /** The source that keeps it as a file; absent when nobody does. */
  readonly managed_by?: string;
}

/** What is decided about a member, and what is audited of it: no profile. Expired assignments are not in it. */
export interface Membership {
  readonly user_id: string;
  readonly status: StoredStatus;
  readonly directory: DirectoryMark;
  readonly assignments: readonly HeldRole[];
}

/** The most assignments of a member that are manual or default, of roles that deny nothing. */
export const MOST_MANUAL = 1_000;
/** The most of roles that deny: they do not count as the others do, so that a deny always fits. */
export const MOST_DENYING = 200;
/** The most assignments of a member that come from directory groups. */
export const MOST_DIRECTORY = 200;

/** The key of an assignment within its member. */
export const keyOf = ({ role_id, scope, origin }: HeldRole): string => `${role_id} ${scope} ${origin}`;

/** A new member: `roleIds` by hand, and of the default roles those that are not among them. */
export function newMembership(userId: string, roleIds: readonly string[], defaults: readonly string[]): Membership {
  const given = defaults.filter((id) => !roleIds.includes(id));
  return withAssignments({ user_id: userId, status: 'active', directory: 'whole', assignments: [] }, [
    ...roleIds.map((id) => unscopedRole(id, 'manual')),
    ...given.map((id) => unscopedRole(id, 'default')),
  ]);
}

/** The member with `roleIds` in the place of its unscoped manual and default assignments. */
export function withRoles(member: Membership, roleIds: readonly string[]): Membership {
  const kept = member.assignments.filter(({ scope, origin }) => scope !== '*' || origin === 'sso');
  return withAssignments(member, [...kept, ...roleIds.map((id) => unscopedRole(id, 'manual'))]);
}

/** The member with one assignment more, or with that one changed. */
export function withAssignment(member: Membership, given: HeldRole): Membership {
  const others = member.assignments.filter((held) => keyOf(held) !== keyOf(given));
  return withAssignments(member, [...others, given]);
}

/** The member without a role, at one scope or (null) at every scope, but for what its groups give. */
export function withoutAssignment(member: Membership, roleId: string, scope: string | null): Membership {
  const taken = (held: HeldRole): boolean =>
    held.role_id === roleId && (scope === null || held.scope === scope) && held.origin !== 'sso';
  return withAssignments(
    member,
    member.assignments.filter((held) => !taken(held)),
  );
}

/** Whether two memberships say the same. */
export const isSame = (one: Membership | null, other: Membership | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** An assignment in the whole organisation that never expires. */
export const unscopedRole = (role_id: string, origin: Origin): HeldRole => ({
  role_id,
  scope: '*',
  origin,
  expires_at: null,
});

// Invariant: in the order in which the repository reads them, so that equal memberships have equal JSON.
/** The member with these assignments in place of its own. */
export function withAssignments(member: Membership, assignments: readonly HeldRole[]): Membership {
  const { user_id, status, directory } = member;
  return { user_id, status, directory, assignments: assignments.toSorted(byKey) };
}

/** The member with this mark. */
export function withMark({ user_id, status, assignments }: Membership, directory: DirectoryMark): Membership {
  return { user_id, status, directory, assignments };
}

function byKey(one: HeldRole, other: HeldRole): number {
  for (const part of ['role_id', 'scope', 'origin'] as const) {
    if (one[part] !== other[part]) return one[part] < other[part] ? -1 : 1;
  }
  return 0;
}
