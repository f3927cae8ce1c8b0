import { CastellanError } from '@castellan/core';
import type { Change } from './change';
import type { Sql } from './database';
import { effectsBetween, MOST_EFFECTS, NO_EFFECTS, Rehearsal, type EffectsReader, type Held } from './rehearsal';

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
