import type { CompiledRole } from './compile';
import type { CompiledMember } from './compile-member';
import { writableWithin } from './effective';
import type { Grant } from './grant';
import { readGrants, type RoleGrant } from './role-grants';

/**
 * The grants that reach a compiled member, in the order of its assignments and of their policies and permissions.
 * This reads the roles' texts again: it is for showing, not for deciding.
 */
export function grantsOf({ assigned }: CompiledMember): Grant[] {
  return assigned.flatMap(({ role, scope: within, origin, expiresAt }) =>
    readGrants(role).map((grant) => ({ ...grant, within, origin, expiresAt })),
  );
}

/**
 * Those of them that can be written as one permission, for `effectivePermissions`: a role with many permissions on ids
 * that is assigned in many places has far more grants than it shows.
 */
export function writableGrantsOf({ assigned }: CompiledMember): Grant[] {
  const read = new Map<CompiledRole, readonly RoleGrant[]>();
  return assigned.flatMap(({ role, scope: within, origin, expiresAt }) => {
    const grants = read.get(role) ?? readGrants(role);
    read.set(role, grants);
    return writableWithin(grants, within).map((grant) => ({ ...grant, within, origin, expiresAt }));
  });
}
