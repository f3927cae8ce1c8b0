import {
  compileMember,
  parseScope,
  type CompiledMember,
  type CompiledRole,
  type PermissionSchema,
} from '@castellan/core';
import type { StoredAssignment, StoredMember } from '../sources/grants-source';
import { deniesOf } from './compiled-roles';

/** An assignment with the role that it is of. */
export interface HeldCompiledRole extends Omit<StoredAssignment, 'stamp'> {
  readonly role: CompiledRole;
}

/** What is stored of a member, for a moment in milliseconds since 1970. */
export interface Holder extends Pick<StoredMember, 'status' | 'directory'> {
  readonly userId: string;
  readonly now: number;
}

/** A member compiled with its roles: of groups that count for their denies alone, nothing else counts. */
export function compileHolder(
  schema: PermissionSchema,
  { userId, status, directory, now }: Holder,
  held: readonly HeldCompiledRole[],
): CompiledMember {
  const assigned = held.flatMap(({ role: whole, scope: text, origin, expiresAt }) => {
    const scope = parseScope(text);
    if (scope === null) throw new Error(`An assignment of ${whole.source.roleId} has an unreadable scope`);
    const role = origin === 'sso' && directory === 'denies' ? deniesOf(schema, whole) : whole;
    return role === null ? [] : [{ role, scope, origin, expiresAt }];
  });
  const counted = status === 'active' && directory === 'overflow' ? 'groups-overflow' : status;
  return compileMember({ userId, status: counted }, assigned, now);
}
