import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bytewise, stamp, ForeignKey } from './column-types';
import { CastellanOrganization } from './organisation.entity';

/**
 * The row that every change of an organisation locks: revision, stamps, exact counts and the head of the audit chain.
 * `grants_stamp` covers policies and roles, `containers_stamp` the registry.
 */
@Entity({ schema: 'castellan', name: 'organisation_state', synchronize: false })
@ForeignKey(() => CastellanOrganization, ['org_id'], ['org_id'], {
  name: 'organisation_state_org_fk',
  onDelete: 'CASCADE',
})
export class CastellanOrganizationState {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'organisation_state_pk' })
  org_id!: string;

  @Column('bigint', { default: 0 })
  revision!: string;

  @Column(stamp)
  grants_stamp!: string;

  @Column(stamp)
  containers_stamp!: string;

  @Column('int', { default: 0 })
  policies!: number;

  @Column('int', { default: 0 })
  roles!: number;

  @Column('int', { default: 0 })
  members!: number;

  @Column('int', { default: 0 })
  workspaces!: number;

  @Column('bigint', { default: 0 })
  audit_seq!: string;

  @Column('text', { default: '' })
  audit_head!: string;

  @Column({ ...bytewise, nullable: true })
  admin_witness!: string | null;

  @Column('text', { nullable: true })
  schema_hash!: string | null;
}
