import { isUserId, notFound, allowedIds, type Scopes } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Actor, Change } from '../changes/change';
import { Changes } from '../changes/changes';
import type { Sql } from '../database/database';
import { accepted } from '../http/accepted';
import { assertMatch } from '../http/etag';
import type { Page } from '../http/page';
import type { PathObjectFinder } from '../http/route-input';
import { AssignableRolesService } from '../assignments/assignable-roles.service';
import { EffectiveLists } from './effective-lists';
import { MemberAnswer, SHOWN_MEMBER, type MemberPage } from './member.answer';
import { UpdateMember } from './member.dto';
import { turningOn } from '../assignments/directory-groups';
import { MembersRepository, type MemberRow } from '../assignments/members.repository';
import type { Membership } from '../assignments/membership';
import { endedEarly, PageWeight } from '../database/page-weight';
import { MembershipsService } from '../assignments/memberships.service';

/** Members: showing, suspending and removing them. */
@Injectable()
export class MembersService implements PathObjectFinder {
  constructor(
    private readonly repository: MembersRepository,
    private readonly roles: AssignableRolesService,
    private readonly memberships: MembershipsService,
    private readonly changes: Changes,
  ) {}

  /** @throws CastellanError not-found */
  async assertExists(orgId: string, userId: string): Promise<void> {
    if (!isUserId(userId) || !(await this.repository.exists(orgId, userId))) throw notFound('members', userId);
  }

  /** A page of the members within `scopes`: three queries, whatever is on it. */
  async page(orgId: string, page: Page, scopes: Scopes): Promise<MemberPage> {
    const allowed = allowedIds(scopes, ['members']);
    const now = Date.now();
    const [found, total] = await Promise.all([
      this.repository.page(orgId, { after: page.after, most: page.rowsToRead }, allowed, now),
      this.repository.total(orgId, allowed),
    ]);
    const members = await this.show(orgId, found, now);
    const { rows, ...next } = page.cut(
      members,
      ({ user_id }) => user_id,
      endedEarly(found) || members.length < found.length,
    );
    return { total, ...next, members: [...rows] };
  }

  /** @throws CastellanError not-found */
  async get(orgId: string, userId: string, sql?: Sql): Promise<MemberAnswer> {
    const now = Date.now();
    const found = isUserId(userId) ? await this.repository.findMany(orgId, [userId], now, sql) : [];
    const [answer] = await this.show(orgId, found, now, sql);
    if (answer === undefined) throw notFound('members', userId);
    return answer;
  }

  /** Suspends a member, or lets it in again. @throws CastellanError not-found, precondition-failed */
  update(actor: Actor, orgId: string, userId: string, given: UpdateMember): Promise<MemberAnswer> {
    return this.changes.run(actor, orgId, async (change) => {
      await this.updateIn(change, userId, given);
      return this.get(orgId, userId, change.sql);
    });
  }

  /** Removes a member; its groups cannot bring it back. @throws CastellanError not-found, precondition-failed */
  remove(actor: Actor, orgId: string, userId: string): Promise<void> {
    return this.changes.run(actor, orgId, (change) => this.removeIn(change, userId));
  }

  /** `update` as a part of a change. */
  async updateIn(change: Change, userId: string, given: UpdateMember): Promise<void> {
    const input = accepted(UpdateMember, given);
    const before = await this.changeable(change, userId);
    const after = turningOn({ ...before, status: input.status ?? before.status });
    await this.memberships.write(change, 'member.update', [{ userId, before, after }]);
  }

  /** `remove` as a part of a change. */
  async removeIn(change: Change, userId: string): Promise<void> {
    const before = await this.changeable(change, userId);
    await this.memberships.write(change, 'member.remove', [{ userId, before, after: null }]);
  }

  /** The membership that an actor is about to change. @throws CastellanError not-found, precondition-failed */
  async changeable({ orgId, sql, ifMatch }: Change, userId: string): Promise<Membership> {
    const membership = (await this.memberships.find(orgId, [userId], sql)).get(userId);
    if (membership === undefined) throw notFound('members', userId);
    if (ifMatch !== null) assertMatch(ifMatch, await this.get(orgId, userId, sql), SHOWN_MEMBER);
    return membership;
  }

  /** The members as the API shows them; fewer than all when they are too much for one page. */
  private async show(orgId: string, found: readonly MemberRow[], now: number, sql?: Sql): Promise<MemberAnswer[]> {
    const held = new Set(found.flatMap(({ assignments }) => assignments.map(({ role_id }) => role_id)));
    const roles = await this.roles.findNamed(orgId, [...held], sql);
    const lists = new EffectiveLists(this.roles, roles, { orgId, now, sql });
    const weight = new PageWeight();
    const answers: MemberAnswer[] = [];
    for (const row of found) {
      const list = await lists.listOf(row);
      if (!weight.takes(list.permissions, list.denied)) break;
      answers.push(MemberAnswer.fromRow(row, list));
    }
    return answers;
  }
}
