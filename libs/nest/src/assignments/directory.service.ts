import { EVERYTHING } from '@castellan/core';
import { Injectable, Logger } from '@nestjs/common';
import type { Change } from '../changes/change';
import { lastAdminAmong } from '../changes/last-admin';
import { assertMayDeny } from '../changes/power-to-cover';
import type { Sql } from '../database/database';
import { AssignableRolesService } from './assignable-roles.service';
import { grouping } from './directory-groups';
import { isSame, newMembership, withMark, type Membership } from './membership';
import { MembershipsService } from './memberships.service';
import type { Rewrite } from './rewrite-demands';

/** A member, or a user who is about to join, with the roles that its groups are mapped to. */
export interface InGroups {
  /** As it is stored; null for a user who joins. */
  readonly before: Membership | null;
  /** What it has apart from its groups. */
  readonly member: Membership;
  readonly roleIds: readonly string[];
}

/** A rewrite that is known to leave the member one. */
type Regrouped = Rewrite & { readonly after: Membership; readonly leftOut: readonly string[] };

/** The most roles that a line of the log names. */
const MOST_NAMED = 20;

/** Gives members the roles that their directory groups are mapped to; the one way to write assignments of origin `sso`. */
@Injectable()
export class DirectoryService {
  private readonly logger = new Logger('Directory');

  constructor(
    private readonly roles: AssignableRolesService,
    private readonly memberships: MembershipsService,
  ) {}

  /** A user and the roles that these groups are mapped to; null for a stranger with none, who stays one. */
  async find(orgId: string, userId: string, groups: readonly string[], sql: Sql): Promise<InGroups | null> {
    const roleIds = await this.roles.findOfGroups(orgId, groups, sql);
    const before = (await this.memberships.find(orgId, [userId], sql)).get(userId) ?? null;
    if (before !== null) return { before, member: before, roleIds };
    if (roleIds.length === 0) return null;
    return { before, member: newMembership(userId, [], await this.roles.findDefaults(orgId, sql)), roleIds };
  }

  /**
   * Writes what the groups make of each; whether that changed anything. Needs the organisation's lock.
   * @throws CastellanError forbidden when the actor may not deny anything to one of them
   */
  async regroup(change: Change, all: readonly InGroups[]): Promise<boolean> {
    const { orgId, sql } = change;
    const denying = await this.roles.findDenying(
      orgId,
      all.flatMap(({ roleIds }) => roleIds),
      sql,
    );
    const rewrites = all.map(({ before, member, roleIds }): Regrouped => ({
      userId: member.user_id,
      before,
      ...grouping(member, roleIds, denying),
    }));
    const spared = await this.spareLastAdmin(change, rewrites, denying);
    await assertMayDeny(change, {
      userIds: spared.filter((each) => deniesMore(each, denying)).map(({ userId }) => userId),
    });
    // Whoever makes a mapped role take the place of another takes what that one grants.
    if (spared.some(putsOut)) change.requires([EVERYTHING]);
    for (const rewrite of spared) this.tell(change, rewrite);
    await this.memberships.writeGroups(change, spared);
    return spared.some(({ before, after }) => !isSame(before, after));
  }

  /** What would end the last Admin is left out for that member alone. One whose groups only deny stays marked so. */
  private async spareLastAdmin(
    change: Change,
    rewrites: readonly Regrouped[],
    denying: ReadonlySet<string>,
  ): Promise<readonly Regrouped[]> {
    const denied = ({ after }: Regrouped): boolean =>
      after.directory === 'overflow' || rolesOfGroups(after).some((id) => denying.has(id));
    const last = await lastAdminAmong(
      change,
      rewrites.filter(denied).map(({ userId }) => userId),
    );
    return rewrites.map((rewrite) => {
      const { userId, before, after } = rewrite;
      if (userId !== last || before === null) return rewrite;
      const had = new Set(rolesOfGroups(before));
      const leftOut = [...rolesOfGroups(after).filter((id) => !had.has(id)), ...rewrite.leftOut];
      return {
        userId,
        before,
        leftOut,
        after: withMark(before, before.directory === 'denies' ? 'denies' : 'last_admin'),
      };
    });
  }

  private tell({ orgId, actor }: Change, { userId, after, before, leftOut }: Regrouped): void {
    if (leftOut.length === 0 || actor.dryRun === true) return;
    const named = leftOut.slice(0, MOST_NAMED).join(', ');
    const roles = `${leftOut.length} mapped roles: ${named}${leftOut.length > MOST_NAMED ? ', ...' : ''}`;
    const whom = `member ${userId} of organisation ${orgId}`;
    const kept = before !== null && after.assignments === before.assignments;
    if (kept) this.logger.error(`The groups of ${whom} would end the last Admin. Left out ${roles}`);
    else if (after.directory === 'overflow') {
      this.logger.warn(`Denied access to ${whom}: too many mapped roles deny. Left out ${roles}`);
    } else this.logger.warn(`Too many roles are mapped to the groups of ${whom}. Left out ${roles}`);
  }
}

/** Whether a member loses a role that is mapped to its groups still, or everything, because of the others that are. */
function putsOut({ before, after, leftOut }: Regrouped): boolean {
  const [had, has] = [new Set(rolesOfGroups(before)), new Set(rolesOfGroups(after))];
  const overflows = before !== null && after.directory === 'overflow' && before.directory !== 'overflow';
  return overflows || leftOut.some((id) => had.has(id) && !has.has(id));
}

/** Whether the groups deny the member anything that they did not before. */
function deniesMore({ before, after }: Regrouped, denying: ReadonlySet<string>): boolean {
  const had = new Set(rolesOfGroups(before));
  const overflows = after.directory === 'overflow' && before?.directory !== 'overflow';
  return overflows || rolesOfGroups(after).some((id) => denying.has(id) && !had.has(id));
}

const rolesOfGroups = (member: Membership | null): string[] =>
  (member?.assignments ?? []).flatMap(({ origin, role_id }) => (origin === 'sso' ? role_id : []));
