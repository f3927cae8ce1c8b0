import { ALL, compileMember, compileRole, type PermissionSchema } from '@castellan/core';
import { Access } from '../access/access';
import { assertUsable, type GivenMember } from './acting-member';

/** What such a member may do, compiled and decided by the real engine. @throws Error for a permission that the schema does not have, or an id that no user can have */
export function accessOf(schema: PermissionSchema, member: GivenMember): Access {
  const { orgId, userId, permissions, denied = [], status = 'active' } = member;
  assertUsable(schema, member);
  const role = compileRole(schema, {
    roleId: 'rl-given',
    policies: [
      { policyId: 'pol-given', effect: 'allow', permissions },
      { policyId: 'pol-denied', effect: 'deny', permissions: denied },
    ],
  });
  const assigned = { role, scope: ALL, origin: 'manual', expiresAt: null } as const;
  const compiled = compileMember({ userId, status }, [assigned], Date.now());
  const stamps = { epoch: 1, revision: 0, grants: '', containers: '', member: '', profileIat: 0, groupsIat: 0 };
  return new Access(schema, { orgId, userId, stamps, compiled });
}
