import { EffectComparison, type PlacedGrants } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CastellanOptions } from '../access/castellan.options';
import { inTurns } from '../access/state/in-turns';
import type { Change } from '../changes/change';
import { MOST_COMPARED, type AffectedMembers, type ComparedMembers } from '../changes/effects';
import type { EffectsReader, SeenAfter } from '../changes/rehearsal';
import type { Sql } from '../database/database';
import { AssignableRolesService, type AssignableRoles } from './assignable-roles.service';
import {
  groupsOf,
  holdingOf,
  placedIn,
  heldRolesOf,
  textOf,
  type Group,
  type Holding,
  type HeldRoleScope,
} from './holdings';
import { MembershipsRepository } from './memberships.repository';
import { MembershipsService } from './memberships.service';

/** How many members are read with one statement. */
const STEP = 100;

/** The most assignments of all members together that are compared. */
const MOST_ASSIGNMENTS = 500_000;
/** How long members are compared, in milliseconds: those who are left then are not. */
const LONGEST_COMPARED = 5_000;
/** Nobody else has to wait longer than it takes to place so many permissions. */
const PLACED_AT_ONCE = 5_000;
/**
 * The most permissions that are compared, each once for each scope that its role is held within. Members whose roles have
 * more than is left are not compared.
 */
const MOST_WEIGHT = 500_000;

/** What was seen with the change made. */
interface Seen extends SeenAfter {
  readonly userIds: readonly string[];
  readonly capped: boolean;
  readonly holdings: ReadonlyMap<string, Holding>;
  /** The roles that the change stamps, as it leaves them; undefined for one that was left out. */
  readonly changed: ReadonlySet<string>;
  readonly roles: ReadonlyMap<string, AssignableRoles>;
}

/** What is left of an amount. */
class Budget {
  constructor(private left: number) {}

  /** Takes `amount` when there is that much. */
  take(amount: number): boolean {
    if (amount > this.left) return false;
    this.left -= amount;
    return true;
  }
}

/** Tells what members gain and lose by changes that are only tried: once for all members who hold the same. */
@Injectable()
export class MemberEffectsService implements EffectsReader<Seen> {
  constructor(
    private readonly options: CastellanOptions,
    private readonly repository: MembershipsRepository,
    private readonly memberships: MembershipsService,
    private readonly roles: AssignableRolesService,
  ) {}

  async readAfter(change: Change, sql: Sql, assertTime: () => void): Promise<Seen> {
    const { orgId } = change;
    const holders = await this.repository.findHolders(orgId, [...change.roles], MOST_COMPARED + 1, sql);
    const userIds = [...new Set([...change.members, ...holders])].sort();
    const holdings = await this.holdings(orgId, userIds.slice(0, MOST_COMPARED), sql, assertTime);
    const compared = userIds.slice(0, holdings.asked);
    const roles = await this.read(orgId, [...change.roles], sql, assertTime);
    const capped = compared.length < userIds.length;
    return { orgId, userIds: compared, capped, holdings: holdings.found, changed: change.roles, roles };
  }

  /** As many of the roles as may be compared, read step by step. */
  private async read(
    orgId: string,
    roleIds: readonly string[],
    sql: Sql,
    assertTime: () => void,
  ): Promise<Map<string, AssignableRoles>> {
    const weights = await this.roles.readWeights(orgId, roleIds, sql);
    const budget = new Budget(MOST_WEIGHT);
    const chosen = roleIds.filter((id) => budget.take(weights.get(id) ?? 0));
    const found = new Map<string, AssignableRoles>();
    for await (const { ids, roles } of this.roles.readInSteps(orgId, chosen, sql, weights)) {
      assertTime();
      for (const id of ids) found.set(id, roles);
    }
    return found;
  }

