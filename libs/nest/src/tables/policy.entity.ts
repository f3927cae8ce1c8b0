import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { bytewise, instant } from './column-types';
import { Organisation } from './organisation.entity';
import { Role } from './role.entity';

/** A named set of permissions. One with `owner_role_id` belongs to that role; `statement` is how it was written. */
@Entity({ schema: 'castellan', name: 'policy', synchronize: false })
@ForeignKey(() => Organisation, ['org_id'], ['org_id'], { name: 'policy_org_fk', onDelete: 'CASCADE' })
@ForeignKey(() => Role, ['org_id', 'owner_role_id'], ['org_id', 'role_id'], {
  name: 'policy_owner_fk',
  onDelete: 'CASCADE',
})
@Check('policy_effect_check', `effect in ('allow', 'deny')`)
@Index('policy_name_key', ['org_id', 'name_key'], { unique: true, where: 'owner_role_id IS NULL' })
@Index('policy_owner', ['org_id', 'owner_role_id'], { where: 'owner_role_id IS NOT NULL' })
export class Policy {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'policy_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'policy_pk' })
  policy_id!: string;

  @Column('text')
  name!: string;

  @Column(bytewise)
  name_key!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text')
  effect!: 'allow' | 'deny';

  @Column('jsonb', { nullable: true })
  condition!: Record<string, unknown> | null;

  @Column('text', { array: true })
  permissions!: string[];

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
}
