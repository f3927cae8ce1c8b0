import { narrower, widerScopes } from './effective';
import type { RoleGrant } from './role-grants';
import { formatPermission, type Permission } from '../grammar/permission';
import type { PermissionSchema } from '../schema/schema';
import { formatScope, type Scope } from '../grammar/scope';

/** What one role gives and takes within one scope, by canonical text; built once and shared by all who have it there. */
export interface PlacedRole {
  readonly allows: ReadonlyMap<string, Permission>;
  readonly denies: ReadonlyMap<string, Permission>;
}

/** The permissions that somebody gains and loses, canonical, each list sorted bytewise. */
export interface Difference {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** The grants of a role within the scope of an assignment; those that cannot be written as one permission are left out. */
export function placeRole(grants: ReadonlyArray<Pick<RoleGrant, 'permission' | 'effect'>>, within: Scope): PlacedRole {
  const placed = { allow: new Map<string, Permission>(), deny: new Map<string, Permission>() };
  for (const { permission, effect } of grants) {
    const scope = narrower(permission.scope, within);
    if (scope === null) continue;
    const folded = { ...permission, scope };
    placed[effect].set(formatPermission(folded), folded);
  }
  return { allows: placed.allow, denies: placed.deny };
}

/**
 * Compares what somebody may do with two sets of roles. A deny is never listed itself: what it takes away is lost, and
 * what it gives back is gained. The cost grows with the roles that are in one of the sets alone.
 */
export class EffectComparison {
  /** By `type:action`, the actions of which a grant reaches it. */
  private readonly granting = new Map<string, readonly string[]>();

  constructor(private readonly schema: PermissionSchema) {}

  /** A role that did not change must be the same object in both. */
  compare(before: readonly PlacedRole[], after: readonly PlacedRole[]): Difference {
    return { gained: this.gained(before, after), lost: this.gained(after, before) };
  }

  private gained(before: readonly PlacedRole[], after: readonly PlacedRole[]): string[] {
    const found = new Set<string>();
    const [had, has] = [merged(before), merged(after)];
    const note = (permission: Permission): void => {
      const pieces = this.pieces(permission);
      const won = pieces.filter((piece) => this.holds(has, piece) && !this.holds(had, piece));
      const whole = won.length > 0 && won.length === pieces.length;
      for (const piece of whole ? [permission] : won) found.add(formatPermission(piece));
    };
    for (const allow of onlyIn(after, before, 'allows')) note(allow);
    for (const deny of onlyIn(before, after, 'denies')) {
      for (const allow of allowsNear(after, deny.scope)) {
        const returned = this.meet(allow, deny);
        if (returned !== null) note(returned);
      }
    }
    return [...found].sort();
  }

  /** The names that a permission reaches, each as a permission; itself where it reaches no more than its own name. */
  private pieces(permission: Permission): Permission[] {
    const { type, action } = permission;
    const types = type === '*' ? [...this.schema.types.keys()] : [type];
    return types.flatMap((name) =>
      Object.keys(this.schema.types.get(name)?.actions ?? {})
        .filter((other) => this.schema.allows(name, action, other))
        .map((other) => ({ ...permission, type: name, action: other })),
    );
  }

  /** Whether all of a permission without wildcards is allowed, and not all of it denied. */
  private holds(roles: readonly PlacedRole[], { type, action, scope }: Permission): boolean {
    const scopes = widerScopes(scope).map(formatScope);
    const has = (part: keyof PlacedRole, actions: readonly string[]): boolean =>
      [type, '*'].some((wideType) =>
        actions.some((wideAction) =>
          scopes.some((wide) => roles.some((role) => role[part].has(`${wideType}:${wide}:${wideAction}`))),
        ),
      );
    return has('allows', this.actionsFor(type, action)) && !has('denies', [action, '*']);
  }

  private actionsFor(type: string, action: string): readonly string[] {
    const known = this.granting.get(`${type}:${action}`);
    if (known !== undefined) return known;
    const names = [...Object.keys(this.schema.types.get(type)?.actions ?? {}), '*'];
    const found = names.filter((name) => this.schema.allows(type, name, action));
    this.granting.set(`${type}:${action}`, found);
    return found;
  }

  /** What an allow and a deny have in common, null when that is nothing; a deny reaches its own action alone. */
  private meet(allow: Permission, deny: Permission): Permission | null {
    const scope = narrower(allow.scope, deny.scope);
    if (scope === null) return null;
    if (allow.type !== '*' && deny.type !== '*' && allow.type !== deny.type) return null;
    const type = allow.type === '*' ? deny.type : allow.type;
    const action = deny.action === '*' ? allow.action : deny.action;
    const reaches = allow.action === '*' || allow.action === action || this.implies(type, allow.action, action);
    return reaches ? { type, scope, action } : null;
  }

  private implies(type: string, granted: string, action: string): boolean {
    const types = type === '*' ? [...this.schema.types.keys()] : [type];
    return types.some((name) => this.schema.allows(name, granted, action));
  }
}

/** The permissions in the roles of `some` that are in none of `others`; roles that both have are not looked at. */
function onlyIn(some: readonly PlacedRole[], others: readonly PlacedRole[], part: keyof PlacedRole): Permission[] {
  const found = new Map<string, Permission>();
  const both = new Set(others);
  for (const role of some) {
    if (both.has(role)) continue;
    for (const [text, permission] of role[part]) found.set(text, permission);
  }
  if (found.size === 0) return [];
  for (const other of others) for (const text of smaller(found, other[part])) found.delete(text);
  return [...found.values()];
}

/** The texts of the map that has fewer: what is in both is found by walking either. */
const smaller = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): string[] => [
  ...(one.size < other.size ? one : other).keys(),
];

/** The most roles that are asked one by one. */
const FEW = 8;

/** Many roles as one, so that a permission is looked for once and not in each of them. */
function merged(roles: readonly PlacedRole[]): readonly PlacedRole[] {
  if (roles.length <= FEW) return roles;
  const all = { allows: new Map<string, Permission>(), denies: new Map<string, Permission>() };
  for (const role of roles) {
    for (const [text, permission] of role.allows) all.allows.set(text, permission);
    for (const [text, permission] of role.denies) all.denies.set(text, permission);
  }
  return [all];
}

const byPlace = new WeakMap<PlacedRole, ReadonlyMap<string, readonly Permission[]>>();

/** The allows whose scope may have something in common with `scope`: found by id, as there may be many of both. */
function allowsNear(roles: readonly PlacedRole[], scope: Scope): Permission[] {
  return roles.flatMap((role) => {
    if (scope.kind === 'all') return [...role.allows.values()];
    const places = byPlace.get(role) ?? sorted(role);
    byPlace.set(role, places);
    return [...(places.get('*') ?? []), ...(places.get(placeOf(scope)) ?? [])];
  });
}

function sorted({ allows }: PlacedRole): ReadonlyMap<string, readonly Permission[]> {
  const places = new Map<string, Permission[]>();
  for (const permission of allows.values()) {
    const place = placeOf(permission.scope);
    const known = places.get(place);
    if (known === undefined) places.set(place, [permission]);
    else known.push(permission);
  }
  return places;
}

/** No id begins with `$` or is `*` in a canonical text, so these are apart from all ids. */
function placeOf(scope: Scope): string {
  if (scope.kind === 'all') return '*';
  return scope.kind === 'self' ? '$self' : `id ${scope.id}`;
}
