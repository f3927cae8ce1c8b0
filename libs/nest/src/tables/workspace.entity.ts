import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { bytewise, instant, ForeignKey } from './column-types';
import { CastellanOrganization } from './organisation.entity';

/** A named part of an organisation. */
@Entity({ schema: 'castellan', name: 'workspace', synchronize: false })
@ForeignKey(() => CastellanOrganization, ['org_id'], ['org_id'], { name: 'workspace_org_fk', onDelete: 'CASCADE' })
@Unique('workspace_name_key', ['org_id', 'name_key'], { deferrable: 'INITIALLY IMMEDIATE' })
@Index('workspace_managed_by', ['org_id', 'managed_by', 'workspace_id'], { where: 'managed_by IS NOT NULL' })
export class CastellanWorkspace {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'workspace_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'workspace_pk' })
  workspace_id!: string;

  @Column('text')
  name!: string;

  @Column(bytewise)
  name_key!: string;

  @Column('text', { nullable: true })
  description!: string | null;

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
