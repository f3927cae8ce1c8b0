import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { bytewise, ForeignKey } from './column-types';
import { CastellanRole } from './role.entity';

/** A group of the organisation's SSO connection whose holders have the role. */
@Entity({ schema: 'castellan', name: 'role_sso_group', synchronize: false })
@ForeignKey(() => CastellanRole, ['org_id', 'role_id'], ['org_id', 'role_id'], {
  name: 'role_sso_group_role_fk',
  onDelete: 'CASCADE',
})
@Index('role_sso_group_name', ['org_id', 'group_name'])
export class CastellanRoleSsoGroup {
  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'role_sso_group_pk' })
  org_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'role_sso_group_pk' })
  role_id!: string;

  @PrimaryColumn({ ...bytewise, primaryKeyConstraintName: 'role_sso_group_pk' })
  group_name!: string;

  @Column('int')
  position!: number;
}
