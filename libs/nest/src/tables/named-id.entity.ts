import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { bytewise } from './column-types';
import { Organisation } from './organisation.entity';

/** An id that a scope names, or named once: whoever makes a container of this id gives what is granted on it. */
@Entity({ schema: 'castellan', name: 'named_id', synchronize: false })
@ForeignKey(() => Organisation, ['org_id'], ['org_id'], { name: 'named_id_org_fk', onDelete: 'CASCADE' })
export class NamedId {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'named_id_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'named_id_pk' })
  id!: string;
}
