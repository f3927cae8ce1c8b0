import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { PrivatePostgres } from './private-postgres';
import type { Scratch } from './scratch';

const PATIENCE_MS = 20_000;

/** A primary and a standby that follows it, whose replay can be stopped: then it lags, and still answers. */
export class ReplicatedPair {
  private constructor(
    readonly primary: PrivatePostgres,
    readonly standby: PrivatePostgres,
  ) {}

  static async follow(primary: PrivatePostgres, scratch: Scratch): Promise<ReplicatedPair> {
    return new ReplicatedPair(primary, await primary.startStandby(scratch));
  }

  /** Waits until the standby has everything that is on the primary now, and stops there. */
  async stopReplay(): Promise<void> {
    await this.reached('pg_last_wal_replay_lsn()');
    await ask(this.standby.url, 'select pg_wal_replay_pause()');
  }

  /** Waits until the standby has received everything, replayed or not: what is acknowledged is not lost by its promotion. */
  received(): Promise<void> {
    return this.reached('pg_last_wal_receive_lsn()');
  }

  /** Makes the standby a primary, and waits until it is one. */
  async promote(): Promise<void> {
    // Were it to wait in PostgreSQL, what is replayed last could wait for its snapshot.
    await ask(this.standby.url, 'select pg_promote(false)');
    await this.until('not pg_is_in_recovery()');
  }

  private async reached(position: string): Promise<void> {
    const [{ lsn }] = await ask(this.primary.url, 'select pg_current_wal_flush_lsn()::text as lsn');
    await this.until(`${position} >= '${lsn}'::pg_lsn`);
  }

  private async until(condition: string): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
      if ((await ask(this.standby.url, `select ${condition} as met`))[0].met === true) return;
      await sleep(20);
    }
    throw new Error(`The standby never came to ${condition}`);
  }
}

/** The rows of one statement, on a connection of its own. */
export async function ask(url: string, text: string): Promise<any[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
