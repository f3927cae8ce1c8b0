import { Entity, Index, PrimaryColumn } from 'typeorm';
import { bytewise, ForeignKey } from './column-types';
import { CastellanPolicy } from './policy.entity';

/** A name `type:action`, wildcards as they stand, of which a policy has a permission; a trigger keeps them. */
@Entity({ schema: 'castellan', name: 'policy_name', synchronize: false })
@ForeignKey(() => CastellanPolicy, ['org_id', 'policy_id'], ['org_id', 'policy_id'], {
  name: 'policy_name_policy_fk',
  onDelete: 'CASCADE',
})
@Index('policy_name_policy', ['org_id', 'policy_id'])
export class CastellanPolicyName {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'policy_name_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'policy_name_pk' })
  name!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'policy_name_pk' })
  policy_id!: string;
}
