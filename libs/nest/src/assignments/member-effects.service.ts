import { effectivePermissions } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Sql } from '../database/database';
import type { EffectsReader, Held } from '../changes/rehearsal';
import { AssignableRolesService } from './assignable-roles.service';
import { MembershipsRepository } from './memberships.repository';
import { MembershipsService } from './memberships.service';

/** Tells what members hold, for changes that are only tried. */
@Injectable()
export class MemberEffectsService implements EffectsReader {
  constructor(
    private readonly repository: MembershipsRepository,
    private readonly memberships: MembershipsService,
    private readonly roles: AssignableRolesService,
  ) {}

  holders(orgId: string, roleIds: readonly string[], most: number, sql: Sql): Promise<string[]> {
    return this.repository.holders(orgId, roleIds, most, sql);
  }

  async held(orgId: string, userIds: readonly string[], sql: Sql): Promise<Held> {
    const members = [...(await this.memberships.find(orgId, userIds, sql)).values()];
    const roleIds = new Set(members.flatMap(({ assignments }) => assignments.map(({ role_id }) => role_id)));
    const roles = await this.roles.many(orgId, [...roleIds], sql);
    return new Map(
      members.map((member) => [member.user_id, effectivePermissions(roles.writableOf(member), Date.now())]),
    );
  }
}
