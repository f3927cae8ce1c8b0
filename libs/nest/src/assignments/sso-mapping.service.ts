import { EFFECTS, ALL, EVERYTHING, rightOf } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Change } from '../changes/change';
import { requireInSteps } from '../changes/require-in-steps';
import type { RolesFollower } from '../changes/roles-follower';
import { AssignableRolesService } from './assignable-roles.service';
import { DirectoryService } from './directory.service';
import { MOST_DIRECTORY, unscopedRole } from './membership';
import { MembershipsService } from './memberships.service';
import type { Demand } from './rewrite-demands';
import { SsoMappingRepository, type MappedMember } from './sso-mapping.repository';

/** Applies to members, at once, what happens to roles beside them: a changed mapping or connection, a deletion. */
@Injectable()
export class SsoMappingService implements RolesFollower {
  constructor(
    private readonly repository: SsoMappingRepository,
    private readonly memberships: MembershipsService,
    private readonly roles: AssignableRolesService,
    private readonly directory: DirectoryService,
  ) {}

  /**
   * Before groups are mapped to a role. Whoever maps a group adds its users as members, so it takes the right to do that. And
   * once more roles are mapped than a member can have, one more may put another out: that takes everything.
   * @throws CastellanError forbidden `escalation`
   */
  async assertMayMap(
    change: Change,
    roleId: string,
    before: readonly string[],
    after: readonly string[],
  ): Promise<void> {
    const had = new Set(before);
    if (after.every((group) => had.has(group))) return;
    change.requires([rightOf({ type: 'members', scope: ALL, action: 'assign' }, 'allow')]);
    const mapped = new Set(await this.repository.mappedRoles(change.orgId, change.sql)).add(roleId);
    if (mapped.size > MOST_DIRECTORY) change.requires([EVERYTHING]);
  }

  /** After the mapping of `groups` was changed: their members have what all of their groups are mapped to now. */
  async remap(change: Change, groups: readonly string[]): Promise<void> {
    if (groups.length === 0) return;
    const members = await this.repository.membersIn(change.orgId, groups, change.sql);
    await this.regroup(change, members);
  }

  /** Before a role is deleted: notes that its holders lose it. */
  takeFrom(change: Change, roleId: string, holders: readonly string[]): Promise<void> {
    return this.memberships.noteLost(change, roleId, holders);
  }

  /**
   * After the connection was changed: what tokens of another connection said counts no more. Who changes it decides who
   * comes to the mapped roles, and so must hold what they grant.
   * @throws CastellanError forbidden
   */
  async reconnect(change: Change): Promise<void> {
    const mapped = await this.repository.mappedRoles(change.orgId, change.sql);
    const demands = mapped.map((id): Demand => ({ held: unscopedRole(id, 'sso'), effects: EFFECTS }));
    await requireInSteps(change, this.roles.rightsIn(change.orgId, demands, change.sql));
    const holders = await this.repository.findHolders(change.orgId, change.sql);
    await this.regroup(
      change,
      holders.map((user_id) => ({ user_id, role_ids: [] })),
    );
    await this.repository.forgetGroups(change.orgId, change.sql);
  }

  /** After what roles deny was changed: of members to whom more roles are mapped than fit, those that deny come first. */
  async follow(change: Change): Promise<void> {
    const members = await this.repository.unfit(change.orgId, change.sql);
    await this.regroup(change, members);
  }

  private async regroup(change: Change, mapped: readonly MappedMember[]): Promise<void> {
    if (mapped.length === 0) return;
    const roleIds = new Map(mapped.map(({ user_id, role_ids }) => [user_id, role_ids]));
    const found = await this.memberships.find(change.orgId, [...roleIds.keys()], change.sql);
    const members = [...found].map(([userId, member]) => ({
      before: member,
      member,
      roleIds: roleIds.get(userId) ?? [],
    }));
    await this.directory.regroup(change, members);
  }
}
