import { Entity, PrimaryColumn } from 'typeorm';
import { bytewise, ForeignKey } from './column-types';
import { CastellanOrganization } from './organisation.entity';

/** An id that a scope names, or named once: whoever makes a container of this id gives what is granted on it. */
@Entity({ schema: 'castellan', name: 'named_id', synchronize: false })
@ForeignKey(() => CastellanOrganization, ['org_id'], ['org_id'], { name: 'named_id_org_fk', onDelete: 'CASCADE' })
export class CastellanNamedId {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'named_id_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'named_id_pk' })
  id!: string;
}
