import { narrower } from './effective';
import { placeOf, PlacedPermissions, type AllowsAndDenies, type PlacedGrants } from './placed-grants';
import { formatPermission, type Permission } from '../grammar/permission';
import type { PermissionSchema } from '../schema/schema';
import type { Scope } from '../grammar/scope';

/** The permissions that somebody gains and loses, canonical, each list sorted bytewise. */
export interface Difference {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** The grants of one moment, in few parts. */
type Moment = readonly AllowsAndDenies[];

/** A name `type:action` with what allows and what denies it, each as names of grants. */
interface NameReach {
  readonly type: string;
  readonly action: string;
  readonly allowedBy: readonly string[];
  readonly deniedBy: readonly string[];
}

/** How many permissions are looked at between two steps. */
const STEP = 1_000;

/** The most parts that are asked one by one. */
const FEW = 8;

/**
 * Compares what somebody may do with two sets of grants. A deny is never listed itself: what it takes away is lost, and
 * what it gives back is gained. The cost grows with the roles that are in one of the sets alone.
 *
 * It compares texts, and does not know what is in which container: a deny on a workspace is not held against an allow on
 * one thing that may be in there.
 */
export class EffectComparison {
  /** By `type:action` of a grant, the names that it reaches. */
  private readonly reached = new Map<string, readonly NameReach[]>();

  constructor(private readonly schema: PermissionSchema) {}

  /** Each list has the grants of roles within scopes; one that did not change must be the same object in both. */
  compare(before: readonly PlacedGrants[], after: readonly PlacedGrants[]): Difference {
    const steps = this.steps(before, after);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  /** The same; it gives way after every few thousand permissions. */
  *steps(before: readonly PlacedGrants[], after: readonly PlacedGrants[]): Generator<void, Difference> {
    const gained = yield* this.gained(before, after);
    return { gained, lost: yield* this.gained(after, before) };
  }

  private *gained(before: readonly PlacedGrants[], after: readonly PlacedGrants[]): Generator<void, string[]> {
    const found = new Set<string>();
    const moments = [merged(before), merged(after)] as const;
    yield;
    let looked = 0;
    for (const [text, allow] of onlyIn(after, before, 'allows')) {
      if (++looked % STEP === 0) yield;
      this.note(text, allow, moments, found);
    }
    for (const [, deny] of onlyIn(before, after, 'denies')) {
      for (const allow of allowsNear(after, deny.scope)) {
        if (++looked % STEP === 0) yield;
        const returned = this.meet(allow, deny);
        if (returned !== null) this.note(formatPermission(returned), returned, moments, found);
      }
    }
    yield;
    return [...found].sort();
  }

  /** Notes what of a permission is held after and was not before: as it is, or the names in it that are won. */
  private note(
    text: string,
    permission: Permission,
    [before, after]: readonly [Moment, Moment],
    found: Set<string>,
  ): void {
    const scopes = widerScopes(text);
    const names = this.namesOf(permission).filter(({ type }) => this.canReach(type, permission.scope));
    const won = names.filter((name) => holds(after, name, scopes) && !holds(before, name, scopes));
    if (won.length === 0) return;
    if (won.length === names.length) found.add(text);
    else for (const { type, action } of won) found.add(formatPermission({ ...permission, type, action }));
  }

  /** Whether a scope can be one of something of this type, or of what contains it. */
  private canReach(type: string, scope: Scope): boolean {
    if (scope.kind === 'self') return type === 'members';
    // An entry of the registry is in the thing that it names.
    if (scope.kind !== 'typed' || type === 'resources') return true;
    for (let within: string | null = type; within !== null; within = this.schema.containerOf(within)) {
      if (within === scope.type) return true;
    }
    return false;
  }

  private namesOf({ type, action }: Permission): readonly NameReach[] {
    const known = this.reached.get(`${type}:${action}`);
    if (known !== undefined) return known;
    const types = type === '*' ? [...this.schema.types.keys()] : [type];
    const found = types.flatMap((name) =>
      Object.keys(this.schema.types.get(name)?.actions ?? {})
        .filter((other) => this.schema.allows(name, action, other))
        .map((other) => this.reachOf(name, other)),
    );
    this.reached.set(`${type}:${action}`, found);
    return found;
  }

  private reachOf(type: string, action: string): NameReach {
    const all = [...Object.keys(this.schema.types.get(type)?.actions ?? {}), '*'];
    const granting = all.filter((granted) => this.schema.allows(type, granted, action));
    const named = (actions: readonly string[]): string[] =>
      [type, '*'].flatMap((wide) => actions.map((granted) => `${wide}:${granted}`));
    return { type, action, allowedBy: named(granting), deniedBy: named([action, '*']) };
  }

  /** What an allow and a deny have in common, null when that is nothing; a deny reaches its own action alone. */
  private meet(allow: Permission, deny: Permission): Permission | null {
    if (allow.type !== '*' && deny.type !== '*' && allow.type !== deny.type) return null;
    const scope = narrower(allow.scope, deny.scope);
    if (scope === null) return null;
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

/** Whether all of a name is allowed within one of these scopes, and not all of it denied. */
function holds(moment: Moment, { allowedBy, deniedBy }: NameReach, scopes: readonly string[]): boolean {
  const has = (part: keyof AllowsAndDenies, names: readonly string[]): boolean =>
    scopes.some((scope) =>
      moment.some((grants) => {
        const there = grants[part].byScope.get(scope);
        return there !== undefined && names.some((name) => there.has(name));
      }),
    );
  return has('allows', allowedBy) && !has('denies', deniedBy);
}

/** The scopes that include a canonical permission's, itself among them, as texts: nothing else in it has a slash or colon. */
function widerScopes(text: string): string[] {
  const scope = text.slice(text.indexOf(':') + 1, text.lastIndexOf(':'));
  if (scope === '*') return ['*'];
  const slash = scope.indexOf('/');
  return slash < 0 ? ['*', scope] : ['*', scope.slice(slash + 1), scope];
}

/** The permissions in the roles of `some` that are in none of `others`; roles that both have are not looked at. */
function onlyIn(
  some: readonly PlacedGrants[],
  others: readonly PlacedGrants[],
  part: keyof AllowsAndDenies,
): ReadonlyMap<string, Permission> {
  const found = new Map<string, Permission>();
  const both = new Set(others);
  for (const role of some) {
    if (both.has(role)) continue;
    for (const [text, permission] of role[part].texts) found.set(text, permission);
  }
  for (const other of others) for (const text of found.keys()) if (other[part].texts.has(text)) found.delete(text);
  return found;
}

/** The allows whose scope may have something in common with `scope`: found by id, as there may be many of both. */
function allowsNear(roles: readonly PlacedGrants[], scope: Scope): Permission[] {
  return roles.flatMap(({ allows }) => {
    if (scope.kind === 'all') return [...allows.texts.values()];
    return [...(allows.byPlace().get('*') ?? []), ...(allows.byPlace().get(placeOf(scope)) ?? [])];
  });
}

/** Many roles as one, so that a name is looked for once and not in each of them. */
function merged(roles: readonly PlacedGrants[]): Moment {
  if (roles.length <= FEW) return roles;
  const all = { allows: new PlacedPermissions(), denies: new PlacedPermissions() };
  for (const { allows, denies } of roles) {
    all.allows.addNames(allows);
    all.denies.addNames(denies);
  }
  return [all];
}
