import { notFound } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Membership } from '../assignments/membership';
import { PastObjectsService } from '../past/past-objects.service';
import { PastRolesService, type PastRole } from '../roles/past-roles.service';
import { RoleDetail, type PastMember } from './member.answer';

/** What a member held at a revision, and the roles that there were then. */
export interface HeldThen {
  readonly member: Membership;
  readonly roles: ReadonlyMap<string, PastRole>;
}

/** Members as they were; the audit log has no profiles. */
@Injectable()
export class PastMembersService {
  constructor(
    private readonly past: PastObjectsService,
    private readonly roles: PastRolesService,
  ) {}

  /** A member as it was at a revision. @throws CastellanError not-found when there was none */
  async get(orgId: string, userId: string, revision: number): Promise<PastMember> {
    const { member, roles } = await this.held(orgId, userId, {
      revision,
      now: await this.past.momentOf(orgId, revision),
    });
    const roles_detail = member.assignments.flatMap((held) => RoleDetail.fromRole(held, roles.get(held.role_id)));
    return {
      user_id: userId,
      org_id: orgId,
      role_ids: [...new Set(roles_detail.map(({ role_id }) => role_id))],
      roles_detail,
      status: member.status,
      directory: member.directory,
    };
  }

  /**
   * What a member held at a revision: the assignments that had not expired by `now`, in milliseconds since 1970, of roles that
   * were there. @throws CastellanError not-found
   */
  async held(
    orgId: string,
    userId: string,
    { revision, now }: { readonly revision: number; readonly now: number },
  ): Promise<HeldThen> {
    const found = await this.past.findMember(orgId, userId, revision);
    if (found === null || found === undefined) throw notFound('members', userId);
    const stored = found as unknown as Membership;
    const live = stored.assignments.filter(({ expires_at: end }) => end === null || Date.parse(end) > now);
    const roles = await this.roles.findMany(orgId, [...new Set(live.map(({ role_id }) => role_id))], revision);
    const assignments = live.filter(({ role_id }) => roles.has(role_id));
    return { member: { ...stored, user_id: userId, assignments }, roles };
  }
}
