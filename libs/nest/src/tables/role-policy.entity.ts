import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bytewise, ForeignKey } from './column-types';
import { CastellanPolicy } from './policy.entity';
import { CastellanRole } from './role.entity';

/** A policy of a role, at its place in the role's list. */
@Entity({ schema: 'castellan', name: 'role_policy', synchronize: false })
@ForeignKey(() => CastellanRole, ['org_id', 'role_id'], ['org_id', 'role_id'], {
  name: 'role_policy_role_fk',
  onDelete: 'CASCADE',
})
@ForeignKey(() => CastellanPolicy, ['org_id', 'policy_id'], ['org_id', 'policy_id'], {
  name: 'role_policy_policy_fk',
  onDelete: 'CASCADE',
})
@Index('role_policy_policy', ['org_id', 'policy_id'])
export class CastellanRolePolicy {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'role_policy_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'role_policy_pk' })
  role_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'role_policy_pk' })
  policy_id!: string;

  @Column('int')
  position!: number;
}
