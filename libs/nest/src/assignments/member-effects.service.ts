import { EffectComparison, parseScope, placeGrants, type PlacedGrants } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AccessOptions } from '../access/access.options';
import type { Change } from '../changes/change';
import { MOST_COMPARED, type AffectedMembers, type ComparedMembers } from '../changes/effects';
import type { EffectsReader, SeenAfter } from '../changes/rehearsal';
import type { Sql } from '../database/database';
import { AssignableRolesService, type AssignableRoles } from './assignable-roles.service';
import type { Membership } from './membership';
import { MembershipsRepository } from './memberships.repository';
import { MembershipsService } from './memberships.service';

/** How many members are read with one statement. */
const STEP = 500;
/** How many roles are read with one statement: a role may have a megabyte of permissions. */
const ROLES_STEP = 20;

/** Roles and where they are held, each once, as a text that is equal for members who hold the same. */
type Holding = string;

/** A role, where it is held, and whether it counts whole or only for what it denies. */
type Place = readonly [roleId: string, scope: string, counts: 'whole' | 'denies'];

const textOf = (place: Place): string => place.join(' ');

/** What was seen with the change made. */
interface Seen extends SeenAfter {
  readonly userIds: readonly string[];
  readonly capped: boolean;
  readonly holdings: ReadonlyMap<string, Holding>;
  /** The roles that the change stamps, as it leaves them. */
  readonly changed: ReadonlySet<string>;
  readonly roles: AssignableRoles;
}

/** Members who hold the same before and after. */
interface Group {
  readonly before: Holding;
  readonly after: Holding;
  readonly userIds: string[];
}

/** Tells what members gain and lose by changes that are only tried: once for all members who hold the same. */
@Injectable()
export class MemberEffectsService implements EffectsReader<Seen> {
  constructor(
    private readonly options: AccessOptions,
    private readonly repository: MembershipsRepository,
    private readonly memberships: MembershipsService,
    private readonly roles: AssignableRolesService,
  ) {}

  async readAfter(change: Change, sql: Sql, assertTime: () => void): Promise<Seen> {
    const { orgId } = change;
    const holders = await this.repository.holders(orgId, [...change.roles], MOST_COMPARED + 1, sql);
    const userIds = [...new Set([...change.members, ...holders])].sort();
    const compared = userIds.slice(0, MOST_COMPARED);
    const holdings = await this.holdings(orgId, compared, sql, assertTime);
    const roles = await this.roles.many(orgId, [...change.roles], sql);
    const capped = userIds.length > MOST_COMPARED;
    return { orgId, userIds: compared, capped, holdings, changed: change.roles, roles };
  }

  async compare(seen: Seen, sql: Sql): Promise<ComparedMembers> {
    const before = await this.holdings(seen.orgId, seen.userIds, sql);
    const touched = (holding: Holding): boolean => placesOf(holding).some(([roleId]) => seen.changed.has(roleId));
    const groups = groupsOf(seen, before).filter((group) => group.before !== group.after || touched(group.after));
    const placed = await this.place(seen, groups, sql);
    const comparison = new EffectComparison(this.options.schema);
    const found: AffectedMembers[] = [];
    let { capped } = seen;
    for (const { userIds, ...group } of groups) {
      const [had, has] = (['before', 'after'] as const).map((moment) =>
        placesOf(group[moment]).flatMap((place) => placed[moment].get(textOf(place)) ?? []),
      );
      found.push({ userIds, ...comparison.compare(had ?? [], has ?? []) });
      capped ||= differsUnwritten(had ?? [], has ?? []);
      // Nobody else may have to wait for the comparison of many members.
      await nextTurn();
    }
    return { groups: found, capped };
  }

  /** What each of these holds now, as one text; who is no member, or suspended, holds nothing. */
  private async holdings(
    orgId: string,
    userIds: readonly string[],
    sql: Sql,
    assertTime?: () => void,
  ): Promise<Map<string, Holding>> {
    const found = new Map<string, Holding>();
    for (let at = 0; at < userIds.length; at += STEP) {
      assertTime?.();
      const members = await this.memberships.find(orgId, userIds.slice(at, at + STEP), sql);
      for (const [userId, member] of members) found.set(userId, holdingOf(member));
    }
    return found;
  }

  /** The roles that the groups hold, each within each scope; what did not change is the same object in both moments. */
  private async place(
    { orgId, changed, roles: seenRoles }: Seen,
    groups: readonly Group[],
    sql: Sql,
  ): Promise<Record<'before' | 'after', ReadonlyMap<string, PlacedGrants>>> {
    const wanted = new Map<string, Map<string, Place>>();
    for (const place of groups.flatMap((group) => [...placesOf(group.before), ...placesOf(group.after)])) {
      wanted.set(place[0], (wanted.get(place[0]) ?? new Map<string, Place>()).set(textOf(place), place));
    }
    const placed = { before: new Map<string, PlacedGrants>(), after: new Map<string, PlacedGrants>() };
    const ids = [...wanted.keys()];
    for (let at = 0; at < ids.length; at += ROLES_STEP) {
      const step = ids.slice(at, at + ROLES_STEP);
      const now = await this.roles.many(orgId, step, sql);
      for (const roleId of step) {
        for (const [text, place] of wanted.get(roleId) ?? []) {
          const before = placedIn(now, place);
          placed.before.set(text, before);
          placed.after.set(text, changed.has(roleId) ? placedIn(seenRoles, place) : before);
        }
        await nextTurn();
      }
    }
    return placed;
  }
}

/** Whether roles that differ have grants that no row can show. */
function differsUnwritten(before: readonly PlacedGrants[], after: readonly PlacedGrants[]): boolean {
  const [had, has] = [new Set(before), new Set(after)];
  const differs = (grants: readonly PlacedGrants[], others: ReadonlySet<PlacedGrants>): boolean =>
    grants.some((placed) => placed.unwritten && !others.has(placed));
  return differs(before, has) || differs(after, had);
}

function holdingOf({ status, directory, assignments }: Membership): Holding {
  if (status !== 'active' || directory === 'overflow') return '[]';
  const places = assignments.map(({ role_id, scope, origin }): Place => [
    ...([role_id, scope] as const),
    directory === 'denies' && origin === 'sso' ? 'denies' : 'whole',
  ]);
  return JSON.stringify([...new Map(places.map((place) => [textOf(place), place])).values()]);
}

const placesOf = (holding: Holding): readonly Place[] => JSON.parse(holding) as readonly Place[];

function groupsOf({ userIds, holdings }: Seen, before: ReadonlyMap<string, Holding>): Group[] {
  const groups = new Map<string, Group>();
  for (const userId of userIds) {
    const pair = { before: before.get(userId) ?? '[]', after: holdings.get(userId) ?? '[]' };
    const key = `${pair.before} ${pair.after}`;
    const group = groups.get(key) ?? { ...pair, userIds: [] };
    groups.set(key, group);
    group.userIds.push(userId);
  }
  return [...groups.values()];
}

function placedIn(roles: AssignableRoles, [roleId, scope, counts]: Place): PlacedGrants {
  const within = parseScope(scope);
  if (within === null) throw new Error(`An assignment of ${roleId} has an unreadable scope`);
  const grants = roles.grantsIn(roleId);
  return placeGrants(counts === 'whole' ? grants : grants.filter(({ effect }) => effect === 'deny'), within);
}
