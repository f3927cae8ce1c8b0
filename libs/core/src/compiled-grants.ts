import type { CompiledMember } from './compile-member';
import type { Grant } from './grant';
import { parsePermission } from './permission';

/**
 * The grants that reach a compiled member, in the order of its assignments and of their policies and permissions.
 * This reads the roles' texts again: it is for explaining and for showing, not for deciding.
 * @param index of a permission's name: roles that have no say in it are left out
 */
export function grantsOf({ assigned }: CompiledMember, index?: number): Grant[] {
  return assigned.flatMap(({ role, scope: within, origin, expiresAt }) => {
    if (index !== undefined && !role.flags[index]) return [];
    const { roleId, policies } = role.source;
    return policies.flatMap(({ policyId, effect, permissions }) =>
      permissions.map((text) => ({
        ...{ permission: parsePermission(text), effect, within },
        ...{ roleId, policyId, origin, expiresAt },
      })),
    );
  });
}
