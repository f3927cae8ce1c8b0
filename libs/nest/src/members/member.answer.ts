import { STORED_STATUSES, ORIGINS, type Origin } from '@castellan/core';
import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { DIRECTORY_MARKS, type DirectoryMark } from '../tables/directory-mark';
import { CastellanSchema } from '../http/castellan-schema';
import { ApiManagedBy } from '../http/managed-by';
import { PageAnswer } from '../http/page.answer';
import { shownPage, type Shown } from '../http/shown';
import type { EffectiveList } from './effective-lists';
import type { HeldRole, Membership } from '../assignments/membership';
import type { MemberRow } from '../assignments/members.repository';
import type { GiveRole } from './member.dto';

const nullableText = { type: String, nullable: true } as const;

/** A role of a member, with how it came by it. */
@CastellanSchema('RoleDetail')
export class RoleDetail {
  @ApiProperty({ type: String, example: 'rl-viewer' })
  role_id!: string;

  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty(nullableText)
  description!: string | null;

  @ApiProperty({ type: Boolean })
  is_default!: boolean;

  @ApiProperty({ enum: ORIGINS })
  origin!: Origin;

  @ApiProperty({
    type: String,
    description: 'Where the role applies: `*` is the whole organisation, otherwise an id or `type/id`',
    example: '*',
  })
  scope!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expires_at!: string | null;

  @ApiProperty({ ...nullableText, description: 'Why the member has the role, as whoever assigned it says' })
  reason!: string | null;

  @ApiManagedBy()
  managed_by!: string | null;

  /** Shows an assignment; nothing of a role that is gone. */
  static fromRole(
    { role_id, origin, scope, expires_at, reason, managed_by }: HeldRole,
    role: Pick<RoleDetail, 'name' | 'description' | 'is_default'> | undefined,
  ): RoleDetail[] {
    if (role === undefined) return [];
    const { name, description, is_default } = role;
    return [
      {
        ...{ role_id, name, description, is_default, origin, scope, expires_at },
        reason: reason ?? null,
        managed_by: managed_by ?? null,
      },
    ];
  }
}

/** A member, as the API shows it. */
@CastellanSchema('Member')
export class MemberAnswer {
  @ApiProperty({ type: String, example: 'alice' })
  user_id!: string;

  @ApiProperty({ type: String, example: 'acme' })
  org_id!: string;

  @ApiProperty(nullableText)
  username!: string | null;

  @ApiProperty(nullableText)
  email!: string | null;

  @ApiProperty(nullableText)
  full_name!: string | null;

  @ApiProperty(nullableText)
  avatar_url!: string | null;

  @ApiProperty({ type: [String], description: 'The ids of the roles, each once, sorted', example: ['rl-viewer'] })
  role_ids!: string[];

  @ApiProperty({ type: [RoleDetail], description: 'One entry for each assignment that has not expired' })
  roles_detail!: RoleDetail[];

  @ApiProperty({
    type: [String],
    description:
      'The permissions that the member holds; empty while it is suspended or denied access. A grant on one object within ' +
      'the scope of an assignment cannot be written as one permission, and is not listed',
    example: ['apps:*:read'],
  })
  permissions!: string[];

  @ApiProperty({
    type: [String],
    description: 'The permissions that the member is denied; they override `permissions`',
  })
  denied_permissions!: string[];

  @ApiProperty({
    type: Boolean,
    description:
      'Whether the roles have more than 20,000 permissions: the lists then hold some of them. ' +
      '`GET members/{user_id}/permissions` has all, page by page',
  })
  permissions_truncated!: boolean;

  @ApiProperty({ enum: STORED_STATUSES })
  status!: Membership['status'];

  @ApiProperty({
    enum: DIRECTORY_MARKS,
    description:
      'How far the directory groups count: `whole`; `truncated`: more roles are mapped than fit; `overflow`: more mapped ' +
      'roles deny than fit, so the member is denied access; `last_admin`: the last change was left out, because it would ' +
      'have ended the last Admin; `denies`: only what they deny; `off`: not at all, after a recovery',
  })
  directory!: DirectoryMark;

  @ApiProperty({ type: String, format: 'date-time' })
  joined_at!: string;

  /** Shows a row with the roles that it names, and what the member holds. */
  static fromRow(row: MemberRow, list: EffectiveList): MemberAnswer {
    const { user_id, org_id, username, email, full_name, avatar_url, status, directory, assignments } = row;
    const roles_detail = assignments.flatMap((held) => RoleDetail.fromRole(held, list.roleOf(held.role_id)));
    const { permissions, denied, truncated } = list;
    return {
      user_id,
      org_id,
      username,
      email,
      full_name,
      avatar_url,
      role_ids: [...new Set(roles_detail.map(({ role_id }) => role_id))],
      roles_detail,
      permissions: [...permissions],
      denied_permissions: [...denied],
      status,
      directory,
      permissions_truncated: truncated,
      joined_at: row.joined_at.toISOString(),
    };
  }
}

/** A member as it was at an earlier revision: what the audit log has of it, which is no profile. */
@CastellanSchema('PastMember')
export class PastMember extends PickType(MemberAnswer, [
  'user_id',
  'org_id',
  'role_ids',
  'roles_detail',
  'status',
  'directory',
]) {}

/** A page of members. */
@CastellanSchema('MemberPage')
export class MemberPage extends PageAnswer {
  @ApiProperty({ type: [MemberAnswer] })
  members!: MemberAnswer[];
}

/** What somebody is told who changed a member that it may not read. */
@CastellanSchema('ChangedMember')
export class ChangedMember {
  @ApiProperty({ type: String, example: 'alice' })
  user_id!: string;

  @ApiProperty({ enum: STORED_STATUSES })
  status!: Membership['status'];

  @ApiPropertyOptional({ type: String, description: 'The role that was given' })
  role_id?: string;

  @ApiPropertyOptional({ type: String, description: 'Where it was given' })
  scope?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true, description: 'As it was sent' })
  expires_at?: string | null;
}

/** Without the names of roles that the reader may not read. Members always see their own. */
export const SHOWN_MEMBER: Shown<MemberAnswer> = {
  show: (member, reader) => {
    const { user_id, status, roles_detail } = member;
    if (user_id === reader.id) return member;
    if (!reader.mayRead('members', user_id)) return { user_id, status } satisfies ChangedMember;
    return { ...member, roles_detail: roles_detail.filter(({ role_id }) => reader.mayRead('roles', role_id)) };
  },
  tagged: (member) => ({
    ...member,
    roles_detail: member.roles_detail.map(({ name: _, description: __, is_default: ___, ...assignment }) => assignment),
  }),
};

/** A page of them. */
export const SHOWN_MEMBERS = shownPage('members', SHOWN_MEMBER);

/** The same after a role was given: who may not read the member is told what it wrote. */
export const SHOWN_GIVEN_ROLE: Shown<MemberAnswer> = {
  ...SHOWN_MEMBER,
  show: (member, reader, { params, body }) => {
    const shown = SHOWN_MEMBER.show(member, reader, {});
    if ('org_id' in shown) return shown;
    const { scope = '*', expires_at } = body as GiveRole;
    return { ...shown, role_id: params?.['role_id'], scope, ...(expires_at !== undefined && { expires_at }) };
  },
};
