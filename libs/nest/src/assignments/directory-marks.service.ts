import { EVERYTHING } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Change } from '../changes/change';
import { AssignableRolesService } from './assignable-roles.service';
import { grouping, turningOn } from './directory-groups';
import { withMark, MOST_DIRECTORY, unscopedRole, withAssignments, type HeldRole, type Membership } from './membership';
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
   * The same users, marked. Groups with which a user was removed come back with it. Whatever groups it has count whole when
   * the actor holds every mapped role, and else for their denies alone, until an actor who does assigns a role to it.
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

  /** Those of the users who were removed before, with what comes back with them. */
  private async rejoining(change: Change, users: readonly Membership[]): Promise<Map<string, Membership>> {
    const { orgId, sql } = change;
    const ids = users.map(({ user_id }) => user_id);
    const found = ids.length === 0 ? [] : await this.repository.rolesOfRemoved(orgId, ids, sql);
    const removed = new Map(found.map((row) => [row.user_id, row]));
    if (found.length === 0) return new Map();
    // The next token may name any group.
    const mapped = await this.repository.mappedRoles(orgId, sql);
    const defaults = users.flatMap(({ assignments }) => assignments.flatMap((held) => defaultRole(held) ?? []));
    const covered = await this.covered(change, [...new Set([...mapped, ...defaults])]);
    const denying = await this.roles.findDenying(orgId, [...mapped, ...defaults], sql);
    const whole = mapped.every((id) => covered.has(id));
    const stays = (held: HeldRole): boolean => {
      const role = defaultRole(held);
      return role === null || covered.has(role) || denying.has(role);
    };
    const back = users.flatMap((user): Array<[string, Membership]> => {
      const known = removed.get(user.user_id);
      if (known === undefined) return [];
      // A user who joined before is given no default role again that the actor could not give it.
      const joining = withAssignments(user, user.assignments.filter(stays));
      // Groups of another connection give nothing back.
      const roleIds = whole && !known.current ? [] : known.role_ids;
      return [[user.user_id, grouping(whole ? joining : withMark(joining, 'denies'), roleIds, denying).after]];
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
    if (mapped.length === 0) return new Map();
    if ((await this.covered(change, mapped)).size < mapped.length) return new Map();
    const ids = limited.map(({ user_id }) => user_id);
    const found = await this.repository.rolesOf(orgId, ids, sql);
    const counts = new Map(found.map(({ user_id, role_ids }) => [user_id, role_ids.length]));
    return new Map(
      limited.map((member): [string, Membership] => {
        const fits = (counts.get(member.user_id) ?? 0) <= MOST_DIRECTORY;
        return [member.user_id, withMark(member, fits ? 'whole' : 'truncated')];
      }),
    );
  }

  /** Those of the roles that the actor holds whole. */
  private async covered(change: Change, roleIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (change.covers([EVERYTHING])) return new Set(roleIds);
    const covered = new Set<string>();
    for await (const { ids, roles } of this.roles.readInSteps(change.orgId, roleIds, change.sql)) {
      for (const id of ids) if (change.covers(roles.grantsOf([unscopedRole(id, 'sso')]))) covered.add(id);
    }
    return covered;
  }
}

const defaultRole = ({ origin, role_id }: HeldRole): string | null => (origin === 'default' ? role_id : null);
