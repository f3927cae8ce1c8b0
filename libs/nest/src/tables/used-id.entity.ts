import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bytewise, instant, ForeignKey } from './column-types';
import { CastellanOrganization } from './organisation.entity';

/**
 * An id that a resource or container has or had. Rows are never removed: a grant on a deleted thing must not revive,
 * and a container's id stands for nothing else.
 */
@Entity({ schema: 'castellan', name: 'used_id', synchronize: false })
@ForeignKey(() => CastellanOrganization, ['org_id'], ['org_id'], { name: 'used_id_org_fk', onDelete: 'CASCADE' })
export class CastellanUsedId {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'used_id_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'used_id_pk' })
  id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'used_id_pk' })
  resource_type!: string;

  @Column('boolean')
  container!: boolean;

  @Column({ ...instant, nullable: true })
  deleted_at!: Date | null;
}
