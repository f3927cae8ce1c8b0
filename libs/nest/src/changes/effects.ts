import type { Difference } from '@castellan/core';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MovedEnd, MovedResource, UnlistedEffects } from './unlisted-effects';

/** A permission of a user. */
export interface UserPermission {
  readonly user_id: string;
  readonly permission: string;
}

/** How many members gain a permission, and how many lose it. */
export interface PermissionCount {
  readonly permission: string;
  readonly gained: number;
  readonly lost: number;
}

/**
 * How much a change would do. Exact up to `MOST_COMPARED` members; beyond that, and where something moves between
 * containers or cannot be written as one permission, lower bounds with `totals_capped`.
 */
export interface EffectCounts {
  readonly gained_total: number;
  readonly lost_total: number;
  /** The members who gain or lose something. */
  readonly members_total: number;
  readonly totals_capped: boolean;
  /** By permission, at most `MOST_EFFECTS`. */
  readonly by_permission: readonly PermissionCount[];
  /** Whether the actor itself gains or loses something. */
  readonly includes_you: boolean;
  /** How many members could repair the organisation afterwards, counted up to 10; null when the change would be refused. */
  readonly repairers: number | null;
}

/** What a change would do to what members may do; at most `MOST_EFFECTS` rows in each list, and then `truncated`. */
export interface Effects extends EffectCounts {
  readonly gained: readonly UserPermission[];
  readonly lost: readonly UserPermission[];
  readonly truncated: boolean;
  /** The assignments that end at another time, and the objects that move: what follows from these is in no row. */
  readonly ends: readonly MovedEnd[];
  readonly moved: readonly MovedResource[];
}

/** What an actor is told of the effects: all, counts alone, or nothing, as it may read the members. */
export type ToldEffects = Effects | EffectCounts | Record<string, never>;

/** The most rows that each list of a rehearsal has. */
export const MOST_EFFECTS = 1_000;

/** The most members that a rehearsal compares. */
export const MOST_COMPARED = 10_000;

/** So many permissions are counted before others have their turn. */
const STEP = 20_000;

/** Below this number, counts alone would tell who is meant. */
const FEWEST_COUNTED = 10;

/** No effect at all: of a change that would be refused. */
export const NO_EFFECTS: Effects = {
  gained_total: 0,
  lost_total: 0,
  members_total: 0,
  totals_capped: false,
  by_permission: [],
  gained: [],
  lost: [],
  truncated: false,
  ends: [],
  moved: [],
  includes_you: false,
  repairers: null,
};

/** Members who gain and lose the same. */
export interface AffectedMembers extends Difference {
  readonly userIds: readonly string[];
}

/** What members gain and lose. */
export interface ComparedMembers {
  readonly groups: readonly AffectedMembers[];
  /** There is more than was compared: members, or grants that cannot be written as one permission. */
  readonly capped: boolean;
}

/** What was found out about a change that was tried. */
export interface FoundEffects extends ComparedMembers, UnlistedEffects {
  readonly repairers: number;
}

/** Who is told of effects, and what it may read: itself always. */
export interface EffectsViewer {
  readonly id: string;
  mayRead(type: 'members' | 'roles', id: string): boolean;
}

/** The effects as they are told. Without the right to read all of those affected, there are no rows but counts, if any. */
export async function tellEffects(found: FoundEffects, viewer: EffectsViewer): Promise<ToldEffects> {
  const { groups, repairers } = found;
  const affected = groups.filter(({ gained, lost }) => gained.length + lost.length > 0);
  const userIds = affected.flatMap((group) => group.userIds);
  const all = await countsByPermission(affected);
  const by_permission = all.slice(0, MOST_EFFECTS);
  const counts: EffectCounts = {
    gained_total: sum(affected, ({ gained }) => gained.length),
    lost_total: sum(affected, ({ lost }) => lost.length),
    members_total: userIds.length,
    totals_capped: found.capped || found.moved.length > 0,
    by_permission,
    includes_you: userIds.includes(viewer.id),
    repairers,
  };
  const mayRead = (userId: string): boolean => userId === viewer.id || viewer.mayRead('members', userId);
  if (!userIds.every(mayRead)) {
    return userIds.length < FEWEST_COUNTED ? {} : counts;
  }
  const gained = rowsOf(affected, 'gained');
  const lost = rowsOf(affected, 'lost');
  const more = counts.gained_total > gained.length || counts.lost_total > lost.length;
  const readable = found.ends.filter(({ user_id, role_id }) => mayRead(user_id) && viewer.mayRead('roles', role_id));
  const ends = readable.slice(0, MOST_EFFECTS);
  const cut = all.length > by_permission.length || readable.length > ends.length;
  const moved = found.moved.slice(0, MOST_EFFECTS);
  return { ...counts, gained, lost, truncated: more || cut || found.capped, ends, moved };
}

const sum = (groups: readonly AffectedMembers[], lengthOf: (group: AffectedMembers) => number): number =>
  groups.reduce((total, group) => total + group.userIds.length * lengthOf(group), 0);

async function countsByPermission(groups: readonly AffectedMembers[]): Promise<PermissionCount[]> {
  let counted = 0;
  const counts = new Map<string, { gained: number; lost: number }>();
  for (const group of groups) {
    for (const part of ['gained', 'lost'] as const) {
      for (const permission of group[part]) {
        if (++counted % STEP === 0) await nextTurn();
        const count = counts.get(permission) ?? { gained: 0, lost: 0 };
        count[part] += group.userIds.length;
        counts.set(permission, count);
      }
    }
  }
  return [...counts]
    .map(([permission, count]) => ({ permission, ...count }))
    .sort((one, other) => (one.permission < other.permission ? -1 : 1));
}

/** The first rows by user id and permission. */
function rowsOf(groups: readonly AffectedMembers[], part: keyof Difference): UserPermission[] {
  const members = groups
    .filter((group) => group[part].length > 0)
    .flatMap((group) => group.userIds.map((user_id) => ({ user_id, permissions: group[part] })))
    .sort((one, other) => (one.user_id < other.user_id ? -1 : 1));
  const found: UserPermission[] = [];
  for (const { user_id, permissions } of members) {
    for (const permission of permissions) {
      if (found.length === MOST_EFFECTS) return found;
      found.push({ user_id, permission });
    }
  }
  return found;
}
