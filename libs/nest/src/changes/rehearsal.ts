import { CastellanError, unavailable } from '@castellan/core';
import { rows, type Sql } from '../database/database';
import type { Change } from './change';
import { NO_EFFECTS, tellEffects, type ComparedMembers, type EffectsViewer, type ToldEffects } from './effects';
import { countRepairers } from './last-admin';
import { unlistedEffects } from './unlisted-effects';

/** Whom a change that is being tried concerns, and what they hold with it. */
export interface SeenAfter {
  readonly orgId: string;
}

/** Reads what members hold, for rehearsals. `Seen` is the reader's own. */
export interface EffectsReader<Seen extends SeenAfter = SeenAfter> {
  /**
   * Reads with the change made. The organisation's lock is held meanwhile, so `assertTime` is called between the steps.
   * @throws whatever `assertTime` throws
   */
  readAfter(change: Change, sql: Sql, assertTime: () => void): Promise<Seen>;
  /** Reads without the change, and compares. */
  compare(seen: Seen, sql: Sql): Promise<ComparedMembers>;
}

/** The injection token of the EffectsReader. */
export const EffectsReader = Symbol('EffectsReader');

/** The end of a change that was only tried: thrown, so that everything is rolled back. */
export class Rehearsal extends Error {
  constructor(
    /** What the change would do, as far as its actor may know. */
    readonly effects: ToldEffects,
    /** Why the change would be refused; null when it would succeed. */
    readonly refusal: unknown = null,
  ) {
    super('The change was only tried');
    this.name = 'Rehearsal';
  }
}

/** How long a rehearsal may read while it holds the organisation's lock, in milliseconds. */
const LONGEST_LOCKED = 2_000;

/** Ends the inner transaction, and carries out what was seen in it. */
class Tried extends Error {
  constructor(
    readonly seen: SeenAfter,
    readonly change: Change,
    readonly repairers: number,
  ) {
    super('tried');
  }
}

/**
 * Makes a change to its very end inside a savepoint, looks at what members hold then, rolls back, and compares with what
 * they hold now. The lock goes with the savepoint. When somebody else's change came in between, it starts again and keeps
 * the lock, so that nothing is told of another change.
 * @throws Rehearsal always, but for failures that say nothing of the change
 */
export async function rehearse(sql: Sql, make: (sql: Sql) => Promise<Change>, reader: EffectsReader): Promise<never> {
  for (let locked = false; ; locked = true) {
    const { seen, change, repairers } = await tryOut(sql, make, reader);
    const found = await reader.compare(seen, sql);
    if (!locked && (await hasMoved(sql, change))) {
      await rows(sql, 'select from castellan.organisation_state where org_id = $1 for no key update', [change.orgId]);
      continue;
    }
    throw new Rehearsal(
      await tellEffects({ ...found, ...unlistedEffects(change.audited), repairers }, viewerOf(change)),
    );
  }
}

async function tryOut(sql: Sql, make: (sql: Sql) => Promise<Change>, reader: EffectsReader): Promise<Tried> {
  return sql
    .transaction(async (inner): Promise<Tried> => {
      const change = await make(inner);
      const until = performance.now() + LONGEST_LOCKED;
      const assertTime = (): void => {
        if (performance.now() > until) throw unavailable('organisation', new Error('The dry run took too long'));
      };
      const seen = await reader.readAfter(change, inner, assertTime);
      throw new Tried(seen, change, await countRepairers(inner, change.orgId));
    })
    .catch((error: unknown) => {
      if (error instanceof Tried) return error;
      if (error instanceof CastellanError && error.kind !== 'unavailable') throw new Rehearsal(NO_EFFECTS, error);
      throw error;
    });
}

/** Whether the organisation is no longer as it was when the change was tried; one that was only tried is not there. */
async function hasMoved(sql: Sql, { orgId, state }: Change): Promise<boolean> {
  const text = 'select revision::float8 as revision from castellan.organisation_state where org_id = $1';
  const [now] = await rows<{ revision: number }>(sql, text, [orgId]);
  return now !== undefined && now.revision !== state.revision;
}

/** A platform admin reads no members: it is told of an organisation that it founds, in which there is nobody else. */
function viewerOf(change: Change): EffectsViewer {
  const { actor, state } = change;
  const mayRead = (type: string, id: string): boolean =>
    actor.kind === 'operator' ? state.revision === 0 : change.mayRead(type, id);
  return { id: actor.id, mayRead };
}
