import { CastellanError, notFound } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Actor, Change } from '../changes/change';
import { Changes } from '../changes/changes';
import { accepted } from '../http/accepted';
import { AssignableRolesService } from '../assignments/assignable-roles.service';
import type { MemberAnswer } from './member.answer';
import { GiveRole, type AssignMemberRoles, type MemberRolePath } from './member.dto';
import { MembersService } from './members.service';
import { turningOn } from '../assignments/directory-groups';
import { acceptedRows, refusalOfRows, rowsNaming, withRows } from './rejected-rows';
import { withAssignment, isSame, newMembership, withRoles, withoutAssignment } from '../assignments/membership';
import { MembershipsService } from '../assignments/memberships.service';

/** Assignments: who has which role, and where. */
@Injectable()
export class AssignmentsService {
  constructor(
    private readonly members: MembersService,
    private readonly memberships: MembershipsService,
    private readonly roles: AssignableRolesService,
    private readonly changes: Changes,
  ) {}

  /**
   * Gives each user its roles in the place of its unscoped manual and default ones. Who was no member becomes one, and
   * gets the default roles too. A user must not come twice. A rejected batch names every rejected row in `details.rows`.
   * @throws CastellanError invalid, not-found of a role, forbidden, conflict `limit`
   */
  assign(actor: Actor, orgId: string, given: readonly AssignMemberRoles[]): Promise<void> {
    return this.changes.run(actor, orgId, async (change) => {
      const inputs = acceptedRows(given);
      const named = [...new Set(inputs.flatMap(({ role_ids }) => role_ids))];
      const unknown = await this.roles.unknownAmong(orgId, named, change.sql);
      if (unknown[0] !== undefined) {
        throw withRows(notFound('roles', unknown[0]), rowsNaming(new Set(unknown), inputs), inputs.length);
      }
      const ids = inputs.map(({ user_id }) => user_id);
      const found = await this.memberships.find(orgId, ids, change.sql);
      const defaults = found.size === ids.length ? [] : await this.roles.findDefaults(orgId, change.sql);
      const rewrites = inputs.map(({ user_id: userId, role_ids }) => {
        const before = found.get(userId) ?? null;
        const roleIds = [...new Set(role_ids)];
        const after = before === null ? newMembership(userId, roleIds, defaults) : withRoles(before, roleIds);
        return { userId, before, after };
      });
      const marked = await this.memberships.marks.assigning(change, rewrites);
      try {
        await this.memberships.write(change, 'member.assign', marked);
      } catch (error) {
        const isRefusal = error instanceof CastellanError && ['forbidden', 'conflict'].includes(error.kind);
        throw isRefusal ? await refusalOfRows(error, this.memberships, change, marked) : error;
      }
    });
  }

  /**
   * Gives a member one role by hand, or changes when it expires and why it is given; what is not named stays.
   * @throws CastellanError invalid, not-found, precondition-failed, conflict `limit`
   */
  give(actor: Actor, path: MemberRolePath, given: GiveRole): Promise<MemberAnswer> {
    const { org_id: orgId, user_id: userId, role_id: roleId } = path;
    return this.changes.run(actor, orgId, async (change) => {
      await this.giveIn(change, { userId, roleId, joins: false }, given);
      return this.members.get(orgId, userId, change.sql);
    });
  }

  /**
   * Revokes a role at one scope, or without one at every scope, whether it was assigned by hand or at joining.
   * @throws CastellanError not-found also when there is nothing to revoke, precondition-failed, forbidden
   */
  take(actor: Actor, path: MemberRolePath, scope: string | null = null): Promise<void> {
    const { org_id: orgId, user_id: userId, role_id: roleId } = path;
    return this.changes.run(actor, orgId, (change) => this.takeIn(change, { userId, roleId, scope }));
  }

  /** `give` as a part of a change; who `joins` becomes a member when it is none. Tells whether the assignment is new. */
  async giveIn(
    change: Change,
    { userId, roleId, joins, adopts = false, assertMayAssign }: Giving,
    given: GiveRole,
  ): Promise<{ readonly created: boolean }> {
    const { orgId, sql, source } = change;
    const { scope = '*', expires_at, reason } = accepted(GiveRole, given, this.roles.scopes);
    const before = joins
      ? ((await this.memberships.find(orgId, [userId], sql)).get(userId) ?? null)
      : await this.members.changeable(change, userId);
    assertMayAssign?.(before !== null);
    await this.roles.assertAll(orgId, [roleId], sql);
    const member = before ?? newMembership(userId, [], await this.roles.findDefaults(orgId, sql));
    const stored = member.assignments.find(
      (other) => other.role_id === roleId && other.scope === scope && other.origin === 'manual',
    );
    const after = withAssignment(member, {
      role_id: roleId,
      scope,
      origin: 'manual',
      expires_at: expires_at === undefined ? (stored?.expires_at ?? null) : (expires_at?.toISOString() ?? null),
      ...kept('reason', reason === undefined ? stored?.reason : reason),
      ...kept('managed_by', stored === undefined || adopts ? source : stored.managed_by),
    });
    const marked = await this.memberships.marks.assigning(change, [{ userId, before, after }]);
    await this.memberships.write(change, 'member.role.assign', marked);
    return { created: stored === undefined };
  }

  /** `take` as a part of a change. */
  async takeIn(change: Change, { userId, roleId, scope }: Taking): Promise<void> {
    const before = await this.members.changeable(change, userId);
    await this.roles.assertAll(change.orgId, [roleId], change.sql);
    const after = turningOn(withoutAssignment(before, roleId, scope));
    if (isSame(before, after)) throw notFound('assignments', roleId);
    await this.memberships.write(change, 'member.role.take', [{ userId, before, after }]);
  }
}

/** Whom a role is given to; one that adopts is kept by the source of the change set from now on. */
interface Giving {
  readonly userId: string;
  readonly roleId: string;
  readonly joins: boolean;
  readonly adopts?: boolean;
  /** Called once it is known whether the user is a member. @throws CastellanError forbidden, not-found */
  readonly assertMayAssign?: (isMember: boolean) => void;
}

/** From whom a role is taken; null is every scope. */
interface Taking {
  readonly userId: string;
  readonly roleId: string;
  readonly scope: string | null;
}

/** A property that is only there when it says something. */
const kept = <Key extends string>(key: Key, value: string | null | undefined): { readonly [K in Key]?: string } =>
  (value === null || value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: string };
