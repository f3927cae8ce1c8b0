import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { bytewise, instant } from './column-types';
import { Organisation } from './organisation.entity';

/** A named part of an organisation. */
@Entity({ schema: 'castellan', name: 'workspace', synchronize: false })
@ForeignKey(() => Organisation, ['org_id'], ['org_id'], { name: 'workspace_org_fk', onDelete: 'CASCADE' })
@Index('workspace_name_key', ['org_id', 'name_key'], { unique: true })
export class Workspace {
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
}
