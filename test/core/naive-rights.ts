import type { Grant, MemberGrants, Permission, PermissionName, PermissionSchema, Right, Scope } from '@castellan/core';

/** The ids that denies of one pattern name. `everywhere`: one of them names none. */
interface DeniedIds {
  everywhere: boolean;
  readonly ids: Set<string>;
}

/** What a member holds for good, read grant by grant: every assignment times every permission. */
export class NaiveRights {
  /** Whether the member holds `*:*:*` and nothing is denied to it: then it covers everything, explicit actions too. */
  readonly holdsEverything: boolean;
  private readonly allows = new Map<string, Grant[]>();
  private readonly denies = new Map<string, DeniedIds>();
  private readonly reached = new Map<string, readonly PermissionName[]>();

  /** @param now milliseconds since the epoch */
  constructor(
    private readonly schema: PermissionSchema,
    { status, grants }: Pick<MemberGrants, 'status' | 'grants'>,
    now: number,
  ) {
    let everything = false;
    for (const grant of status === 'active' ? grants : []) {
      if (grant.expiresAt !== null && grant.expiresAt <= now) continue;
      if (grant.effect === 'deny') this.deny(grant);
      else if (grant.expiresAt === null) {
        this.allow(grant);
        everything ||= isEverything(grant);
      }
    }
    this.holdsEverything = everything && this.denies.size === 0;
  }

  /** Whether the member holds the right whole: each action that it reaches, by name, and each wildcard by a wildcard. */
  covers(right: Right): boolean {
    if (this.holdsEverything) return true;
    const { type, action } = right.permission;
    if ((type === '*' || action === '*') && !this.holdsPattern(right)) return false;
    const names = this.namesReached(right);
    return names.length > 0 && names.every((name) => this.holds(name, right) && !this.isDenied(name, right));
  }

  /** Whether the member holds an explicit action on the thing with this id by a grant that names the id. */
  holdsNamed(name: PermissionName, scope: Scope & { readonly kind: 'typed' }): boolean {
    const right = { permission: { ...name, scope }, within: scope };
    return this.candidates(name.type, right).some(
      (grant) =>
        grant.permission.action === name.action &&
        [grant.permission.scope, grant.within].some((mine) => mine.kind !== 'all') &&
        reaches(grant, right),
    );
  }

  private allow(grant: Grant): void {
    const key = keyOf(grant.permission.type, idOf(grant.permission.scope), idOf(grant.within));
    const known = this.allows.get(key);
    if (known === undefined) this.allows.set(key, [grant]);
    else known.push(grant);
  }

  private deny({ permission, within }: Grant): void {
    const key = `${permission.type}:${permission.action}`;
    const denied = this.denies.get(key) ?? { everywhere: false, ids: new Set() };
    this.denies.set(key, denied);
    const ids = idsOf(permission.scope, within);
    if (ids.length === 0) denied.everywhere = true;
    for (const id of ids) denied.ids.add(id);
  }

  /** The actions that a right reaches; a deny reaches explicit ones through a wildcard, and never what an action implies. */
  private namesReached({ permission: { type, action }, effect }: Right): readonly PermissionName[] {
    const key = `${effect} ${type}:${action}`;
    const known = this.reached.get(key);
    if (known !== undefined) return known;
    const { schema } = this;
    const types = type === '*' ? [...schema.types.keys()] : [type];
    const names = types.flatMap((each) =>
      Object.keys(schema.types.get(each)?.actions ?? {})
        .filter((one) => (effect === 'deny' ? action === '*' || action === one : schema.allows(each, action, one)))
        .map((one) => ({ type: each, action: one })),
    );
    this.reached.set(key, names);
    return names;
  }

  private holds({ type, action }: PermissionName, right: Right): boolean {
    return this.candidates(type, right).some(
      (grant) => this.schema.allows(type, grant.permission.action, action) && reaches(grant, right),
    );
  }

  private holdsPattern(right: Right): boolean {
    const { type, action } = right.permission;
    return this.candidates(type, right).some(
      ({ permission, within }) =>
        (permission.action === '*' || permission.action === action) && reaches({ permission, within }, right),
    );
  }

  /** The allows of a type, or of every type, that name no id but those of the right. */
  private candidates(type: string, { permission: { scope }, within }: Pick<Right, 'permission' | 'within'>): Grant[] {
    const ids = [...new Set([idOf(scope), idOf(within), '*'])];
    const types = type === '*' ? ['*'] : [type, '*'];
    return types.flatMap((one) =>
      ids.flatMap((id) => ids.flatMap((other) => this.allows.get(keyOf(one, id, other)) ?? [])),
    );
  }

  /** Whether a deny may reach an action of the right; ids are compared only where nothing can be in a container. */
  private isDenied({ type, action }: PermissionName, { permission: { scope }, within }: Right): boolean {
    const reached = idsOf(scope, within);
    // A registered resource is in its workspace, whatever the schema says of the registry itself.
    const inNothing = this.schema.containerOf(type) === null && type !== 'resources';
    return [`${type}:${action}`, `${type}:*`, `*:${action}`, '*:*'].some((pattern) => {
      const denied = this.denies.get(pattern);
      if (denied === undefined) return false;
      if (!inNothing || denied.everywhere || reached.length === 0) return true;
      return reached.some((id) => denied.ids.has(id));
    });
  }
}

/** Whether a permission within a scope is everything. */
const isEverything = ({ permission, within }: { permission: Permission; within: Scope }): boolean =>
  permission.type === '*' && permission.action === '*' && permission.scope.kind === 'all' && within.kind === 'all';

function reaches(
  allow: Pick<Grant, 'permission' | 'within'>,
  { permission, within }: Pick<Right, 'permission' | 'within'>,
) {
  return [allow.permission.scope, allow.within].every(
    (mine) => contains(mine, permission.scope) || contains(mine, within),
  );
}

function contains(wide: Scope, narrow: Scope): boolean {
  if (wide.kind === 'all') return true;
  if (wide.kind === 'self' || narrow.kind === 'all' || narrow.kind === 'self') return false;
  if (wide.id !== narrow.id) return false;
  return wide.kind === 'id' || (narrow.kind === 'typed' && narrow.type === wide.type);
}

/** The id of a scope as it stands in keys; no id contains `*`, nor does one start with `$`, as `$self` does. */
const idOf = (scope: Scope): string => (scope.kind === 'all' ? '*' : scope.kind === 'self' ? '$self' : `=${scope.id}`);

const keyOf = (type: string, id: string, within: string): string => `${type} ${id} ${within}`;

const idsOf = (...scopes: readonly Scope[]): string[] =>
  scopes.flatMap((scope) => (scope.kind === 'id' || scope.kind === 'typed' ? [scope.id] : []));
