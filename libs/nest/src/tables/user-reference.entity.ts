import { Entity, Index, PrimaryColumn, Column } from 'typeorm';
import { bytewise, ForeignKey } from './column-types';
import { CastellanOrganization } from './organisation.entity';

/** What stands for a user in an organisation's audit texts: random, so that without this row nobody knows who it was. */
@Entity({ schema: 'castellan', name: 'user_reference', synchronize: false })
@ForeignKey(() => CastellanOrganization, ['org_id'], ['org_id'], { name: 'user_reference_org_fk', onDelete: 'CASCADE' })
@Index('user_reference_reference', ['org_id', 'reference'], { unique: true })
export class CastellanUserReference {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'user_reference_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'user_reference_pk' })
  user_id!: string;

  @Column(bytewise)
  reference!: string;
}
