import type { PermissionName } from '../grammar/permission';
import type { Scope } from '../grammar/scope';
import type { PermissionSchema } from '../schema/schema';
import type { CompiledRole } from './compile';
import { asOf, isSame, type CompiledMember } from './compile-member';
import type { Right } from './right';
import { allowsPattern, factsOf, type RoleFacts } from './role-facts';
import { allows, allowsAt, mayDeny, type NamedScope } from './role-rights';

/** Roles that are assigned within one scope, each once. */
interface AssignedWithin {
  readonly scope: Scope;
  readonly roles: Set<CompiledRole>;
}

/**
 * What a member holds for good, and what is denied to it, as of one moment. Nothing is expanded: scopes of assignments stay
 * apart from the roles within them, and a role is asked by the flag of a name and by id. Expiring allows cover nothing.
 */
export class HeldRights {
  /** Whether the member holds `*:*:*` and nothing is denied to it: then it covers everything, explicit actions too. */
  readonly holdsEverything: boolean;
  /** By the id of the scope, `*` for everywhere. */
  private readonly lasting = new Map<string, AssignedWithin[]>();
  /** All assignments of roles that deny, those that end included. */
  private readonly denying = new Map<string, AssignedWithin[]>();
  private readonly reached = new Map<string, readonly PermissionName[]>();

  /** @param now milliseconds since the epoch */
  constructor(
    private readonly schema: PermissionSchema,
    member: CompiledMember,
    now: number,
  ) {
    const { status } = member;
    for (const { role, scope, expiresAt } of status === 'active' ? asOf(member, now).assigned : []) {
      if (expiresAt === null) assign(this.lasting, scope, role);
      if (factsOf(role).denies) assign(this.denying, scope, role);
    }
    const everywhere = this.lasting.get(EVERYWHERE) ?? [];
    const everything = everywhere.some(({ roles }) =>
      some(roles, (role) => factsOf(role).patterns.get('*:*')?.everywhere === true),
    );
    this.holdsEverything = everything && this.denying.size === 0;
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
  holdsNamed(name: PermissionName, scope: NamedScope): boolean {
    const index = this.schema.indexOf(name);
    const right = [scope];
    return this.assignedWithin(right).some((within) =>
      some(within.roles, (role) =>
        within.scope.kind === 'all' ? allowsAt(role, index, right) : allows(role, index, right),
      ),
    );
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

  private holds(name: PermissionName, right: Right): boolean {
    const [index, scopes] = [this.schema.indexOf(name), namedBy(right)];
    return this.assignedWithin(scopes).some(({ roles }) => some(roles, (role) => allows(role, index, scopes)));
  }

  private holdsPattern(right: Right): boolean {
    const { type, action } = right.permission;
    const types = type === '*' ? ['*'] : [type, '*'];
    const actions = action === '*' ? ['*'] : [action, '*'];
    const patterns = types.flatMap((one) => actions.map((other) => `${one}:${other}`));
    const scopes = namedBy(right);
    const has = (facts: RoleFacts): boolean => patterns.some((pattern) => allowsPattern(facts, pattern, scopes));
    return this.assignedWithin(scopes).some(({ roles }) => some(roles, (role) => has(factsOf(role))));
  }

  /** What is assigned for good everywhere, or within a scope that contains one of these. */
  private assignedWithin(scopes: readonly NamedScope[]): AssignedWithin[] {
    const found = [...(this.lasting.get(EVERYWHERE) ?? [])];
    for (const id of new Set(scopes.map((scope) => keyOf(scope)))) {
      for (const within of this.lasting.get(id) ?? []) {
        if (scopes.some((scope) => contains(within.scope, scope))) found.push(within);
      }
    }
    return found;
  }

  /** Whether a deny may reach an action of the right; ids are compared only where nothing can be in a container. */
  private isDenied(name: PermissionName, right: Right): boolean {
    if (this.denying.size === 0) return false;
    const index = this.schema.indexOf(name);
    const ids = namedBy(right).map(({ id }) => id);
    // A registered resource is in its workspace, whatever the schema says of the registry itself.
    const inNothing = this.schema.containerOf(name.type) === null && name.type !== 'resources';
    const anywhere = !inNothing || ids.length === 0;
    return some(this.denying.values(), (groups) =>
      groups.some(({ scope: within, roles }) => some(roles, (role) => mayDeny(role, index, { within, ids, anywhere }))),
    );
  }
}

function assign(groups: Map<string, AssignedWithin[]>, scope: Scope, role: CompiledRole): void {
  const key = keyOf(scope);
  const known = groups.get(key) ?? [];
  groups.set(key, known);
  const same = known.find((group) => isSame(group.scope, scope));
  if (same === undefined) known.push({ scope, roles: new Set([role]) });
  else same.roles.add(role);
}

function some<T>(items: Iterable<T>, holds: (item: T) => boolean): boolean {
  for (const item of items) if (holds(item)) return true;
  return false;
}

/** The ids that a right names: of its permission, and of the scope of the assignment. */
const namedBy = ({ permission: { scope }, within }: Right): NamedScope[] =>
  [scope, within].filter((one): one is NamedScope => one.kind === 'id' || one.kind === 'typed');

function contains(wide: Scope, narrow: Scope): boolean {
  if (wide.kind === 'all') return true;
  if (wide.kind === 'self' || narrow.kind === 'all' || narrow.kind === 'self') return false;
  if (wide.id !== narrow.id) return false;
  return wide.kind === 'id' || (narrow.kind === 'typed' && narrow.type === wide.type);
}

const EVERYWHERE = '*';

/** The id of a scope as it stands in keys, which an id begins with `=`. */
const keyOf = (scope: Scope): string =>
  scope.kind === 'all' ? EVERYWHERE : scope.kind === 'self' ? '$self' : `=${scope.id}`;
