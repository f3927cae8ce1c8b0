import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bytewise, instant, ForeignKey } from './column-types';
import { CastellanOrganization } from './organisation.entity';

/** The mark of a removed member: an old token's groups cannot bring the user back. */
@Entity({ schema: 'castellan', name: 'removed_member', synchronize: false })
@ForeignKey(() => CastellanOrganization, ['org_id'], ['org_id'], { name: 'removed_member_org_fk', onDelete: 'CASCADE' })
export class CastellanRemovedMember {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'removed_member_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'removed_member_pk' })
  user_id!: string;

  @Column('bigint', { default: 0 })
  groups_iat!: string;

  /** The groups that its last token named. */
  @Column('text', { array: true, default: '{}' })
  sso_groups!: string[];

  @Column({ ...instant, default: () => 'now()' })
  removed_at!: Date;
}
