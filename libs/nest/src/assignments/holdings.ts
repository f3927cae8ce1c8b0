import { parseScope, placeGrants, type PlacedGrants } from '@castellan/core';
import type { AssignableRoles } from './assignable-roles.service';
import type { Membership } from './membership';

/** Roles and where they are held, each once, as a text that is equal for members who hold the same. */
export type Holding = string;

/** A role, where it is held, and whether it counts whole or only for what it denies. */
export type HeldRoleScope = readonly [roleId: string, scope: string, counts: 'whole' | 'denies'];

/** A text that no other place has. */
export const textOf = (place: HeldRoleScope): string => place.join(' ');

/** Members who hold the same before and after. */
export interface Group {
  readonly before: Holding;
  readonly after: Holding;
  readonly userIds: string[];
}

/** What a member holds, as one text; who is suspended, or denied access, holds nothing. */
export function holdingOf({ status, directory, assignments }: Membership): Holding {
  if (status !== 'active' || directory === 'overflow') return '[]';
  const places = assignments.map(({ role_id, scope, origin }): HeldRoleScope => [
    ...([role_id, scope] as const),
    directory === 'denies' && origin === 'sso' ? 'denies' : 'whole',
  ]);
  return JSON.stringify([...new Map(places.map((place) => [textOf(place), place])).values()]);
}

/** The places that a text says. */
export const heldRolesOf = (holding: Holding): readonly HeldRoleScope[] =>
  JSON.parse(holding) as readonly HeldRoleScope[];

/** The users in groups that hold the same in both moments; who is in neither holds nothing. */
export function groupsOf(
  userIds: readonly string[],
  before: ReadonlyMap<string, Holding>,
  after: ReadonlyMap<string, Holding>,
): Group[] {
  const groups = new Map<string, Group>();
  for (const userId of userIds) {
    const pair = { before: before.get(userId) ?? '[]', after: after.get(userId) ?? '[]' };
    const key = `${pair.before} ${pair.after}`;
    const group = groups.get(key) ?? { ...pair, userIds: [] };
    groups.set(key, group);
    group.userIds.push(userId);
  }
  return [...groups.values()];
}

/** What a role grants where it is held. */
export function placedIn(roles: AssignableRoles, [roleId, scope, counts]: HeldRoleScope): PlacedGrants {
  const within = parseScope(scope);
  if (within === null) throw new Error(`An assignment of ${roleId} has an unreadable scope`);
  const grants = roles.grantsIn(roleId);
  return placeGrants(counts === 'whole' ? grants : grants.filter(({ effect }) => effect === 'deny'), within);
}
