import { Injectable } from '@nestjs/common';
import type { Change } from '../changes/change';
import { AssignableRolesService } from './assignable-roles.service';
import { grouping, turningOn } from './directory-groups';
import { marked, MOST_DIRECTORY, unscoped, type Membership } from './membership';
import { SsoMappingRepository } from './sso-mapping.repository';

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
   * all that they are mapped to, and else for their denies alone, until an actor who holds every mapped role assigns one.
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
    const mapped = [...new Set(found.flatMap(({ role_ids }) => role_ids))];
    const covered = await this.covered(change, mapped);
    const denying = await this.roles.denying(orgId, mapped, sql);
    const back = users.flatMap((user): Array<[string, Membership]> => {
      const { role_ids: roleIds = [], current = false } = removed.get(user.user_id) ?? {};
      const whole = roleIds.every((id) => covered.has(id));
      // Groups of another connection give nothing back.
      if (whole && !current) return [];
      return [[user.user_id, grouping(whole ? user : marked(user, 'denies'), roleIds, denying).after]];
    });
    return new Map(back);
  }

  /**
   * Those whose groups count for their denies alone and count whole from now on. The actor must hold every role that any
   * group is mapped to: what the newest token of such a member says may be less than what the next one does.
   */
  private async lifting(change: Change, members: readonly Membership[]): Promise<Map<string, Membership>> {
    const { orgId, sql } = change;
    const limited = members.filter(({ directory }) => directory === 'denies');
    if (limited.length === 0) return new Map();
    const mapped = await this.repository.mappedRoles(orgId, sql);
    if ((await this.covered(change, mapped)).size < mapped.length) return new Map();
    const ids = limited.map(({ user_id }) => user_id);
    const found = await this.repository.rolesOf(orgId, ids, sql);
    const counts = new Map(found.map(({ user_id, role_ids }) => [user_id, role_ids.length]));
    return new Map(
      limited.map((member): [string, Membership] => {
        const fits = (counts.get(member.user_id) ?? 0) <= MOST_DIRECTORY;
        return [member.user_id, marked(member, fits ? 'whole' : 'truncated')];
      }),
    );
  }

  /** Those of the roles that the actor holds whole. */
  private async covered(change: Change, roleIds: readonly string[]): Promise<ReadonlySet<string>> {
    const roles = await this.roles.many(change.orgId, roleIds, change.sql);
    return new Set(roleIds.filter((id) => change.covers(roles.grantsOf([unscoped(id, 'sso')]))));
  }
}
