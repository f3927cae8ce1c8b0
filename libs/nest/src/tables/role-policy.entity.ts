import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { bytewise } from './column-types';
import { Policy } from './policy.entity';
import { Role } from './role.entity';

/** A policy of a role, at its place in the role's list. */
@Entity({ schema: 'castellan', name: 'role_policy', synchronize: false })
@ForeignKey(() => Role, ['org_id', 'role_id'], ['org_id', 'role_id'], {
  name: 'role_policy_role_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => Policy, ['org_id', 'policy_id'], ['org_id', 'policy_id'], {
  name: 'role_policy_policy_fk',
  onDelete: 'CASCADE',
})
@Index('role_policy_policy', ['org_id', 'policy_id'])
export class RolePolicy {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'role_policy_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'role_policy_pk' })
  role_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'role_policy_pk' })
  policy_id!: string;

  @Column('int')
  position!: number;
}
