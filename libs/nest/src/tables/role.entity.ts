import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { bytewise, instant, stamp, ForeignKey } from './column-types';
import { CastellanOrganization } from './organisation.entity';

/** A named set of policies. Its stamp changes when anything that it grants changes. */
@Entity({ schema: 'castellan', name: 'role', synchronize: false })
@ForeignKey(() => CastellanOrganization, ['org_id'], ['org_id'], { name: 'role_org_fk', onDelete: 'CASCADE' })
@Unique('role_name_key', ['org_id', 'name_key'], { deferrable: 'INITIALLY IMMEDIATE' })
@Index('role_default', ['org_id'], { where: 'is_default' })
@Index('role_managed_by', ['org_id', 'managed_by', 'role_id'], { where: 'managed_by IS NOT NULL' })
export class CastellanRole {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'role_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'role_pk' })
  role_id!: string;

  @Column('text')
  name!: string;

  @Column(bytewise)
  name_key!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('boolean', { default: false })
  is_default!: boolean;

  @Column('boolean', { default: false })
  builtin!: boolean;

  @Column(stamp)
  stamp!: string;

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
