import { type StoredStatus, type Effect, type Origin, type CompiledMember } from '@castellan/core';
import type { DirectoryMark } from '../../tables/directory-mark';

/** A user in an organisation. */
export interface MemberKey {
  readonly orgId: string;
  readonly userId: string;
}

/** A text for a key that no other key has, whatever is in the ids. */
export const memberText = ({ orgId, userId }: MemberKey): string => `${orgId.length} ${orgId}${userId}`;

/** What says whether a cached member is still true, and where its organisation stands; read at one moment. */
export interface Stamps {
  /** Of the database: a standby that takes over, or a restored backup, begins a new one. */
  readonly epoch: number;
  readonly revision: number;
  /** Of what the organisation's roles grant. */
  readonly grants: string;
  /** Of what contains what. */
  readonly containers: string;
  /** Of the member's status and assignments. */
  readonly member: string;
  /** Issue times, in seconds, of the newest tokens whose profile and groups were taken over. They are not stamped. */
  readonly profileIat: number;
  readonly groupsIat: number;
}

/** A member as it is stored, as of one moment: the stamps are of the same moment as the rest. */
export interface StoredMember {
  readonly stamps: Stamps;
  readonly status: StoredStatus;
  /** How far its assignments of origin `sso` count. */
  readonly directory: DirectoryMark;
  readonly assignments: readonly StoredAssignment[];
  /**
   * What the assigned roles grant, at least one of those that are not here yet; those whose stamp the reader said to know
   * are left out, and so are some when there are many.
   */
  readonly roles: readonly StoredRole[];
  /** About how many permissions the roles have that are not known, those in `roles` among them. */
  readonly unknownWeight: number;
}

/** A role of a member, with the stamp of what it grants. */
export interface StoredAssignment {
  readonly stamp: string;
  readonly scope: string;
  readonly origin: Origin;
  /** Milliseconds since the epoch, null when it does not expire. */
  readonly expiresAt: number | null;
}

/** What a role grants, and the stamp of it. */
export interface StoredRole {
  readonly stamp: string;
  readonly roleId: string;
  readonly policies: ReadonlyArray<{
    readonly policyId: string;
    readonly effect: Effect;
    readonly permissions: readonly string[];
  }>;
}

/** A transaction in which a change asks again; a source that has none of its own leaves it alone. */
export type Through = object;

/** Where grants come from. Enforcement depends on nothing else of the database. */
export interface GrantsSource {
  /** The stamps of each of these users, as of now; null for a user who is no member. */
  stamps(keys: readonly MemberKey[]): Promise<ReadonlyArray<Stamps | null>>;
  /** A member with what it is granted; null for a user who is no member. `known` are stamps of roles that need not be read. */
  grants(key: MemberKey, known: readonly string[], through?: Through): Promise<StoredMember | null>;
}

/** The injection token of the GrantsSource. */
export const GrantsSource = Symbol('GrantsSource');

/** A member ready for deciding, and the stamps of the moment that it is true of. */
export interface KnownMember extends MemberKey {
  readonly stamps: Stamps;
  readonly compiled: CompiledMember;
}
