import type { Sql } from '../database/database';
import { CastellanError } from '@castellan/core';
import type { Change } from './change';

/** A permission of a user. */
export interface UserPermission {
  readonly user_id: string;
  readonly permission: string;
}

/** What a change would do to what members may do; at most `MOST_EFFECTS` rows in all, and then `truncated`. */
export interface Effects {
  readonly gained: readonly UserPermission[];
  readonly lost: readonly UserPermission[];
  readonly truncated: boolean;
}

/** The most rows that a rehearsal lists. */
export const MOST_EFFECTS = 1_000;

/** No effect at all. */
export const NO_EFFECTS: Effects = { gained: [], lost: [], truncated: false };

/** The permissions of one member: what it holds, and what is denied to it. */
export interface HeldPermissions {
  readonly permissions: readonly string[];
  readonly denied: readonly string[];
}

/** What members hold, by user id; who is no member is not in it. */
export type Held = ReadonlyMap<string, HeldPermissions>;

/** Reads what members hold, for rehearsals. */
export interface EffectsReader {
  /** The members that hold any of these roles, at most `most`. */
  holders(orgId: string, roleIds: readonly string[], most: number, sql: Sql): Promise<string[]>;
  /** What these members hold. */
  held(orgId: string, userIds: readonly string[], sql: Sql): Promise<Held>;
}

/** The injection token of the EffectsReader. */
export const EffectsReader = Symbol('EffectsReader');

/** The end of a change that was only tried: thrown, so that everything is rolled back. */
export class Rehearsal extends Error {
  constructor(
    readonly effects: Effects,
    /** Why the change would be refused; null when it would succeed. */
    readonly refusal: unknown = null,
  ) {
    super('The change was only tried');
    this.name = 'Rehearsal';
  }
}

/** What members gain and lose between two moments; a deny that goes is gained, one that comes is lost. */
export function effectsBetween(
  userIds: readonly string[],
  before: Held,
  after: Held,
): Pick<Effects, 'gained' | 'lost'> {
  const none: HeldPermissions = { permissions: [], denied: [] };
  const rows = (user_id: string, texts: readonly string[], others: readonly string[]): UserPermission[] =>
    texts.filter((text) => !others.includes(text)).map((permission) => ({ user_id, permission }));
  const gained: UserPermission[] = [];
  const lost: UserPermission[] = [];
  for (const userId of userIds) {
    const [was, is] = [before.get(userId) ?? none, after.get(userId) ?? none];
    gained.push(...rows(userId, is.permissions, was.permissions), ...rows(userId, was.denied, is.denied));
    lost.push(...rows(userId, was.permissions, is.permissions), ...rows(userId, is.denied, was.denied));
  }
  return { gained, lost };
}

/** The most members that a rehearsal compares. */
const MOST_COMPARED = 10_000;

/** Ends the inner transaction, and carries out what was seen in it. */
class Tried extends Error {
  constructor(
    readonly userIds: readonly string[],
    readonly after: Held,
  ) {
    super('tried');
  }
}

/**
 * Makes a change to its very end inside a savepoint, looks at what members hold then, rolls back, and looks at what they
 * hold now. Compared are the members that the change stamps and those that hold a role that it stamps.
 * @throws Rehearsal always, but for failures that say nothing of the change
 */
export async function rehearse(sql: Sql, make: (sql: Sql) => Promise<Change>, reader: EffectsReader): Promise<never> {
  let orgId = '';
  const tried = await sql
    .transaction(async (inner): Promise<Tried> => {
      const change = await make(inner);
      orgId = change.orgId;
      const holders = await reader.holders(orgId, [...change.roles], MOST_COMPARED + 1, inner);
      const userIds = [...new Set([...change.members, ...holders])].sort();
      throw new Tried(userIds, await reader.held(orgId, userIds.slice(0, MOST_COMPARED), inner));
    })
    .catch((error: unknown) => {
      if (error instanceof Tried) return error;
      if (error instanceof CastellanError && error.kind !== 'unavailable') throw new Rehearsal(NO_EFFECTS, error);
      throw error;
    });
  const userIds = tried.userIds.slice(0, MOST_COMPARED);
  const { gained, lost } = effectsBetween(userIds, await reader.held(orgId, userIds, sql), tried.after);
  const shown = gained.slice(0, MOST_EFFECTS);
  throw new Rehearsal({
    gained: shown,
    lost: lost.slice(0, MOST_EFFECTS - shown.length),
    truncated: gained.length + lost.length > MOST_EFFECTS || tried.userIds.length > MOST_COMPARED,
  });
}
