import { Injectable } from '@nestjs/common';
import type { Change } from '../changes/change';
import { AssignableRolesService } from './assignable-roles.service';
import { grouping, turningOn } from './directory-groups';
import { marked, MOST_DIRECTORY, unscoped, type Membership } from './membership';
import { SsoMappingRepository, type MappedMember } from './sso-mapping.repository';

/** A user to whom an actor assigns roles; `before` is null for one who joins by that. */
export interface Assigned {
  readonly userId: string;
  readonly before: Membership | null;
  readonly after: Membership;
}

/** Decides, where an actor assigns roles, how far the user's directory groups count from then on. */
@Injectable()
export class DirectoryMarksService {
  constructor(
    private readonly repository: SsoMappingRepository,
    private readonly roles: AssignableRolesService,
  ) {}

  /**
   * The same users, marked. Groups with which a user was removed come back with it. They count whole when the actor holds
   * all that they are mapped to, and else for their denies alone, until an actor who does assigns the user a role.
   */
  async assigning(change: Change, all: readonly Assigned[]): Promise<Assigned[]> {
    const joining = await this.rejoining(
      change,
      all.filter(({ before }) => before === null).map(({ after }) => after),
    );
    const staying = await this.lifting(
      change,
      all.filter(({ before }) => before !== null).map(({ after }) => after),
    );
    return all.map((each) => ({
      ...each,
      after: joining.get(each.userId) ?? staying.get(each.userId) ?? turningOn(each.after),
    }));
  }

  /** Those of the users who were removed with groups, with what these give back. */
  private async rejoining(change: Change, users: readonly Membership[]): Promise<Map<string, Membership>> {
    const { orgId, sql } = change;
    const ids = users.map(({ user_id }) => user_id);
    const found = ids.length === 0 ? [] : await this.repository.rolesOfRemoved(orgId, ids, sql);
    const removed = new Map(found.map((row) => [row.user_id, row]));
    const covered = await this.covered(change, found);
    const denying = await this.roles.denying(
      orgId,
      found.flatMap(({ role_ids }) => role_ids),
      sql,
    );
    const back = users.flatMap((user): Array<[string, Membership]> => {
      const { role_ids: roleIds = [], current = false } = removed.get(user.user_id) ?? {};
      const whole = roleIds.every((id) => covered.has(id));
      // Groups of another connection give nothing back.
      if (whole && !current) return [];
      return [[user.user_id, grouping(whole ? user : marked(user, 'denies'), roleIds, denying).after]];
    });
    return new Map(back);
  }

  /** Those whose groups count for their denies alone and count whole from now on. */
  private async lifting(change: Change, members: readonly Membership[]): Promise<Map<string, Membership>> {
    const limited = members.filter(({ directory }) => directory === 'denies');
    const ids = limited.map(({ user_id }) => user_id);
    const found = ids.length === 0 ? [] : await this.repository.rolesOf(change.orgId, ids, change.sql);
    const mapped = new Map(found.map(({ user_id, role_ids }) => [user_id, role_ids]));
    const covered = await this.covered(change, found);
    const lifted = limited.flatMap((member): Array<[string, Membership]> => {
      const roleIds = mapped.get(member.user_id) ?? [];
      if (!roleIds.every((id) => covered.has(id))) return [];
      return [[member.user_id, marked(member, roleIds.length > MOST_DIRECTORY ? 'truncated' : 'whole')]];
    });
    return new Map(lifted);
  }

  /** Those of the mapped roles that the actor holds whole. */
  private async covered(change: Change, mapped: readonly MappedMember[]): Promise<ReadonlySet<string>> {
    const ids = [...new Set(mapped.flatMap(({ role_ids }) => role_ids))];
    const roles = await this.roles.many(change.orgId, ids, change.sql);
    return new Set(ids.filter((id) => change.covers(roles.grantsOf([unscoped(id, 'sso')]))));
  }
}
