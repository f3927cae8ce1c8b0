import { defineSchema, type PermissionSchema, type RoleSource, type SchemaDeclaration } from '@castellan/core';

/** How large an organisation is. */
export interface Size {
  readonly policies: number;
  readonly permissionsAPolicy: number;
  readonly policiesARole: number;
  readonly members: number;
  readonly questions: number;
  /** Of a hundred policies, how many deny. */
  readonly denies: number;
}

/** The organisation on which all figures of `decision` are measured. */
export const MISSION: Size = {
  policies: 200,
  permissionsAPolicy: 20,
  policiesARole: 6,
  members: 10_000,
  questions: 1_000_000,
  denies: 0,
};

const TYPES = 50;
const ACTIONS = 10;
const ROLES = 50;
const IDS = 10_000;

/** One permission of a policy; `id` is null for all things of the type. */
export interface Granted {
  readonly type: string;
  readonly action: string;
  readonly id: string | null;
}

/** A policy, readable by every contestant. */
export interface Policy {
  readonly policyId: string;
  readonly effect: 'allow' | 'deny';
  readonly granted: readonly Granted[];
}

/** A role. */
export interface Role {
  readonly roleId: string;
  readonly policies: readonly Policy[];
}

/** Questions in columns; `id` is null for the whole organisation. The strings are shared, as an application's are. */
export interface Questions {
  readonly count: number;
  readonly member: Uint32Array;
  readonly type: readonly string[];
  readonly action: readonly string[];
  readonly id: readonly (string | null)[];
}

/** A generated organisation with its questions; half of them are to be allowed. */
export interface Organisation {
  readonly schema: PermissionSchema;
  readonly types: readonly string[];
  readonly actions: readonly string[];
  readonly ids: readonly string[];
  readonly policies: readonly Policy[];
  readonly roles: readonly Role[];
  /** The roles of each member, as places in `roles`. */
  readonly members: ReadonlyArray<readonly number[]>;
  readonly questions: Questions;
}

const numbered = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${at}`);

/** A generator of numbers below a limit (mulberry32): the same in every run. */
function drawing(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

/** Generates an organisation of a size. */
export function organisation(size: Size): Organisation {
  const below = drawing(20);
  const [types, actions, ids] = [numbered(TYPES, 'type'), numbered(ACTIONS, 'action'), numbered(IDS, 'thing-')];
  const of = <T>(choices: readonly T[]): T => choices[below(choices.length)] as T;
  const granted = (): Granted => ({ type: of(types), action: of(actions), id: below(5) === 0 ? of(ids) : null });
  const list = <T>(length: number, make: (at: number) => T): T[] => Array.from({ length }, (_, at) => make(at));
  const policies = list(size.policies, (at): Policy => {
    const effect = below(100) < size.denies ? 'deny' : 'allow';
    return { policyId: `pol-${at}`, effect, granted: list(size.permissionsAPolicy, granted) };
  });
  const roles = list(ROLES, (at) => ({ roleId: `rl-${at}`, policies: list(size.policiesARole, () => of(policies)) }));
  const members = list(size.members, () => [...new Set(list(1 + below(5), () => below(ROLES)))]);
  const questions = asked({ roles, members, types, actions, ids }, size.questions, below);
  return { schema: schemaOf(types, actions), types, actions, ids, policies, roles, members, questions };
}

/** A role as the engine takes it. */
export const sourceOf = ({ roleId, policies }: Role): RoleSource => ({
  roleId,
  policies: policies.map(({ policyId, effect, granted }) => ({
    policyId,
    effect,
    permissions: granted.map(({ type, id, action }) => `${type}:${id ?? '*'}:${action}`),
  })),
});

function schemaOf(types: readonly string[], actions: readonly string[]): PermissionSchema {
  const declared = Object.fromEntries(actions.map((action) => [action, { label: action }]));
  const declaration: SchemaDeclaration = {
    types: Object.fromEntries(types.map((type) => [type, { label: type, scope: 'org', actions: declared }])),
  };
  return defineSchema(declaration) as PermissionSchema;
}

type Nouns = Pick<Organisation, 'roles' | 'members' | 'types' | 'actions' | 'ids'>;

/** Draws questions until half of them are allowed: three of four about a thing, one of those about a thing named in a grant. */
function asked(nouns: Nouns, count: number, below: (limit: number) => number): Questions {
  const { roles, members, types, actions, ids } = nouns;
  const of = <T>(choices: readonly T[]): T => choices[below(choices.length)] as T;
  const allows = oracle(roles);
  const named = roles.flatMap(({ policies }) =>
    policies.flatMap(({ granted }) => granted.filter(({ id }) => id !== null)),
  );
  const columns = { count, member: new Uint32Array(count), type: [''], action: [''], id: [null as string | null] };
  for (let at = 0; at < count;) {
    const member = below(members.length);
    const kind = below(8);
    const free = { type: of(types), action: of(actions), id: kind < 2 ? null : of(ids) };
    const { type, action, id } = kind === 7 ? of(named) : free;
    if (allows(members[member] as number[], type, action, id) !== (at % 2 === 0)) continue;
    columns.member[at] = member;
    [columns.type[at], columns.action[at], columns.id[at]] = [type, action, id];
    at++;
  }
  return columns;
}

function oracle(
  roles: readonly Role[],
): (own: readonly number[], type: string, action: string, id: string | null) => boolean {
  const texts = roles.map(({ policies }) => {
    const said = { allow: new Set<string>(), deny: new Set<string>() };
    for (const { effect, granted } of policies) {
      for (const { type, action, id } of granted) said[effect].add(`${type}:${id ?? '*'}:${action}`);
      // Who asks about the whole organisation is denied by a deny of any one thing.
      if (effect === 'deny') for (const { type, action } of granted) said.deny.add(`${type}::${action}`);
    }
    return said;
  });
  return (own, type, action, id) => {
    const keys = [`${type}:*:${action}`, `${type}:${id ?? ''}:${action}`];
    const any = (effect: 'allow' | 'deny'): boolean =>
      own.some((at) => keys.some((key) => texts[at]?.[effect].has(key)));
    return any('allow') && !any('deny');
  };
}
