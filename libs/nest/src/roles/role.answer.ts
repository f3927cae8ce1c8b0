import { ApiProperty } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { ApiManagedBy } from '../http/managed-by';
import { PageAnswer } from '../http/page.answer';
import { shownPage, withoutCreator, type Shown } from '../http/shown';
import { PolicyAnswer, SHOWN_POLICY } from '../policies/policy.answer';
import type { RoleRow } from './roles.repository';

const nullableText = { type: String, nullable: true } as const;

/** A role, as the API shows it, with its policies in their order. */
@CastellanSchema('Role')
export class RoleAnswer {
  @ApiProperty({ type: String, example: 'rl-developer' })
  role_id!: string;

  @ApiProperty({ type: String, example: 'acme' })
  org_id!: string;

  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty(nullableText)
  description!: string | null;

  @ApiProperty({ type: [String] })
  policy_ids!: string[];

  @ApiProperty({ type: [PolicyAnswer], description: 'Those that the caller may read, and those of the role itself' })
  policies!: PolicyAnswer[];

  @ApiProperty({ type: Boolean })
  is_default!: boolean;

  @ApiProperty({ type: [String] })
  sso_group_names!: string[];

  @ApiProperty({ type: String, format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updated_at!: string;

  @ApiProperty({ ...nullableText, description: 'The user id of the creator; null for a built-in' })
  created_by!: string | null;

  @ApiManagedBy()
  managed_by!: string | null;

  /** Shows a row with the policies that it names. */
  static fromRow(row: RoleRow, policies: ReadonlyMap<string, PolicyAnswer>): RoleAnswer {
    const { role_id, org_id, name, description, policy_ids, is_default, sso_group_names } = row;
    return {
      role_id,
      org_id,
      name,
      description,
      policy_ids,
      policies: policy_ids.flatMap((id) => policies.get(id) ?? []),
      is_default,
      sso_group_names,
      created_at: row.created_at.toISOString(),
      updated_at: row.updated_at.toISOString(),
      created_by: row.created_by,
      managed_by: row.managed_by,
    };
  }
}

/** A page of roles. */
@CastellanSchema('RolePage')
export class RolePage extends PageAnswer {
  @ApiProperty({ type: [RoleAnswer] })
  roles!: RoleAnswer[];
}

/** With its own policies and those that the reader may read, and without the creator that it may not. */
export const SHOWN_ROLE: Shown<RoleAnswer> = {
  show: (role, reader, sent) => ({
    ...withoutCreator(role, reader),
    policies: role.policies
      .filter(({ policy_id, owner_role_id: owner }) => owner === role.role_id || reader.mayRead('policies', policy_id))
      .map((policy) => SHOWN_POLICY.show(policy, reader, sent)),
  }),
  object: ({ role_id: id }) => ({ type: 'roles', id }),
};

/** A page of them. */
export const SHOWN_ROLES = shownPage('roles', SHOWN_ROLE);
