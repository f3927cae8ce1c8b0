import { effectivePermissions } from '@castellan/core';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NamedRoleRow } from '../access/sources/stored-roles';
import type { AssignableRoles, AssignableRolesService } from '../assignments/assignable-roles.service';
import type { HeldRole, Membership } from '../assignments/membership';
import type { Sql } from '../database/database';

/** What a member holds, as canonical permissions, each list sorted bytewise. */
export interface EffectiveList {
  readonly permissions: readonly string[];
  readonly denied: readonly string[];
  /** Whether the roles have more than was read: these are some of what the member holds. */
  readonly truncated: boolean;
  /** A role by its name, as of the moment at which its grants were read; undefined for one that was gone then. */
  roleOf(roleId: string): ShownRole | undefined;
}

/** A role as members show it. */
export type ShownRole = Omit<NamedRoleRow, 'weight'>;

/** The most permissions of one member's roles that are read for its lists, each once for each scope of its role. */
const MOST_READ = 20_000;

/** The lists of members on one page: made once for all who hold the same, and of a bounded number of permissions. */
export class EffectiveLists {
  private readonly known = new Map<string, EffectiveList>();
  /** All of the roles, once they have been read; they are when they have few enough permissions. */
  private read: AssignableRoles | null = null;
  private readonly areFew: boolean;

  /**
   * @param held the roles that the members have, by id
   * @param now milliseconds since the epoch
   */
  constructor(
    private readonly roles: AssignableRolesService,
    private readonly held: ReadonlyMap<string, NamedRoleRow>,
    private readonly at: { readonly orgId: string; readonly now: number; readonly sql?: Sql | undefined },
  ) {
    this.areFew = [...held.values()].reduce((sum, { weight }) => sum + weight, 0) <= MOST_READ;
  }

  /** The lists of a member. */
  async listOf(member: Membership): Promise<EffectiveList> {
    const { status, directory, assignments } = member;
    const key = JSON.stringify([status, directory, assignments]);
    const list = this.known.get(key) ?? (await this.make(member));
    this.known.set(key, list);
    return list;
  }

  private async make(member: Membership): Promise<EffectiveList> {
    const { orgId, now, sql } = this.at;
    const chosen = await this.choose(member.assignments);
    if (this.areFew) this.read ??= await this.roles.readMany(orgId, [...this.held.keys()], sql);
    const ids = new Set(chosen.map(({ role_id }) => role_id));
    const roles = this.read ?? (await this.roles.readMany(orgId, [...ids], sql));
    await nextTurn();
    const grants = roles.writableOf({ ...member, assignments: chosen });
    return {
      ...effectivePermissions(grants, now),
      truncated: chosen.length < member.assignments.length,
      // Invariant: name and grants of a role are of one statement, so that no role is shown between two states.
      roleOf: (roleId) => (ids.has(roleId) ? roles.find(roleId) : this.held.get(roleId)),
    };
  }

  /** As many of the assignments as are read; of too many those that deny come first. */
  private async choose(assignments: readonly HeldRole[]): Promise<readonly HeldRole[]> {
    const weightOf = ({ role_id }: HeldRole): number => this.held.get(role_id)?.weight ?? 0;
    if (assignments.reduce((sum, held) => sum + weightOf(held), 0) <= MOST_READ) return assignments;
    const ids = assignments.map(({ role_id }) => role_id);
    const denying = await this.roles.findDenying(this.at.orgId, ids, this.at.sql);
    const inOrder = [true, false].flatMap((first) =>
      assignments.filter(({ role_id }) => denying.has(role_id) === first),
    );
    let left = MOST_READ;
    return inOrder.filter((held) => (left -= weightOf(held)) >= 0);
  }
}
