import { tooManyRequests, unavailable, type CastellanError } from '@castellan/core';
import { Queue } from '../database/queue';

/** The most changes of one organisation that hold a connection at once: one that runs, and two that wait for its lock. */
const MOST_AT_ONCE = 3;
/** The connections that all changes together leave to reads: however many organisations are locked, checks find one. */
const LEFT_TO_READS = 3;
/** The most changes of one organisation that wait for a turn: its members need not be few. */
const MOST_WAITING = 100;
/** How long a change waits for its turn; as long as a statement may take. */
const WAIT_MS = 10_000;

/**
 * Lets a few changes at a time to the database, first come first served. Changes of one organisation wait for each
 * other anyway, and those of several may; without this they would do so on a connection each, until none is left for
 * the others, and none for checks.
 */
export class ChangeQueue {
  private readonly lines = new Map<string, Queue>();
  /** The members of organisations who have a change under way. */
  private readonly busy = new Set<string>();
  private readonly all: Queue;

  /** @param connections how many the pool has */
  constructor(connections: number) {
    this.all = new Queue(Math.max(1, connections - LEFT_TO_READS));
  }

  /**
   * @param actorId who makes the change: it has one under way at a time. Null for what nobody asked for
   * @throws CastellanError too-many-requests while the actor has another change under way; unavailable when there is no turn
   * for 10 seconds, or too many wait for one
   */
  async run<T>(orgId: string, actorId: string | null, work: () => Promise<T>): Promise<T> {
    if (actorId === null) return this.inLine(orgId, work);
    const key = JSON.stringify([orgId, actorId]);
    if (this.busy.has(key)) throw tooManyRequests();
    this.busy.add(key);
    try {
      return await this.inLine(orgId, work);
    } finally {
      this.busy.delete(key);
    }
  }

  private async inLine<T>(orgId: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(orgId) ?? new Queue(MOST_AT_ONCE);
    this.lines.set(orgId, line);
    const end = performance.now() + WAIT_MS;
    try {
      return await inTurn(line, end, () => inTurn(this.all, end, work));
    } finally {
      if (line.isEmpty) this.lines.delete(orgId);
    }
  }
}

/** Runs `work` when `queue` lets it in, until `end` on the monotonic clock. */
async function inTurn<T>(queue: Queue, end: number, work: () => Promise<T>): Promise<T> {
  if (queue.waiting >= MOST_WAITING) throw noTurn('Too many changes are waiting');
  const pass = await queue.take(end - performance.now(), () =>
    noTurn(`The change did not get its turn within ${WAIT_MS / 1_000} s`),
  );
  try {
    return await work();
  } finally {
    pass();
  }
}

const noTurn = (message: string): CastellanError => unavailable('database', new Error(message));
