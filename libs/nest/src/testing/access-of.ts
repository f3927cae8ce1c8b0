import { ALL, compileMember, compileRole, type PermissionSchema } from '@castellan/core';
import { Access } from '../access/access';
import { userIdProblem } from '../access/identity';

/** A member of an organisation and what it is given there, for a test. */
export interface GivenMember {
  readonly orgId: string;
  readonly userId: string;
  /** Allowed everywhere that they say: `invoices:*:read`, `invoices:inv-1:approve`, `*`. */
  readonly permissions: readonly string[];
  readonly denied?: readonly string[];
  readonly status?: 'active' | 'suspended';
}

/** What such a member may do, compiled and decided by the real engine. @throws Error for a permission that the schema does not have, or an id that no user can have */
export function accessOf(schema: PermissionSchema, member: GivenMember): Access {
  const { orgId, userId, permissions, denied = [], status = 'active' } = member;
  const unusable = userIdProblem(userId);
  if (unusable !== null) throw new Error(unusable);
  for (const text of [...permissions, ...denied]) {
    const problem = schema.adviceOn(text);
    if (problem !== null) throw new Error(`"${text}": ${problem}`);
  }
  const role = compileRole(schema, {
    roleId: 'rl-given',
    policies: [
      { policyId: 'pol-given', effect: 'allow', permissions },
      { policyId: 'pol-denied', effect: 'deny', permissions: denied },
    ],
  });
  const assigned = { role, scope: ALL, origin: 'manual', expiresAt: null } as const;
  const compiled = compileMember({ userId, status }, [assigned], Date.now());
  const stamps = { revision: 0, grants: '', containers: '', member: '', profileIat: 0, groupsIat: 0 };
  return new Access(schema, { orgId, userId, stamps, compiled });
}
