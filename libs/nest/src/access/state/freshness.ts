import type { ChangeHints } from './change-hints';
import type { Database } from '../../database/database';

/** Says for how long stamps that were read stand for the present ones, so that they need not be read again. */
export interface Freshness {
  /** To be taken before stamps are read. */
  mark(): number;
  /** Whether nothing can have changed, or nothing that matters, since the mark was taken. */
  holds(orgId: string, mark: number): boolean;
}

/** The injection token of the Freshness. */
export const Freshness = Symbol('Freshness');

/** Not at all: every check reads. */
export const alwaysRead: Freshness = { mark: () => 0, holds: () => false };

/** As long as no transaction has ended, where no other process writes to the database. */
export const singleProcess = (database: Database): Freshness => ({
  mark: () => database.transactions,
  holds: (_, mark) => mark === database.transactions,
});

/**
 * For some time (milliseconds of the monotonic clock), unless a change is announced sooner. While announcements cannot be
 * heard, not at all.
 */
export const boundedStaleness = (maxStalenessMs: number, hints: ChangeHints): Freshness => ({
  mark: () => performance.now(),
  holds: (orgId, mark) => performance.now() - mark <= maxStalenessMs && hints.listensSince(orgId, mark),
});
