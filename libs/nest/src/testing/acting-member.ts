import { randomUUID } from 'node:crypto';
import { type StoredStatus, type PermissionSchema, type TypedId } from '@castellan/core';
import { userIdProblem } from '../access/identity';
import type { MemberKey, Stamps, StoredMember } from '../access/sources/grants-source';
import type { Replacement } from '../access/sources/sources';

/** A member of an organisation and what it is given there, for a test. */
export interface GivenMember {
  readonly orgId: string;
  readonly userId: string;
  /** Allowed everywhere that they say: `invoices:*:read`, `invoices:inv-1:approve`, `*`. */
  readonly permissions: readonly string[];
  readonly denied?: readonly string[];
  readonly status?: StoredStatus;
  /** What contains a thing, by its `type/id`; anything else is not registered. */
  readonly containers?: Readonly<Record<string, readonly TypedId[]>>;
}

/**
 * Everything that decisions read, for one member and nobody else.
 * @throws Error for a permission that the schema does not have, or an id that no user can have
 */
export function actingMember(schema: PermissionSchema, member: GivenMember): Replacement {
  assertUsable(schema, member);
  const { orgId, userId, containers = {} } = member;
  const stamp = randomUUID();
  const stamps: Stamps = {
    epoch: 1,
    revision: 0,
    grants: stamp,
    containers: stamp,
    member: stamp,
    profileIat: 0,
    groupsIat: 0,
  };
  const isIt = (key: MemberKey): boolean => key.orgId === orgId && key.userId === userId;
  const stored = storedMember(stamps, member);
  return {
    identity: { userId },
    stamps: (keys) => Promise.resolve(keys.map((key) => (isIt(key) ? stamps : null))),
    grants: (key) => Promise.resolve(isIt(key) ? stored : null),
    containersOf: (_, keys) =>
      Promise.resolve({ stamp, containers: keys.map(({ type, id }) => containers[`${type}/${id}`] ?? null) }),
  };
}

function storedMember(stamps: Stamps, { permissions, denied = [], status = 'active' }: GivenMember): StoredMember {
  const policies = [
    { policyId: 'pol-given', effect: 'allow', permissions },
    { policyId: 'pol-denied', effect: 'deny', permissions: denied },
  ] as const;
  const role = { stamp: stamps.grants, roleId: 'rl-given', policies };
  const assignment = { stamp: stamps.grants, scope: '*', origin: 'manual', expiresAt: null } as const;
  return { stamps, status, directory: 'whole', assignments: [assignment], roles: [role], unknownWeight: 1 };
}

/** @throws Error for a permission that the schema does not have, or an id that no user can have */
export function assertUsable(schema: PermissionSchema, { userId, permissions, denied = [] }: GivenMember): void {
  const unusable = userIdProblem(userId);
  if (unusable !== null) throw new Error(unusable);
  for (const text of [...permissions, ...denied]) {
    const problem = schema.adviceOn(text);
    if (problem !== null) throw new Error(`"${text}": ${problem}`);
  }
}
