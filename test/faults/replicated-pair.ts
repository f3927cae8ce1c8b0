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
    await this.until('pg_last_wal_replay_lsn()');
    await ask(this.standby.url, 'select pg_wal_replay_pause()');
  }

  /** Waits until the standby has received everything, replayed or not: what is acknowledged is not lost by its promotion. */
  received(): Promise<void> {
    return this.until('pg_last_wal_receive_lsn()');
  }

  /** Makes the standby a primary. */
  async promote(): Promise<void> {
    await ask(this.standby.url, 'select pg_promote()');
  }

  private async until(position: string): Promise<void> {
    const [{ lsn }] = await ask(this.primary.url, 'select pg_current_wal_flush_lsn()::text as lsn');
    for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
      const [{ there }] = await ask(this.standby.url, `select ${position} >= '${lsn}'::pg_lsn as there`);
      if (there === true) return;
      await sleep(20);
    }
    throw new Error(`The standby did not come to ${lsn}`);
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
