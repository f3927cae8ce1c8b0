import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bytewise, instant } from './column-types';

/** A tenant. The `sso_*` columns are its SSO connection: all three or none. */
@Entity({ schema: 'castellan', name: 'organisation', synchronize: false })
export class CastellanOrganization {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'organisation_pk' })
  org_id!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  sso_issuer!: string | null;

  @Column('text', { nullable: true })
  sso_claim!: string | null;

  @Column('text', { nullable: true })
  sso_value!: string | null;

  @Column({ ...instant, default: () => 'now()' })
  created_at!: Date;

  @Column({ ...instant, default: () => 'now()' })
  updated_at!: Date;

  @Column({ ...bytewise, nullable: true })
  created_by!: string | null;
}
