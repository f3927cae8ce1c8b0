import { isNowhere, notFound, parsePermissionName, reachableIds, type Scopes } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AccessOptions } from '../access/access.options';
import { MembersInOneState } from '../access/members-in-one-state';
import { TooManyPermissions } from '../access/whole-member';
import type { Page } from '../http/page';
import { namesGranting, GrantingRolesRepository } from './granting-roles.repository';
import { HolderAnswer, MOST_SCOPES, type HolderPage } from './holders.answer';

/** How many members are looked at together, and how many for one page: it then ends, whatever is on it. */
const STEP = 50;
const MOST_EXAMINED = 500;

/** Finds the members who may use a permission. */
@Injectable()
export class HoldersService {
  constructor(
    private readonly options: AccessOptions,
    private readonly members: MembersInOneState,
    private readonly repository: GrantingRolesRepository,
  ) {}

  /**
   * A page of those who may use `permission` somewhere, among the members within all of `scopes`. Who may have it by its
   * roles is asked one by one; a suspended member may nothing and is not on it. A page ends early, even empty, when many
   * were asked who may not use it.
   * @throws CastellanError not-found for a permission that the schema does not have
   */
  async page(orgId: string, permission: string, page: Page, scopes: readonly Scopes[]): Promise<HolderPage> {
    const name = parsePermissionName(permission);
    if (name === null || !this.options.schema.knows(name)) throw notFound('permissions', permission);
    const isShown = shownBy(scopes);
    const roleIds = await this.repository.rolesGranting(orgId, namesGranting(this.options.schema, name));
    const members: HolderAnswer[] = [];
    const undecided: string[] = [];
    let [after, examined] = [page.after, 0];
    for (let more = roleIds.length > 0; more && members.length < page.reach;) {
      if (examined >= MOST_EXAMINED) return { members, undecided, ...page.endedAt(after) };
      const userIds = await this.repository.holders(orgId, roleIds, after, STEP);
      for (const holder of await this.holders(orgId, permission, userIds.filter(isShown))) {
        if (typeof holder === 'string') undecided.push(holder);
        else members.push(holder);
      }
      after = userIds.at(-1) ?? after;
      examined += userIds.length;
      more = userIds.length === STEP;
      await nextTurn();
    }
    const { rows, ...next } = page.cut(members, ({ user_id }) => user_id);
    return { members: [...rows], undecided, ...next };
  }

  /** Those of the users who may use it; the id alone of one about whom nothing can be decided. */
  private async holders(
    orgId: string,
    permission: string,
    userIds: readonly string[],
  ): Promise<Array<HolderAnswer | string>> {
    const loaded = await this.members.load(orgId, userIds).catch((error: unknown) => {
      if (!isTooMany(error)) throw error;
      return null;
    });
    if (loaded === null && userIds.length === 1) return [...userIds];
    if (loaded === null) {
      const found: Array<HolderAnswer | string> = [];
      for (const userId of userIds) found.push(...(await this.holders(orgId, permission, [userId])));
      return found;
    }
    const { members } = loaded;
    return userIds.flatMap((userId) => {
      const scopes = members.get(userId)?.someScopes(permission, MOST_SCOPES);
      return scopes === undefined || isNowhere(scopes) ? [] : [HolderAnswer.of(userId, scopes)];
    });
  }
}

const isTooMany = (error: unknown): boolean => error instanceof Error && error.cause instanceof TooManyPermissions;

/** Whether a member is within all of the scopes. */
function shownBy(scopes: readonly Scopes[]): (userId: string) => boolean {
  const within = scopes.map((each) => {
    const { only, except } = reachableIds(each, ['members']);
    return { only: only === null ? null : new Set(only), except: new Set(except) };
  });
  return (userId) => within.every(({ only, except }) => (only?.has(userId) ?? true) && !except.has(userId));
}
