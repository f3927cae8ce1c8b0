import { conflict, parseScope } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Change } from '../changes/change';
import { assertMayDeny } from '../changes/power-to-cover';
import { requireInSteps } from '../changes/require-in-steps';
import type { Sql } from '../database/database';
import { AssignableRolesService } from './assignable-roles.service';
import { DirectoryMarksService } from './directory-marks.service';
import { MembersRepository } from './members.repository';
import { isSame, keyOf, MOST_DENYING, MOST_MANUAL, type HeldRole, type Membership } from './membership';
import { demandsOf, NO_KIND, touchedBy } from './rewrite-demands';
import type { Demand, Demanding, Rewrite, RoleKind } from './rewrite-demands';
import { MembershipsRepository, type AssignmentRow } from './memberships.repository';
import type { AuditAction } from '../changes/audit-actions';

/** So many members that lose a deleted role have an entry each in the audit log; the others are counted in one. */
const MOST_NOTED = 10_000;
/** So many are read at a time. */
const STEP = 100;

/** The most roles that an audit entry lists as left out. */
const MOST_LISTED = 100;

/** Writes memberships: the one way to add and remove members, to suspend them, and to give and take roles. */
@Injectable()
export class MembershipsService {
  constructor(
    private readonly members: MembersRepository,
    private readonly repository: MembershipsRepository,
    private readonly roles: AssignableRolesService,
    /** How far groups count, of those who are written for an actor. */
    readonly marks: DirectoryMarksService,
  ) {}

  /** The memberships of those among `userIds` who are members, by user id. */
  async find(orgId: string, userIds: readonly string[], sql?: Sql): Promise<Map<string, Membership>> {
    const found = await this.members.findMany(orgId, userIds, Date.now(), sql);
    return new Map(
      found.map(({ user_id, status, directory, assignments }) => [
        user_id,
        { user_id, status, directory, assignments: assignments.map(inOrder) },
      ]),
    );
  }

  /**
   * Writes those of `rewrites` that differ, in a fixed number of statements, and notes each for the audit log under
   * `action`.
   * @throws CastellanError forbidden when the actor does not hold what is given or taken, conflict `limit`
   */
  async write(change: Change, action: AuditAction, rewrites: readonly Rewrite[]): Promise<void> {
    const different = rewrites.filter(isDifferent);
    if (different.length === 0) return;
    await this.assertMay(change, different);
    await this.writeAll(change, action, different);
  }

  /**
   * Writes what directory groups make of members. Nobody's rights are demanded: whoever mapped the groups, or changed the
   * connection, held what the roles grant.
   */
  async writeGroups(change: Change, rewrites: readonly Rewrite[]): Promise<void> {
    const different = rewrites.filter(isDifferent);
    if (different.length > 0) await this.writeAll(change, 'member.sso', different);
  }

  private async writeAll(change: Change, action: AuditAction, different: readonly Rewrite[]): Promise<void> {
    const joined = different.filter(({ before }) => before === null);
    const removed = different.filter(({ after }) => after === null);
    await this.writeMembers(change, { joined, removed, different });
    await this.writeAssignments(change, different);
    change.count('members', joined.length - removed.length);
    for (const { userId, before, after, leftOut = [] } of different) {
      change.stampMember(userId);
      const told = after === null || leftOut.length === 0 ? after : { ...after, ...listed(leftOut) };
      change.audit({ action, targetType: 'members', targetId: userId, before, after: told });
    }
  }

  /**
   * Whether the actor may make these changes, and whether there is room for them; nothing is written.
   * @throws CastellanError forbidden, conflict `limit`
   */
  async assertMay(change: Change, rewrites: readonly Rewrite[]): Promise<void> {
    const different = rewrites.filter(isDifferent);
    await this.demand(change, different);
    // One question for each member, so that a set asks about what each holds at its end.
    if (change.judgement === null) await this.assertRoom(change, different);
    for (const rewrite of different) {
      change.judgement?.noteConflicts(`members ${rewrite.userId}`, () => this.assertRoom(change, [rewrite]));
    }
  }

  /** Notes for the audit log, member by member, that a role is about to be deleted, and stamps all who hold it. */
  async noteLost(change: Change, roleId: string, holders: readonly string[]): Promise<void> {
    for (const userId of holders) change.stampMember(userId);
    const named = holders.slice(0, MOST_NOTED);
    for (let from = 0; from < named.length; from += STEP) {
      for (const [userId, before] of await this.find(change.orgId, named.slice(from, from + STEP), change.sql)) {
        const assignments = before.assignments.filter(({ role_id }) => role_id !== roleId);
        if (assignments.length === before.assignments.length) continue;
        const after = { ...before, assignments };
        change.audit({ action: 'member.role.take', targetType: 'members', targetId: userId, before, after });
      }
      await nextTurn();
    }
    if (named.length === holders.length) return;
    const others = { members: holders.length - named.length };
    change.audit({ action: 'role.members', targetType: 'roles', targetId: roleId, before: others, after: null });
  }

