import { Queue } from '@castellan/nest/database';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { EmbeddedError } from './embedded-error';
import { Lease } from './lease';

/** PGlite's one session, lent to one holder at a time and always clean (no open transaction) when lent. */
export class Session {
  private readonly queue = new Queue(1);
  private busy = false;
  private broken = false;

  constructor(
    private readonly client: Client,
    private readonly waitMs: number,
    private readonly log: (message: string, error?: unknown) => void,
  ) {
    client.on('drain', () => (this.busy = false));
    client.on('error', (error) => this.breakOff(error));
  }

  /** Lends the client in the order of asking; throws (53300) when it does not come within the wait (Infinity waits on). */
  async lend(onReturn?: () => void, waitMs = this.waitMs): Promise<Lease> {
    const end = await this.queue.take(waitMs, () => tooLong(waitMs));
    const takeBack = (): void => {
      onReturn?.();
      void this.clean().then(end, (error: unknown) => this.breakOff(error));
    };
    return new Lease(this.client, () => (this.busy = true), takeBack);
  }

  /** Does a piece of work with the client and takes it back; waits as `lend` does. */
  async run<T>(work: (lease: Lease) => Promise<T>, waitMs?: number): Promise<T> {
    const lease = await this.lend(undefined, waitMs);
    try {
      return await work(lease);
    } finally {
      lease.release();
    }
  }

  /** Refuses new holders (57P01), gives the present one the wait to come back, and does the last work. */
  async close(lastWork: (client: Client) => Promise<unknown>): Promise<void> {
    const returned = this.queue.close(new EmbeddedError('57P01', 'The embedded database is closed.')).then(() => true);
    const giveUp = new AbortController();
    const late = sleep(this.waitMs, false, { signal: giveUp.signal }).catch(() => false);
    if (!(await Promise.race([returned, late]))) this.log('Closing the database while its connection is still lent.');
    giveUp.abort();
    await this.rollBack();
    await lastWork(this.client);
  }

  private async clean(): Promise<void> {
    // The status is that of the last finished query: wait for those that the holder did not wait for.
    if (this.busy) await once(this.client, 'drain');
    await this.rollBack();
  }

  private async rollBack(): Promise<void> {
    const status = this.client.getTransactionStatus();
    if (status === 'T' || status === 'E') await this.client.query('ROLLBACK');
  }

  private breakOff(cause: unknown): void {
    if (this.broken) return;
    this.broken = true;
    const message = 'The embedded database has stopped after an error: restart the process.';
    this.log(message, cause);
    void this.queue.close(new EmbeddedError('08006', message, { cause }));
  }
}

function tooLong(waitMs: number): EmbeddedError {
  return new EmbeddedError(
    '53300',
    `The embedded database has one connection, and it was not free for ${waitMs / 1000} s. The usual cause is a query ` +
      'through the DataSource inside a transaction callback, which waits for itself: use the EntityManager that the ' +
      'callback is given. Else it is overloaded: set DATABASE_URL to a PostgreSQL server.',
  );
}
