import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bytewise, instant, ForeignKey } from './column-types';
import { CastellanOrganization } from './organisation.entity';
import { CastellanWorkspace } from './workspace.entity';

/** A thing of the product that was registered, so that it can be listed, named and found in its workspace. */
@Entity({ schema: 'castellan', name: 'resource', synchronize: false })
@ForeignKey(() => CastellanOrganization, ['org_id'], ['org_id'], { name: 'resource_org_fk', onDelete: 'CASCADE' })
@ForeignKey(() => CastellanWorkspace, ['org_id', 'workspace_id'], ['org_id', 'workspace_id'], {
  name: 'resource_workspace_fk',
  deferrable: 'INITIALLY IMMEDIATE',
})
@Index('resource_workspace', ['org_id', 'workspace_id', 'resource_type', 'resource_id'])
export class CastellanResource {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'resource_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'resource_pk' })
  resource_type!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'resource_pk' })
  resource_id!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column({ ...bytewise, nullable: true })
  workspace_id!: string | null;

  /** The container that it is in, of the container type of its own type. */
  @Column({ ...bytewise, nullable: true })
  parent_id!: string | null;

  @Column('jsonb', { default: () => `'{}'` })
  attributes!: Record<string, any>;

  @Column({ ...instant, default: () => 'now()' })
  created_at!: Date;

  @Column({ ...instant, default: () => 'now()' })
  updated_at!: Date;

  @Column({ ...bytewise, nullable: true })
  created_by!: string | null;
}
