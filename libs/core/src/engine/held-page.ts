import { formatPermission, type Permission } from '../grammar/permission';
import type { Scope } from '../grammar/scope';
import type { Assigned, CompiledRole } from './compile';
import { asOf, type CompiledMember } from './compile-member';
import { isDenied, narrower } from './effective';
import { MOST_PATHS } from './explain';
import type { Effect, Grant } from './grant';
import { readGrants, type RoleGrant } from './role-grants';

/** A permission that a member holds or is denied, and the first of the grants that give it. */
export interface HeldPermission {
  readonly permission: string;
  readonly effect: Effect;
  readonly by: readonly Grant[];
  /** There are more grants than `MOST_PATHS`. */
  readonly truncated: boolean;
}

/** A part of what a member holds, allows before denies, each bytewise. */
export interface HeldPage {
  readonly permissions: readonly HeldPermission[];
  readonly hasMore: boolean;
}

/** How many grants are looked at between two steps. */
const STEP = 5_000;

/** The key of a permission in the order of the pages. */
export const heldKey = ({ effect, permission }: Pick<HeldPermission, 'effect' | 'permission'>): string =>
  `${effect} ${permission}`;

/**
 * What a compiled member holds and is denied, as `effectivePermissions` lists it, from the key `after` on. It gives way
 * after every few thousand grants, and keeps few more permissions than it answers.
 * @param now milliseconds since the epoch
 */
export function* heldPage(member: CompiledMember, now: number, after: string, most: number): Generator<void, HeldPage> {
  if (member.status !== 'active') return { permissions: [], hasMore: false };
  const { assigned } = asOf(member, now);
  const roles = new WritableRoles();
  const denies = new Set<string>();
  for (const each of foldedOf(assigned, roles, 'deny')) {
    if (each === null) yield;
    else denies.add(formatPermission(each.permission));
  }
  const page = new SmallestKeys(after, most + 1);
  for (const effect of ['allow', 'deny'] as const) {
    if (effect === 'deny' && page.isFull) break;
    for (const each of foldedOf(assigned, roles, effect)) {
      if (each === null) yield;
      else if (effect === 'deny' || !isDenied(denies, each.permission)) page.add(effect, each);
    }
  }
  const permissions = page.list();
  return { permissions: permissions.slice(0, most), hasMore: permissions.length > most };
}

/** A grant, and the one permission that its two scopes make. */
interface Folded {
  readonly permission: Permission;
  readonly grant: Grant;
}

/** The grants of one effect that can be written as one permission; null after every few thousand. */
function* foldedOf(assigned: readonly Assigned[], roles: WritableRoles, effect: Effect): Generator<Folded | null> {
  let looked = 0;
  for (const { role, scope: within, origin, expiresAt } of assigned) {
    for (const found of roles.within(role, within)) {
      if (++looked % STEP === 0) yield null;
      if (found.effect !== effect) continue;
      const scope = narrower(found.permission.scope, within);
      if (scope === null) continue;
      yield { permission: { ...found.permission, scope }, grant: { ...found, within, origin, expiresAt } };
    }
  }
}

/** The grants of a role by what their scope names. */
interface GrantsByScope {
  readonly wide: readonly RoleGrant[];
  readonly byId: ReadonlyMap<string, readonly RoleGrant[]>;
}

/** Reads each role once, however many scopes other than `*` it is assigned within. */
class WritableRoles {
  private readonly read = new Map<CompiledRole, GrantsByScope>();

  /** The grants of a role that may be written as one permission with this scope. */
  within(role: CompiledRole, scope: Scope): readonly RoleGrant[] {
    // What is read whole is not kept: a member may have millions of permissions.
    if (scope.kind === 'all') return readGrants(role);
    const { wide, byId } = this.grantsOf(role);
    return scope.kind === 'self' ? wide : [...wide, ...(byId.get(scope.id) ?? [])];
  }

  private grantsOf(role: CompiledRole): GrantsByScope {
    const known = this.read.get(role);
    if (known !== undefined) return known;
    const all = readGrants(role);
    const byId = new Map<string, RoleGrant[]>();
    for (const grant of all) {
      const { scope } = grant.permission;
      if (scope.kind !== 'id' && scope.kind !== 'typed') continue;
      const same = byId.get(scope.id);
      if (same === undefined) byId.set(scope.id, [grant]);
      else same.push(grant);
    }
    const wide = all.filter(({ permission: { scope } }) => scope.kind === 'all' || scope.kind === 'self');
    const made = { wide, byId };
    this.read.set(role, made);
    return made;
  }
}

/** Keeps the permissions with the smallest keys after one, and little more. */
class SmallestKeys {
  private kept = new Map<string, { readonly permission: string; readonly effect: Effect; readonly by: Grant[] }>();
  private ceiling: string | null = null;

  constructor(
    private readonly after: string,
    private readonly most: number,
  ) {}

  get isFull(): boolean {
    return this.kept.size >= this.most;
  }

  add(effect: Effect, { permission, grant }: Folded): void {
    const text = formatPermission(permission);
    const key = heldKey({ effect, permission: text });
    if (key <= this.after || (this.ceiling !== null && key > this.ceiling)) return;
    const known = this.kept.get(key);
    if (known === undefined) this.kept.set(key, { permission: text, effect, by: [grant] });
    else if (known.by.length <= MOST_PATHS) known.by.push(grant);
    if (this.kept.size >= 4 * this.most) this.prune();
  }

  list(): HeldPermission[] {
    this.prune();
    return [...this.kept.values()].map(({ by, ...held }) => ({
      ...held,
      ...{ by: by.slice(0, MOST_PATHS), truncated: by.length > MOST_PATHS },
    }));
  }

  private prune(): void {
    const sorted = [...this.kept].sort(([one], [other]) => (one < other ? -1 : 1)).slice(0, this.most);
    this.kept = new Map(sorted);
    if (sorted.length === this.most) this.ceiling = sorted.at(-1)?.[0] ?? null;
  }
}
