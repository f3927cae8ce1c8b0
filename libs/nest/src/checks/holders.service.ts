import { isNowhere, notFound, parsePermissionName, reachableIds, type Scopes } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { AccessOptions } from '../access/access.options';
import { MembersInOneState } from '../access/members-in-one-state';
import type { Page } from '../http/page';
import { actionsGranting, GrantingRolesRepository } from './granting-roles.repository';
import { HolderAnswer, type HolderPage } from './holders.answer';

/** Finds the members who may use a permission. */
@Injectable()
export class HoldersService {
  constructor(
    private readonly options: AccessOptions,
    private readonly members: MembersInOneState,
    private readonly repository: GrantingRolesRepository,
  ) {}

  /**
   * A page of those who may use `permission` somewhere, among the members within all of `scopes`. Who may have it by its roles is
   * asked one by one, as many as the page needs; a suspended member may nothing and is not on it.
   * @throws CastellanError not-found for a permission that the schema does not have
   */
  async page(orgId: string, permission: string, page: Page, scopes: readonly Scopes[]): Promise<HolderPage> {
    const name = parsePermissionName(permission);
    if (name === null || !this.options.schema.knows(name)) throw notFound('permissions', permission);
    const within = scopes.map((each) => reachableIds(each, ['members']));
    const shown = (userId: string): boolean =>
      within.every(({ only, except }) => (only?.includes(userId) ?? true) && !except.includes(userId));
    const roleIds = await this.repository.rolesGranting(orgId, name.type, actionsGranting(this.options.schema, name));
    const members: HolderAnswer[] = [];
    let after = page.after;
    for (let more = roleIds.length > 0; more && members.length < page.reach;) {
      const userIds = await this.repository.holders(orgId, roleIds, after, page.reach);
      members.push(...(await this.holders(orgId, permission, userIds.filter(shown))));
      after = userIds.at(-1) ?? after;
      more = userIds.length === page.reach;
    }
    const { rows, ...next } = page.cut(members, ({ user_id }) => user_id);
    return { members: [...rows], ...next };
  }

  private async holders(orgId: string, permission: string, userIds: readonly string[]): Promise<HolderAnswer[]> {
    const { members } = await this.members.load(orgId, userIds);
    return userIds.flatMap((userId) => {
      const scopes = members.get(userId)?.scopes(permission);
      return scopes === undefined || isNowhere(scopes) ? [] : [HolderAnswer.of(userId, scopes)];
    });
  }
}
