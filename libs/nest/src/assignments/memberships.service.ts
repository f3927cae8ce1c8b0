import { conflict } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Change } from '../changes/change';
import type { Sql } from '../database/database';
import { AssignableRolesService } from './assignable-roles.service';
import { MembersRepository } from './members.repository';
import { isSame, keyOf, MOST_ASSIGNMENTS, type HeldRole, type Membership } from './membership';
import { MembershipsRepository, type AssignmentRow } from './memberships.repository';

/** What a user had in the organisation and what it is to have; null is no member. */
export interface Rewrite {
  readonly userId: string;
  readonly before: Membership | null;
  readonly after: Membership | null;
}

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
  async write(change: Change, action: string, rewrites: readonly Rewrite[]): Promise<void> {
    const different = rewrites.filter(({ before, after }) => !isSame(before, after));
    if (different.length === 0) return;
    await this.demand(change, different);
    for (const { after } of different) assertRoom(after);
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

  // Default roles are given at joining without any authority; a role may be bound without being held.
  private async demand(change: Change, different: readonly Rewrite[]): Promise<void> {
    const touched = new Map<string, HeldRole>();
    for (const rewrite of different) {
      for (const held of demandedBy(rewrite, (roleId) => change.mayBind(roleId))) {
        touched.set(`${held.role_id} ${held.scope}`, held);
      }
    }
    const held = [...touched.values()];
    const roles = await this.roles.many(change.orgId, [...new Set(held.map(({ role_id }) => role_id))], change.sql);
    change.requires(roles.grantsOf(held));
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

  private async writeAssignments({ orgId, sql, actor }: Change, different: readonly Rewrite[]): Promise<void> {
    const staying = different.filter(({ after }) => after !== null);
    const taken = staying.flatMap(({ userId, before, after }) => missing(userId, before, after, keyOf));
    const given = staying.flatMap(({ userId, before, after }) => missing(userId, after, before, JSON.stringify));
    await this.repository.sweep(orgId, staying.map(idOf), Date.now(), sql);
    if (taken.length > 0) await this.repository.take(orgId, taken, sql);
    if (given.length > 0) await this.repository.give(orgId, given, actor.id, sql);
  }
}

/** The assignments whose rights a rewrite gives or takes: all of them, when it suspends the member or lets it in again. */
function demandedBy({ before, after }: Rewrite, mayBind: (roleId: string) => boolean): HeldRole[] {
  const [old, now] = [before?.assignments ?? [], after?.assignments ?? []];
  if (before !== null && after !== null && before.status !== after.status) return [...old, ...now];
  const [had, has] = [old, now].map((list) => new Set(list.map((held) => JSON.stringify(held))));
  const keys = new Set(now.map(keyOf));
  const given = now.filter(
    (held) => !had?.has(JSON.stringify(held)) && !(before === null && held.origin === 'default'),
  );
  const taken = old.filter((held) => !has?.has(JSON.stringify(held)));
  const bound = (held: HeldRole): boolean => keys.has(keyOf(held)) && mayBind(held.role_id);
  return [...given, ...taken].filter((held) => !bound(held));
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