  async compare(seen: Seen, sql: Sql): Promise<ComparedMembers> {
    const { found: before, asked } = await this.holdings(seen.orgId, seen.userIds, sql);
    const touched = (holding: Holding): boolean => heldRolesOf(holding).some(([roleId]) => seen.changed.has(roleId));
    const differing = groupsOf(seen.userIds.slice(0, asked), before, seen.holdings).filter(
      (group) => group.before !== group.after || touched(group.after),
    );
    const groups = await this.affordable(seen, differing, sql);
    const placed = await this.place(seen, groups, sql);
    const comparison = new EffectComparison(this.options.schema);
    const found: AffectedMembers[] = [];
    const until = performance.now() + LONGEST_COMPARED;
    let capped = seen.capped || asked < seen.userIds.length || groups.length < differing.length;
    for (const { userIds, ...group } of groups) {
      const [had, has] = (['before', 'after'] as const).map((moment) =>
        heldRolesOf(group[moment]).flatMap((place) => placed[moment].get(textOf(place)) ?? []),
      );
      found.push({ userIds, ...(await inTurns(comparison.steps(had ?? [], has ?? []))) });
      capped ||= differsUnwritten(had ?? [], has ?? []);
      if (performance.now() < until) continue;
      capped ||= found.length < groups.length;
      break;
    }
    return { groups: found, capped };
  }

  /** Those of the groups that are compared, the ones with the fewest roles first. */
  private async affordable({ orgId, changed, roles }: Seen, groups: readonly Group[], sql: Sql): Promise<Group[]> {
    const held = groups.map((group) => ({
      group,
      places: [...heldRolesOf(group.before), ...heldRolesOf(group.after)],
    }));
    const ids = new Set(held.flatMap(({ places }) => places.map(([roleId]) => roleId)));
    const weights = await this.roles.readWeights(orgId, [...ids], sql);
    const counted = new Set<string>();
    const budget = new Budget(MOST_WEIGHT);
    return held
      .toSorted((one, other) => one.places.length - other.places.length)
      .filter(({ places }) => {
        if (places.some(([roleId]) => changed.has(roleId) && !roles.has(roleId))) return false;
        const fresh = places.filter((place) => !counted.has(textOf(place)));
        const more = new Map(fresh.map((place) => [textOf(place), weights.get(place[0]) ?? 0]));
        if (!budget.take([...more.values()].reduce((sum, weight) => sum + weight, 0))) return false;
        for (const text of more.keys()) counted.add(text);
        return true;
      })
      .map(({ group }) => group);
  }

  /**
   * What each of these holds now, as one text; who is no member, or suspended, holds nothing. `asked` is how many of them
   * were asked: fewer than all when these hold so much.
   */
  private async holdings(
    orgId: string,
    userIds: readonly string[],
    sql: Sql,
    assertTime?: () => void,
  ): Promise<{ readonly found: Map<string, Holding>; readonly asked: number }> {
    const found = new Map<string, Holding>();
    const texts = new Map<Holding, Holding>();
    let [asked, assignments] = [0, 0];
    while (asked < userIds.length && assignments < MOST_ASSIGNMENTS) {
      assertTime?.();
      const step = userIds.slice(asked, asked + STEP);
      for (const [userId, member] of await this.memberships.find(orgId, step, sql)) {
        const text = holdingOf(member);
        // Most members hold what others hold too: one text serves all of them.
        found.set(userId, texts.get(text) ?? text);
        texts.set(text, texts.get(text) ?? text);
        assignments += member.assignments.length;
      }
      asked += step.length;
      await nextTurn();
    }
    return { found, asked };
  }

  /** The roles that the groups hold, each within each scope; what did not change is the same object in both moments. */
  private async place(
    { orgId, changed, roles: seenRoles }: Seen,
    groups: readonly Group[],
    sql: Sql,
  ): Promise<Record<'before' | 'after', ReadonlyMap<string, PlacedGrants>>> {
    const wanted = new Map<string, Map<string, HeldRoleScope>>();
    for (const place of groups.flatMap((group) => [...heldRolesOf(group.before), ...heldRolesOf(group.after)])) {
      wanted.set(place[0], (wanted.get(place[0]) ?? new Map<string, HeldRoleScope>()).set(textOf(place), place));
    }
    let unbroken = 0;
    const placed = { before: new Map<string, PlacedGrants>(), after: new Map<string, PlacedGrants>() };
    for await (const { ids, roles: now } of this.roles.readInSteps(orgId, [...wanted.keys()], sql)) {
      for (const roleId of ids) {
        for (const [text, place] of wanted.get(roleId) ?? []) {
          unbroken += now.grantsIn(roleId).length;
          if (unbroken > PLACED_AT_ONCE) {
            await nextTurn();
            unbroken = 0;
          }
          const before = placedIn(now, place);
          placed.before.set(text, before);
          const seen = changed.has(roleId) ? seenRoles.get(roleId) : undefined;
          if (seen !== undefined) await nextTurn();
          placed.after.set(text, seen === undefined ? before : placedIn(seen, place));
        }
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
