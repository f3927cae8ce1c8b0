import type { Sql } from './database';

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
