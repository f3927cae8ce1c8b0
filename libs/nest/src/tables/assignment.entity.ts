import { type Origin } from '@castellan/core';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bytewise, instant, ForeignKey } from './column-types';
import { CastellanRole } from './role.entity';
import { CastellanMember } from './member.entity';

/** A role of a member, within a scope; one row for each origin. */
@Entity({ schema: 'castellan', name: 'assignment', synchronize: false })
@ForeignKey(() => CastellanMember, ['org_id', 'user_id'], ['org_id', 'user_id'], {
  name: 'assignment_member_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => CastellanRole, ['org_id', 'role_id'], ['org_id', 'role_id'], {
  name: 'assignment_role_fk',
  onDelete: 'CASCADE',
})
@Check('assignment_origin_check', `origin in ('manual', 'default', 'sso')`)
@Index('assignment_role', ['org_id', 'role_id', 'user_id'])
export class CastellanAssignment {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'assignment_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'assignment_pk' })
  user_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'assignment_pk' })
  role_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'assignment_pk' })
  scope!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'assignment_pk' })
  origin!: Origin;

  @Column({ ...instant, nullable: true })
  expires_at!: Date | null;

  @Column({ ...instant, default: () => 'now()' })
  created_at!: Date;

  @Column({ ...bytewise, nullable: true })
  created_by!: string | null;

  /** Why the member has the role, as whoever assigned it says; null when nobody said. */
  @Column('text', { nullable: true })
  reason!: string | null;

  /** The source that keeps it as a file; null when nobody does. */
  @Column('text', { nullable: true })
  managed_by!: string | null;
}
