import type { MemberGrants } from '@castellan/core';
import type { Sql } from '../database/database';

/** A member's grants, with the revision of the organisation that they were read at. */
export interface LoadedMember extends MemberGrants {
  readonly revision: number;
  /** Issue times, in seconds, of the newest tokens whose profile and groups were taken over. */
  readonly profileIat: number;
  readonly groupsIat: number;
}

/** Where grants come from. Enforcement depends on nothing else of the database. */
export interface GrantsSource {
  /** The grants of a member; null when the user is no member or there is no such organisation. */
  load(orgId: string, userId: string, sql?: Sql): Promise<LoadedMember | null>;
}

/** The injection token of the GrantsSource. */
export const GrantsSource = Symbol('GrantsSource');
