import { type StoredStatus } from '@castellan/core';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bytewise, instant, stamp, ForeignKey } from './column-types';
import type { DirectoryMark } from './directory-mark';
import { CastellanOrganization } from './organisation.entity';

/**
 * A user in an organisation. `profile_iat` and `groups_iat` are the issue times (seconds) of the newest tokens whose
 * profile and groups were taken over; 0 before the first.
 */
@Entity({ schema: 'castellan', name: 'member', synchronize: false })
@ForeignKey(() => CastellanOrganization, ['org_id'], ['org_id'], { name: 'member_org_fk', onDelete: 'CASCADE' })
@Check('member_status_check', `status in ('active', 'suspended')`)
@Check('member_directory_check', `directory in ('whole', 'truncated', 'overflow', 'last_admin', 'denies', 'off')`)
@Index('member_unfit', ['org_id', 'user_id'], { where: `directory in ('truncated', 'overflow')` })
@Index('member_user', ['user_id', 'org_id'])
export class CastellanMember {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'member_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'member_pk' })
  user_id!: string;

  @Column('text', { default: 'active' })
  status!: StoredStatus;

  @Column('text', { nullable: true })
  username!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  full_name!: string | null;

  @Column('text', { nullable: true })
  avatar_url!: string | null;

  @Column('bigint', { default: 0 })
  profile_iat!: string;

  @Column('bigint', { default: 0 })
  groups_iat!: string;

  /** The groups of the token whose `iat` is `groups_iat`, so that a changed mapping can be applied at once. */
  @Column('text', { array: true, default: '{}' })
  sso_groups!: string[];

  @Column('text', { default: 'whole' })
  directory!: DirectoryMark;

  @Column(stamp)
  stamp!: string;

  @Column({ ...instant, default: () => 'now()' })
  joined_at!: Date;
}