  /** Directory assignments take no room, and a role that denies takes none of the others'. */
  private async assertRoom({ orgId, sql }: Change, different: readonly Rewrite[]): Promise<void> {
    const lists = different.map(({ after }) => after?.assignments.filter(({ origin }) => origin !== 'sso') ?? []);
    const long = lists.filter(({ length }) => length > MOST_DENYING);
    const denying = await this.roles.findDenying(
      orgId,
      long.flatMap((list) => list.map(({ role_id }) => role_id)),
      sql,
    );
    for (const list of long) {
      const denies = list.filter(({ role_id }) => denying.has(role_id)).length;
      if (denies > MOST_DENYING) throw tooMany(MOST_DENYING, 'assignments of roles that deny');
      if (list.length - denies > MOST_MANUAL) throw tooMany(MOST_MANUAL, 'manual assignments');
    }
  }

  private async demand(change: Change, different: readonly Rewrite[]): Promise<void> {
    const { orgId, sql, actor } = change;
    const touched = different.flatMap(touchedBy);
    const roleIds = [...new Set(touched.map(({ held }) => held.role_id))];
    const kinds = await this.roles.readKinds(orgId, roleIds, sql);
    const kind = (id: string): RoleKind => kinds.get(id) ?? NO_KIND;
    const demanding: Demanding = {
      actor: actor.kind === 'member' ? actor.id : null,
      roles: kind,
      mayBind: (roleId, privileged) => change.mayBind(roleId, privileged),
    };
    const demands = new Map<string, Demand>();
    for (const demand of different.flatMap((rewrite) => demandsOf(rewrite, demanding))) {
      demands.set(`${demand.held.role_id} ${demand.held.scope} ${demand.effects.join()}`, demand);
    }
    await requireInSteps(change, this.roles.rightsIn(orgId, demands.values(), sql));
    const denied = touched.filter(({ held, deed }) => deed === 'granted' && kind(held.role_id).denies);
    await assertMayDeny(change, { userIds: [...new Set(denied.map(({ userId }) => userId))] });
  }

  private async writeMembers(
    { orgId, sql }: Change,
    { joined, removed, different }: Record<'joined' | 'removed' | 'different', readonly Rewrite[]>,
  ): Promise<void> {
    const moved = different.flatMap(({ before, after }) => {
      if (before === null || after === null) return [];
      return before.status === after.status && before.directory === after.directory ? [] : [after];
    });
    const joining = joined.flatMap(({ after }) => after ?? []);
    if (joining.length > 0) await this.repository.insertMany(orgId, joining, sql);
    if (removed.length > 0) await this.repository.remove(orgId, removed.map(idOf), sql);
    if (moved.length > 0) await this.repository.setState(orgId, moved, sql);
  }

  private async writeAssignments(change: Change, different: readonly Rewrite[]): Promise<void> {
    const { orgId, sql, actor } = change;
    const staying = different.filter(({ after }) => after !== null);
    const taken = staying.flatMap(({ userId, before, after }) => missing(userId, before, after, keyOf));
    const given = staying.flatMap(({ userId, before, after }) => missing(userId, after, before, JSON.stringify));
    await this.repository.sweep(orgId, staying.map(idOf), Date.now(), sql);
    if (taken.length > 0) await this.repository.take(orgId, taken, sql);
    if (given.length > 0) await this.repository.give(orgId, given, actor.id, sql);
    change.nameScopes(given.flatMap(({ scope }) => parseScope(scope) ?? []));
  }
}

/** The assignments of `one` that `other` has not, as `keyOf` compares them. */
function missing(
  user_id: string,
  one: Membership | null,
  other: Membership | null,
  keyOf: (held: HeldRole) => string,
): AssignmentRow[] {
  const there = new Set(other?.assignments.map((held) => keyOf(held)));
  return (one?.assignments ?? []).filter((held) => !there.has(keyOf(held))).map((held) => ({ user_id, ...held }));
}

const isDifferent = ({ before, after }: Rewrite): boolean => !isSame(before, after);

const listed = (leftOut: readonly string[]): object => ({
  left_out: leftOut.slice(0, MOST_LISTED),
  left_out_total: leftOut.length,
});

const tooMany = (limit: number, what: string): Error =>
  conflict('limit', `A member has at most ${limit} ${what}`, { limit });

// The database keeps the keys of an object in an order of its own.
const inOrder = ({ role_id, scope, origin, expires_at, reason, managed_by }: HeldRole): HeldRole => ({
  role_id,
  scope,
  origin,
  expires_at,
  ...(reason !== undefined && { reason }),
  ...(managed_by !== undefined && { managed_by }),
});

const idOf = ({ userId }: Rewrite): string => userId;
