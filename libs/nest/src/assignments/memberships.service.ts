import { conflict, parseScope } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Change } from '../changes/change';
import { assertMayDeny } from '../changes/power-to-cover';
import type { Sql } from '../database/database';
import { AssignableRolesService } from './assignable-roles.service';
import { MembersRepository } from './members.repository';
import { isSame, keyOf, MOST_ASSIGNMENTS, type HeldRole, type Membership } from './membership';
import { demandsOf, kindOf, touchedBy, type Demand, type Demanding, type Rewrite } from './rewrite-demands';
import { MembershipsRepository, type AssignmentRow } from './memberships.repository';
import type { AuditAction } from '../changes/audit-actions';

/** So many members that lose a deleted role have an entry each in the audit log; the others are counted in one. */
const MOST_NOTED = 10_000;
/** So many are read at a time. */
const STEP = 500;

/** Writes memberships: the one way to add and remove members, to suspend them, and to give and take roles. */
@Injectable()
export class MembershipsService {
  constructor(
    private readonly members: MembersRepository,
    private readonly repository: MembershipsRepository,
    private readonly roles: AssignableRolesService,
  ) {}

  /** The memberships of those among `userIds` who are members, by user id. */
  async find(orgId: string, userIds: readonly string[], sql?: Sql): Promise<Map<string, Membership>> {
    const found = await this.members.findMany(orgId, userIds, Date.now(), sql);
    return new Map(
      found.map(({ user_id, status, assignments }) => [
        user_id,
        { user_id, status, assignments: assignments.map(inOrder) },
      ]),
    );
  }

  /**
   * Writes those of `rewrites` that differ, in a fixed number of statements, and notes each for the audit log under
   * `action`.
   * @throws CastellanError forbidden when the actor does not hold what is given or taken, conflict `limit`
   */
  async write(change: Change, action: AuditAction, rewrites: readonly Rewrite[]): Promise<void> {
    const different = rewrites.filter(({ before, after }) => !isSame(before, after));
    if (different.length === 0) return;
    await this.assertMay(change, different);
    const joined = different.filter(({ before }) => before === null);
    const removed = different.filter(({ after }) => after === null);
    await this.writeMembers(change, { joined, removed, different });
    await this.writeAssignments(change, different);
    change.count('members', joined.length - removed.length);
    for (const { userId, before, after } of different) {
      change.stampMember(userId);
      change.audit({ action, targetType: 'members', targetId: userId, before, after });
    }
  }

  /**
   * Whether the actor may make these changes, and whether there is room for them; nothing is written.
   * @throws CastellanError forbidden, conflict `limit`
   */
  async assertMay(change: Change, rewrites: readonly Rewrite[]): Promise<void> {
    const different = rewrites.filter(({ before, after }) => !isSame(before, after));
    await this.demand(change, different);
    for (const { after } of different) assertRoom(after);
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
    }
    if (named.length === holders.length) return;
    const others = { members: holders.length - named.length };
    change.audit({ action: 'role.members', targetType: 'roles', targetId: roleId, before: others, after: null });
  }

  private async demand(change: Change, different: readonly Rewrite[]): Promise<void> {
    const { orgId, sql, actor } = change;
    const touched = different.flatMap(touchedBy);
    const roles = await this.roles.many(orgId, [...new Set(touched.map(({ held }) => held.role_id))], sql);
    const kinds = new Map(
      [...new Set(touched.map(({ held }) => held.role_id))].map((id) => [id, kindOf(roles.of(id))]),
    );
    const kind = (id: string): ReturnType<typeof kindOf> => kinds.get(id) ?? kindOf(undefined);
    const demanding: Demanding = {
      actor: actor.kind === 'member' ? actor.id : null,
      roles: kind,
      mayBind: (roleId, privileged) => change.mayBind(roleId, privileged),
    };
    const demands = new Map<string, Demand>();
    for (const demand of different.flatMap((rewrite) => demandsOf(rewrite, demanding))) {
      demands.set(`${demand.held.role_id} ${demand.held.scope} ${demand.effects.join()}`, demand);
    }
    change.requires(
      [...demands.values()].flatMap(({ held, effects }) =>
        roles.grantsOf([held]).filter(({ effect }) => effects.includes(effect)),
      ),
    );
    const denied = touched.filter(({ held, deed }) => deed === 'granted' && kind(held.role_id).denies);
    await assertMayDeny(change, { userIds: [...new Set(denied.map(({ userId }) => userId))] });
  }

  private async writeMembers(
    { orgId, sql }: Change,
    { joined, removed, different }: Record<'joined' | 'removed' | 'different', readonly Rewrite[]>,
  ): Promise<void> {
    const changed = different.flatMap(({ before, after }) => (before && after?.status !== before.status ? after : []));
    const moved = changed.filter((after) => after !== null);
    if (joined.length > 0) await this.repository.join(orgId, joined.map(idOf), sql);
    if (removed.length > 0) await this.repository.remove(orgId, removed.map(idOf), sql);
    if (moved.length > 0) await this.repository.setStatus(orgId, moved, sql);
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

function assertRoom(after: Membership | null): void {
  if (after !== null && after.assignments.length > MOST_ASSIGNMENTS) {
    throw conflict('limit', `A member has at most ${MOST_ASSIGNMENTS} assignments`, { limit: MOST_ASSIGNMENTS });
  }
}

// The database keeps the keys of an object in an order of its own.
const inOrder = ({ role_id, scope, origin, expires_at }: HeldRole): HeldRole => ({
  ...{ role_id, scope, origin, expires_at },
});

const idOf = ({ userId }: Rewrite): string => userId;
