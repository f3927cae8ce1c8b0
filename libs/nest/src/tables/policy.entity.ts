import { type Effect } from '@castellan/core';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { bytewise, instant, ForeignKey } from './column-types';
import { CastellanOrganization } from './organisation.entity';
import { CastellanRole } from './role.entity';

/** A named set of permissions. One with `owner_role_id` belongs to that role; `statement` is how it was written. */
@Entity({ schema: 'castellan', name: 'policy', synchronize: false })
@ForeignKey(() => CastellanOrganization, ['org_id'], ['org_id'], { name: 'policy_org_fk', onDelete: 'CASCADE' })
@ForeignKey(() => CastellanRole, ['org_id', 'owner_role_id'], ['org_id', 'role_id'], {
  name: 'policy_owner_fk',
  onDelete: 'CASCADE',
})
@Check('policy_effect_check', `effect in ('allow', 'deny')`)
@Unique('policy_name_key', ['org_id', 'name_key'], { deferrable: 'INITIALLY IMMEDIATE' })
@Index('policy_everything', ['org_id', 'policy_id'], {
  where: `((effect = 'allow'::text) AND (condition IS NULL) AND ('*:*:*'::text = ANY (permissions)))`,
})
@Index('policy_owner', ['org_id', 'owner_role_id'], { where: 'owner_role_id IS NOT NULL' })
@Index('policy_managed_by', ['org_id', 'managed_by', 'policy_id'], { where: 'managed_by IS NOT NULL' })
export class CastellanPolicy {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'policy_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'policy_pk' })
  policy_id!: string;

  @Column('text')
  name!: string;

  /** Null for a policy that a role owns: it takes no name. */
  @Column({ ...bytewise, nullable: true })
  name_key!: string | null;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  effect!: Effect;

  @Column('text', { nullable: true })
  condition!: string | null;

  @Column('text', { array: true })
  permissions!: string[];

  /** How many permissions it has, and the bytes of their texts; a trigger keeps both. */
  @Column({ type: 'int', default: 0, insert: false, update: false })
  permission_count!: number;

  @Column({ type: 'int', default: 0, insert: false, update: false })
  permission_bytes!: number;

  @Column({ ...bytewise, nullable: true })
  owner_role_id!: string | null;

  @Column('jsonb', { nullable: true })
  statement!: Record<string, unknown> | null;

  @Column('boolean', { default: false })
  builtin!: boolean;

  @Column({ ...instant, default: () => 'now()' })
  created_at!: Date;

  @Column({ ...instant, default: () => 'now()' })
  updated_at!: Date;

  @Column({ ...bytewise, nullable: true })
  created_by!: string | null;

  /** The source that keeps it as a file; null when nobody does. */
  @Column('text', { nullable: true })
  managed_by!: string | null;
}
