import type { Effect, Permission } from '../grammar/permission';
import type { Scope } from '../grammar/scope';

/** How a member came to a role: by hand, by joining, or by a group of its token. */
export const ORIGINS = ['manual', 'default', 'sso'] as const;
export type Origin = (typeof ORIGINS)[number];

/** One permission that reaches a member, with the path it came by. Both `permission.scope` and `within` must match. */
export interface Grant {
  readonly permission: Permission;
  readonly effect: Effect;
  /** The scope of the assignment. */
  readonly within: Scope;
  readonly roleId: string;
  readonly policyId: string;
  readonly origin: Origin;
  /** Milliseconds since the epoch, null when it does not expire. */
  readonly expiresAt: number | null;
}

/** Whether a member may do anything at all, and why not: suspended, or in more groups that deny than can be kept. */
export const MEMBER_STATUSES = ['active', 'suspended', 'groups-overflow'] as const;
export type MemberStatus = (typeof MEMBER_STATUSES)[number];

/** What of that is written down; the rest follows from the groups. */
export const STORED_STATUSES = ['active', 'suspended'] as const;
export type StoredStatus = (typeof STORED_STATUSES)[number];

/** A member of an organisation and every grant that reaches it, as of one moment. */
export interface MemberGrants {
  readonly orgId: string;
  readonly userId: string;
  readonly status: MemberStatus;
  readonly grants: readonly Grant[];
}

/** The id of a thing, with its type. */
export interface TypedId {
  readonly type: string;
  readonly id: string;
}

/**
 * What a question is about: a resource (with `id`), or a place in containers (without).
 * `containers` is null when they are not known.
 */
export interface Target {
  readonly id?: string;
  readonly containers: readonly TypedId[] | null;
}
