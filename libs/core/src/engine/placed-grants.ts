import { narrower } from './effective';
import type { RoleGrant } from './role-grants';
import { formatPermission, type Permission } from '../grammar/permission';
import { formatScope, type Scope } from '../grammar/scope';

/** Permissions, found by their text, by their scope, and by the thing that they are on. */
export class PlacedPermissions {
  /** By canonical text. */
  readonly texts = new Map<string, Permission>();
  /** By the text of the scope: the `type:action` of each grant there. */
  readonly byScope = new Map<string, Set<string>>();
  private places: ReadonlyMap<string, readonly Permission[]> | null = null;

  add(permission: Permission): void {
    this.texts.set(formatPermission(permission), permission);
    this.addName(formatScope(permission.scope), `${permission.type}:${permission.action}`);
  }

  /** Takes over the names of others; their texts stay where they are. */
  addNames(others: PlacedPermissions): void {
    for (const [scope, names] of others.byScope) for (const name of names) this.addName(scope, name);
  }

  /** The permissions by `placeOf` their scope; sorted when it is first asked for. */
  byPlace(): ReadonlyMap<string, readonly Permission[]> {
    this.places ??= sorted(this.texts.values());
    return this.places;
  }

  private addName(scope: string, name: string): void {
    const known = this.byScope.get(scope);
    if (known === undefined) this.byScope.set(scope, new Set([name]));
    else known.add(name);
  }
}

/** What is allowed and what is denied. */
export interface AllowsAndDenies {
  readonly allows: PlacedPermissions;
  readonly denies: PlacedPermissions;
}

/** What a role gives and takes within one scope; made once and shared by all who have it there. */
export interface PlacedGrants extends AllowsAndDenies {
  /** Whether some of its grants are in neither, because they cannot be written as one permission. */
  readonly unwritten: boolean;
}

/** The grants of a role within the scope of an assignment; those that cannot be written as one permission are left out. */
export function placeGrants(
  grants: ReadonlyArray<Pick<RoleGrant, 'permission' | 'effect'>>,
  within: Scope,
): PlacedGrants {
  const placed = { allow: new PlacedPermissions(), deny: new PlacedPermissions() };
  let unwritten = false;
  for (const { permission, effect } of grants) {
    const scope = narrower(permission.scope, within);
    if (scope === null) unwritten = true;
    else placed[effect].add({ ...permission, scope });
  }
  return { allows: placed.allow, denies: placed.deny, unwritten };
}

/** What a scope is on, whether it says the type or not; no id can be written as one of the other two. */
export function placeOf(scope: Scope): string {
  if (scope.kind === 'all') return '*';
  return scope.kind === 'self' ? '$self' : `id ${scope.id}`;
}

function sorted(permissions: Iterable<Permission>): ReadonlyMap<string, readonly Permission[]> {
  const places = new Map<string, Permission[]>();
  for (const permission of permissions) {
    const place = placeOf(permission.scope);
    const known = places.get(place);
    if (known === undefined) places.set(place, [permission]);
    else known.push(permission);
  }
  return places;
}
