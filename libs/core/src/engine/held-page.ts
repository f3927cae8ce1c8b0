import { EFFECTS, formatPermission, parsePermission, type Permission, type Effect } from '../grammar/permission';
import type { Scope } from '../grammar/scope';
import type { Assigned, CompiledRole } from './compile';
import { asOf, type CompiledMember } from './compile-member';
import { isDenied, narrower } from './effective';
import { MOST_PATHS } from './explain';
import type { Grant } from './grant';
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
  for (const each of foldedOf(assigned, roles, 'deny', () => true)) {
    if (each === null) yield;
    else denies.add(formatPermission(each.permission));
  }
  const page = new SmallestKeys(after, most + 1);
  for (const effect of EFFECTS) {
    if (effect === 'deny' && page.isFull) break;
    const isWanted = (text: string): boolean => page.wants(effect, text);
    for (const each of foldedOf(assigned, roles, effect, isWanted)) {
      if (each === null) yield;
      else if (effect === 'deny' || denies.size === 0 || !isDenied(denies, each.permission)) page.add(effect, each);
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

/** The wanted grants of one effect that can be written as one permission; null after every few thousand. */
function* foldedOf(
  assigned: readonly Assigned[],
  roles: WritableRoles,
  effect: Effect,
  isWanted: (text: string) => boolean,
): Generator<Folded | null> {
  let looked = 0;
  for (const { role, scope: within, origin, expiresAt } of assigned) {
    const found = within.kind === 'all' ? wholeGrants(role, effect, isWanted) : roles.grantsWithin(role, within);
    for (const grant of found) {
      if (++looked % STEP === 0) yield null;
      if (grant?.effect !== effect) continue;
      const scope = narrower(grant.permission.scope, within);
      if (scope === null) continue;
      yield { permission: { ...grant.permission, scope }, grant: { ...grant, within, origin, expiresAt } };
    }
  }
}

/** The grants of a role as they stand; null for each that is not wanted, which is not even read. */
function* wholeGrants(
  { source: { roleId, policies } }: CompiledRole,
  wanted: Effect,
  isWanted: (text: string) => boolean,
): Generator<RoleGrant | null> {
  for (const { policyId, effect, permissions } of policies) {
    if (effect !== wanted) continue;
    for (const text of permissions) {
      yield isWanted(text) ? { permission: parsePermission(text), effect, roleId, policyId } : null;
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
  grantsWithin(role: CompiledRole, scope: Scope): readonly RoleGrant[] {
    const { wide, byId } = this.grantsOf(role);
    return scope.kind === 'id' || scope.kind === 'typed' ? [...wide, ...(byId.get(scope.id) ?? [])] : wide;
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

  /** Whether a permission may be among them, by its canonical text. */
  wants(effect: Effect, text: string): boolean {
    const key = heldKey({ effect, permission: text });
    return key > this.after && (this.ceiling === null || key <= this.ceiling);
  }

  get isFull(): boolean {
    return this.kept.size >= this.most;
  }

  add(effect: Effect, { permission, grant }: Folded): void {
    const text = formatPermission(permission);
    const key = heldKey({ effect, permission: text });
    if (!this.wants(effect, text)) return;
    const known = this.kept.get(key);
    if (known === undefined) this.kept.set(key, { permission: text, effect, by: [grant] });
    else if (known.by.length <= MOST_PATHS) known.by.push(grant);
    if (this.kept.size >= 4 * this.most) this.prune();
  }

  list(): HeldPermission[] {
    this.prune();
    return [...this.kept.values()].map(({ by, ...held }) => ({
      ...held,
      by: by.slice(0, MOST_PATHS),
      truncated: by.length > MOST_PATHS,
    }));
  }

  private prune(): void {
    const sorted = [...this.kept].sort(([one], [other]) => (one < other ? -1 : 1)).slice(0, this.most);
    this.kept = new Map(sorted);
    if (sorted.length === this.most) this.ceiling = sorted.at(-1)?.[0] ?? null;
  }
}
