import type { CompiledRole } from './compile';
import { hasName, type Question } from './decide';
import type { Grant } from './grant';
import { EFFECTS, parsePermission, type PermissionName } from '../grammar/permission';
import { ALLOW, DENY } from '../schema/permission-index';
import type { PermissionSchema } from '../schema/schema';

/** A grant of a role, whoever has it. */
export type RoleGrant = Pick<Grant, 'permission' | 'effect' | 'roleId' | 'policyId'>;

/** The same with its place among all of that role's. */
export interface PlacedGrant extends RoleGrant {
  readonly place: number;
}

/** The grants of a role that are about one name, by what they reach. */
export interface RoleGrantsAbout {
  /** Those that allow, and those that deny, in the order of the role. */
  readonly allows: readonly PlacedGrant[];
  readonly denies: readonly PlacedGrant[];
  readonly everywhere: readonly PlacedGrant[];
  readonly self: readonly PlacedGrant[];
  readonly byId: ReadonlyMap<string, readonly PlacedGrant[]>;
}

interface ReadRole {
  readonly all: readonly PlacedGrant[];
  readonly about: Map<number, RoleGrantsAbout>;
}

const NONE: RoleGrantsAbout = { allows: [], denies: [], everywhere: [], self: [], byId: new Map() };

// Kept beside the roles and not in them: most roles are never asked what a decision rests on.
const readRoles = new WeakMap<CompiledRole, ReadRole>();

/**
 * The grants of a role that are about a name; its texts are read once, and sorted once for each name.
 * @param name one that the schema has
 */
export function grantsAbout(schema: PermissionSchema, role: CompiledRole, name: PermissionName): RoleGrantsAbout {
  const index = schema.indexOf(name);
  if (role.flags[index] === 0) return NONE;
  const read = readRoles.get(role) ?? { all: readGrants(role).map(placed), about: new Map<number, RoleGrantsAbout>() };
  readRoles.set(role, read);
  const about = read.about.get(index) ?? byReach(read.all.filter((grant) => hasName(schema, grant, name)));
  read.about.set(index, about);
  return about;
}

/** Whether a role may have a grant that `grantsNear` finds; asked of its flags, without reading it. */
export function hasGrantNear(
  role: CompiledRole,
  index: number,
  { type, target }: Pick<Question, 'type' | 'target'>,
  userId: string,
): boolean {
  const flags = role.flags[index] ?? 0;
  if ((flags & (ALLOW | DENY)) !== 0) return true;
  if (flags === 0 || target === undefined) return false;
  if (role.self !== null && type === 'members' && target.id === userId) return true;
  if (target.id !== undefined && role.scoped.has(target.id)) return true;
  return (target.containers ?? []).some(({ id }) => role.scoped.has(id));
}

/** The grants that may reach a question: those on everything, and those on the ids that it names. */
export function grantsNear(
  about: RoleGrantsAbout,
  { type, target }: Pick<Question, 'type' | 'target'>,
  userId: string,
): readonly PlacedGrant[] {
  if (target === undefined) return about.everywhere;
  const ids = new Set([
    ...(target.id === undefined ? [] : [target.id]),
    ...(target.containers ?? []).map(({ id }) => id),
  ]);
  const self = type === 'members' && target.id === userId ? about.self : [];
  return [...about.everywhere, ...self, ...[...ids].flatMap((id) => about.byId.get(id) ?? [])];
}

/** The grants of a role, read from its texts, in the order of its policies and their permissions. */
export function readGrants({ source: { roleId, policies } }: CompiledRole): RoleGrant[] {
  return policies.flatMap(({ policyId, effect, permissions }) =>
    permissions.map((text) => ({ permission: parsePermission(text), effect, roleId, policyId })),
  );
}

const placed = (grant: RoleGrant, place: number): PlacedGrant => ({ ...grant, place });

function byReach(grants: readonly PlacedGrant[]): RoleGrantsAbout {
  const ofKind = (kind: string): PlacedGrant[] => grants.filter(({ permission: { scope } }) => scope.kind === kind);
  const byId = new Map<string, PlacedGrant[]>();
  for (const grant of grants) {
    const { scope } = grant.permission;
    if (scope.kind !== 'id' && scope.kind !== 'typed') continue;
    const known = byId.get(scope.id);
    if (known === undefined) byId.set(scope.id, [grant]);
    else known.push(grant);
  }
  const [allows, denies] = EFFECTS.map((effect) => grants.filter((one) => one.effect === effect));
  return { allows: allows ?? [], denies: denies ?? [], everywhere: ofKind('all'), self: ofKind('self'), byId };
}
