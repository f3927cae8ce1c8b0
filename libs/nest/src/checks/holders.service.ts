import {
  isNowhere,
  notFound,
  parsePermissionName,
  allowedIds,
  type PermissionName,
  type Scopes,
} from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CastellanOptions } from '../access/castellan.options';
import { MembersInOneState } from '../access/state/members-in-one-state';
import { readOneState } from '../access/state/one-state';
import { TooManyPermissions } from '../access/state/whole-member';
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
    private readonly options: CastellanOptions,
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
    return readOneState('The organisation', () => this.walk(orgId, permission, page, isShown));
  }

  /** The page, of one state of the organisation; undefined when that changed before anything was found. */
  private async walk(
    orgId: string,
    permission: string,
    page: Page,
    isShown: (userId: string) => boolean,
  ): Promise<HolderPage | undefined> {
    const names = namesGranting(this.options.schema, parsePermissionName(permission) as PermissionName);
    const { ids: roleIds, revision } = await this.repository.rolesGranting(orgId, names);
    const members: HolderAnswer[] = [];
    const undecided: string[] = [];
    let [after, examined] = [page.after, 0];
    for (let more = roleIds.length > 0; more && members.length < page.rowsToRead;) {
      if (examined >= MOST_EXAMINED) return { members, undecided, ...page.endedAt(after) };
      const step = await this.repository.findHolders(orgId, roleIds, after, STEP);
      const asked = await this.findHolders(orgId, permission, step.ids.filter(isShown));
      // Invariant: all of a page is of one state. What was found before stands; the next page goes on in another state.
      if ([step.revision, ...asked.revisions].some((other) => other !== revision)) {
        if (examined === 0) return undefined;
        return { members, undecided, ...page.endedAt(after) };
      }
      for (const holder of asked.found) {
        if (typeof holder === 'string') undecided.push(holder);
        else members.push(holder);
      }
      after = step.ids.at(-1) ?? after;
      examined += step.ids.length;
      more = step.ids.length === STEP;
      await nextTurn();
    }
    const { rows, ...next } = page.cut(members, ({ user_id }) => user_id);
    // Whoever comes after the last row of a page belongs to the next one.
    const last = next.has_more ? rows.at(-1)?.user_id : undefined;
    const reached = last === undefined ? undecided : undecided.filter((userId) => userId < last);
    return { members: [...rows], undecided: reached, ...next };
  }

  /** Those of the users who may use it; the id alone of one about whom nothing can be decided. */
  private async findHolders(orgId: string, permission: string, userIds: readonly string[]): Promise<AskedHolders> {
    const loaded = await this.members.load(orgId, userIds, { anew: true }).catch((error: unknown) => {
      if (!isTooMany(error)) throw error;
      return null;
    });
    if (loaded === null && userIds.length === 1) return { found: [...userIds], revisions: new Set() };
    if (loaded === null) {
      const all: AskedHolders = { found: [], revisions: new Set() };
      for (const userId of userIds) {
        const one = await this.findHolders(orgId, permission, [userId]);
        for (const holder of one.found) all.found.push(holder);
        for (const revision of one.revisions) all.revisions.add(revision);
      }
      return all;
    }
    const { members } = loaded;
    const found = userIds.flatMap((userId) => {
      const scopes = members.get(userId)?.someScopes(permission, MOST_SCOPES);
      return scopes === undefined || isNowhere(scopes) ? [] : [HolderAnswer.fromScopes(userId, scopes)];
    });
    return { found, revisions: new Set([...members.values()].flatMap((access) => access?.revision ?? [])) };
  }
}

/** Those who may, or the ids of those about whom nothing can be decided; and the revisions at which they were asked. */
interface AskedHolders {
  readonly found: Array<HolderAnswer | string>;
  readonly revisions: Set<number>;
}

const isTooMany = (error: unknown): boolean => error instanceof Error && error.cause instanceof TooManyPermissions;

/** Whether a member is within all of the scopes. */
function shownBy(scopes: readonly Scopes[]): (userId: string) => boolean {
  const within = scopes.map((each) => {
    const { only, except } = allowedIds(each, ['members']);
    return { only: only === null ? null : new Set(only), except: new Set(except) };
  });
  return (userId) => within.every(({ only, except }) => (only?.has(userId) ?? true) && !except.has(userId));
}
