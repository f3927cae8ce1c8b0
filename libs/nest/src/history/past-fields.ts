import { conflict } from '@castellan/core';
import { isDeepStrictEqual } from 'node:util';
import { ownedPolicies } from '../policies/owned-policies.service';
import type { PolicyAnswer } from '../policies/policy.answer';
import type { Statement } from '../policies/statement.answer';
import type { CreatePolicy } from '../policies/policy.dto';
import type { CreateRole } from '../roles/role.dto';
import type { RoleInput } from '../roles/role-policies.service';
import type { RoleAnswer } from '../roles/role.answer';

/** What a policy of the past says, as the body of a change. */
export const policyFields = ({ name, description, effect, permissions }: PolicyAnswer): CreatePolicy => ({
  name,
  description,
  effect,
  permissions,
});

/**
 * What a role of the past says, as the body of a change. Statements come back as statements, where all that the role had were.
 * @throws CastellanError conflict `not_revertible` for a role that had statements beside shared policies, and has others now
 */
export function roleFields(then: RoleAnswer, now: RoleAnswer | null): CreateRole & RoleInput {
  const { name, description, is_default, sso_group_names, policy_ids } = then;
  const fields = { name, description, is_default, sso_group_names };
  const [had, has] = [ownOf(then), ownOf(now)];
  if (had.length === 0 || isDeepStrictEqual(had, has)) return { ...fields, policy_ids };
  const statements = had.flatMap(({ statement }) => statement ?? []);
  if (had.length < policy_ids.length || statements.length < had.length) {
    const message = 'The role had statements beside shared policies: restore one or the other by hand';
    throw conflict('not_revertible', message, { action: 'role.update', id: then.role_id });
  }
  const permissions = new Map<Statement, string[]>(statements.map((each, at) => [each, had[at]?.permissions ?? []]));
  return { ...fields, statements: ownedPolicies(statements, (each) => permissions.get(each) ?? []) };
}

/** The policies of a role's own, without what changes by itself. */
const ownOf = (
  role: RoleAnswer | null,
): Array<Pick<PolicyAnswer, 'policy_id' | 'permissions' | 'effect' | 'statement'>> =>
  (role?.policies ?? [])
    .filter(({ owner_role_id: owner }) => owner === role?.role_id)
    .map(({ policy_id, permissions, effect, statement }) => ({
      policy_id,
      permissions,
      effect,
      ...(statement && { statement }),
    }));
