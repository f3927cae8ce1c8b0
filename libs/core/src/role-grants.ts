import type { CompiledRole } from './compile';
import type { Grant } from './grant';
import { parsePermission } from './permission';
import { ALL } from './scope';

/** A grant of a role, and its place among all of that role's. */
export interface RoleGrant extends Pick<Grant, 'permission' | 'effect' | 'roleId' | 'policyId'> {
  readonly place: number;
}

/** The grants of a role that are about one name, by what they reach. */
export interface RoleGrantsAbout {
  readonly everywhere: readonly RoleGrant[];
  readonly self: readonly RoleGrant[];
  readonly byId: ReadonlyMap<string, readonly RoleGrant[]>;
  readonly firstDeny: RoleGrant | null;
}

interface ReadRole {
  readonly all: ReadonlyArray<Grant & RoleGrant>;
  readonly about: Map<number, RoleGrantsAbout>;
}

const NONE: RoleGrantsAbout = { everywhere: [], self: [], byId: new Map(), firstDeny: null };

// Kept beside the roles and not in them: most roles are never asked what a decision rests on.
const readRoles = new WeakMap<CompiledRole, ReadRole>();

/**
 * The grants of a role that are about a name; read from its texts once, and once a name sorted.
 * @param index of the name
 */
export function grantsAbout(role: CompiledRole, index: number, isAbout: (grant: Grant) => boolean): RoleGrantsAbout {
  if (role.flags[index] === 0) return NONE;
  const read = readRoles.get(role) ?? { all: readGrants(role), about: new Map<number, RoleGrantsAbout>() };
  readRoles.set(role, read);
  const about = read.about.get(index) ?? byReach(read.all.filter(isAbout));
  read.about.set(index, about);
  return about;
}

function readGrants({ source: { roleId, policies } }: CompiledRole): ReadRole['all'] {
  let place = 0;
  return policies.flatMap(({ policyId, effect, permissions }) =>
    permissions.map((text) => ({
      ...{ permission: parsePermission(text), effect, roleId, policyId, place: place++ },
      ...{ within: ALL, origin: 'manual' as const, expiresAt: null },
    })),
  );
}

function byReach(grants: readonly RoleGrant[]): RoleGrantsAbout {
  const ofKind = (kind: string): RoleGrant[] => grants.filter(({ permission: { scope } }) => scope.kind === kind);
  const byId = new Map<string, RoleGrant[]>();
  for (const grant of grants) {
    const { scope } = grant.permission;
    if (scope.kind !== 'id' && scope.kind !== 'typed') continue;
    const known = byId.get(scope.id);
    if (known === undefined) byId.set(scope.id, [grant]);
    else known.push(grant);
  }
  const firstDeny = grants.find(({ effect }) => effect === 'deny') ?? null;
  return { everywhere: ofKind('all'), self: ofKind('self'), byId, firstDeny };
}
