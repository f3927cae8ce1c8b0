import type { Effect, MemberStatus, Origin, Question, RoleSource, Target, TypedId } from '@castellan/core';
import { randomOf } from '../support/random';
import { NOW } from './given';
import type { NaiveGrant } from './naive';

// Random organisations, as they are stored. Few ids, shared by all types, so that everything collides with everything.
const ids = ['a', 'a', 'b', 'alice', 'alice', 'x:*/%', '$self'];
const encoded = ['a', 'a', 'b', 'alice', 'alice', 'x%3A%2A%2F%25', '%24self'];
const types = ['docs', 'docs', 'docs', 'members', 'members', 'folders', 'roles'];
const actions = ['read', 'read', 'read', 'write', 'manage', 'share', 'seal', 'own', 'bind', 'remove'];
const names = ['docs:read', 'docs:read', 'docs:read', 'docs:read', 'docs:write', 'docs:share', 'docs:seal'].concat(
  ['docs:read', 'docs:write', 'members:read', 'members:read', 'members:remove', 'folders:read', 'folders:read'],
  ['roles:bind', 'roles:read', 'workspaces:read', 'plans:read', 'members:read', 'docs:write', 'docs:read'],
);
const unknown = ['docs:bind', 'cars:read', 'docs:constructor', '__proto__:read'];

/** A role given to a member, as it is written down. */
export interface WrittenAssignment {
  readonly role: RoleSource;
  readonly scope: string;
  readonly origin: Origin;
  readonly expiresAt: number | null;
}

/** A member of a random organisation. */
export interface WrittenMember {
  readonly userId: string;
  readonly status: MemberStatus;
  readonly assignments: readonly WrittenAssignment[];
}

/** Roles and members, as they are written down. */
export interface WrittenOrganisation {
  readonly roles: readonly RoleSource[];
  readonly members: readonly WrittenMember[];
}

/** A grant as it is written down, with the path that it came by. */
export type WrittenGrant = NaiveGrant & { roleId: string; policyId: string; origin: Origin };

/** Draws from a seed: the same seed gives the same organisations and questions. */
export class Draw {
  /** A whole number below a limit. */
  readonly below: (limit: number) => number;

  constructor(seed: number) {
    this.below = randomOf(seed);
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  /** True `tenths` times of ten. */
  chance(tenths: number): boolean {
    return this.below(10) < tenths;
  }

  list<T>(least: number, most: number, make: (at: number) => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, (_, at) => make(at));
  }
}

const typed = (draw: Draw): string => `${draw.of(types)}/${draw.of(encoded)}`;

function permission(draw: Draw): string {
  if (draw.below(8) === 0) return '*:*:*';
  const type = draw.chance(4) ? '*' : draw.of(types);
  const scope = draw.chance(4)
    ? '*'
    : draw.chance(5)
      ? typed(draw)
      : draw.of([...encoded, ...Array<string>(5).fill('$self')]);
  return `${type}:${scope}:${draw.chance(4) ? '*' : draw.of(actions)}`;
}

function assignment(draw: Draw, role: RoleSource): WrittenAssignment {
  const scope = draw.chance(6) ? '*' : draw.chance(5) ? typed(draw) : draw.of([...encoded, '$self']);
  const expiresAt = draw.of([null, null, null, null, null, null, NOW - 1, NOW, NOW + 1]);
  return { role, scope, origin: draw.of<Origin>(['manual', 'manual', 'default', 'sso']), expiresAt };
}

/** A random organisation. */
export function organisation(draw: Draw): WrittenOrganisation {
  const policies = draw.list(2, 8, (at) => ({
    policyId: `pol-${at}`,
    effect: draw.of<Effect>(['allow', 'allow', 'allow', 'deny']),
    permissions: draw.list(0, 4, () => permission(draw)),
  }));
  const roles = draw.list(2, 8, (at) => ({ roleId: `rl-${at}`, policies: draw.list(0, 3, () => draw.of(policies)) }));
  const members = draw.list(1, 4, () => ({
    userId: 'alice',
    status: draw.below(20) === 0 ? draw.of(['suspended', 'groups-overflow'] as const) : ('active' as const),
    // Some have many roles everywhere, which members keep otherwise than a few.
    assignments:
      draw.below(4) === 0
        ? draw.list(4, 7, () => ({ ...assignment(draw, draw.of(roles)), scope: '*', expiresAt: null }))
        : draw.list(1, 5, () => assignment(draw, draw.of(roles))),
  }));
  return { roles, members };
}

const things = (draw: Draw): TypedId[] => draw.list(0, 2, () => ({ type: draw.of(types), id: draw.of(ids) }));

function target(draw: Draw): Target {
  const containers = draw.chance(4) ? null : things(draw);
  return draw.chance(8) ? { id: draw.of(ids), containers } : { containers };
}

/** A random question. */
export function anyQuestion(draw: Draw): Question {
  const [type = '', action = ''] = draw.of(draw.below(20) === 0 ? unknown : names).split(':');
  return draw.chance(2) ? { type, action } : { type, action, target: target(draw) };
}

/** The grants of a member, in the order of its assignments. */
export const writtenGrants = ({ assignments }: WrittenMember): WrittenGrant[] =>
  assignments.flatMap(({ role: { roleId, policies }, scope: within, origin, expiresAt }) =>
    policies.flatMap(({ policyId, effect, permissions }) =>
      permissions.map((permission) => ({ permission, effect, within, expiresAt, roleId, policyId, origin })),
    ),
  );
