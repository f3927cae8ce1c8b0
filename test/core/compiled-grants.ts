import {
  compileMember,
  compileRole,
  formatPermission,
  formatScope,
  type Assigned,
  type CompiledMember,
  type Grant,
  type MemberGrants,
  type PermissionSchema,
} from '@castellan/core';

/** A member with these grants, compiled: what is within one scope and ends at one time is one role. */
export function compiledWith(schema: PermissionSchema, member: MemberGrants, now: number): CompiledMember {
  const roles = new Map<string, Grant[]>();
  for (const grant of member.grants) {
    const key = `${formatScope(grant.within)} ${grant.expiresAt}`;
    roles.set(key, [...(roles.get(key) ?? []), grant]);
  }
  const assigned = [...roles].map(([roleId, grants]): Assigned => {
    const { within, origin, expiresAt } = grants[0] as Grant;
    const policies = grants.map(({ policyId, effect, permission }) => ({
      policyId,
      effect,
      permissions: [formatPermission(permission)],
    }));
    return { role: compileRole(schema, { roleId, policies }), scope: within, origin, expiresAt };
  });
  return compileMember(member, assigned, now);
}
