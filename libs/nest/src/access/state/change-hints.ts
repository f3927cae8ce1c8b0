import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { QueryRunner } from 'typeorm';
import { CommittedChanges } from '../../changes/committed-changes';
import { Database, disconnect } from '../../database/database';

/** What is used of the connection that listens. */
interface Listening {
  on(event: 'notification', listener: (message: { readonly payload?: string }) => void): unknown;
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown;
}

/** How long to wait before listening is tried again, in milliseconds. */
const AGAIN_MS = 1_000;
/** The most organisations whose last change is remembered. */
const MOST_ORGANISATIONS = 10_000;

/** Hears of changes that were announced, on a connection of its own. A hint: what it did not hear of may have happened. */
@Injectable()
export class ChangeHints implements OnApplicationShutdown {
  private readonly logger = new Logger(ChangeHints.name);
  private readonly changed = new Map<string, number>();
  private runner: QueryRunner | null = null;
  private again: NodeJS.Timeout | null = null;
  private stopped = false;
  /** Since when it listens without a gap, on the monotonic clock in milliseconds. */
  private since = Infinity;

  constructor(
    private readonly database: Database,
    committed: CommittedChanges,
  ) {
    // Its own changes are not waited for.
    committed.subscribe(({ orgId }) => this.note(orgId));
  }

  /** Begins to listen; tries again and again while the database is away. */
  async listen(): Promise<void> {
    if (this.stopped) return;
    const runner = this.database.dataSource.createQueryRunner();
    this.runner = runner;
    try {
      const connection = (await runner.connect()) as Listening;
      connection.on('notification', ({ payload }) => this.note(organisationIn(payload ?? '')));
      connection.on('error', () => this.lose(runner));
      connection.on('end', () => this.lose(runner));
      await runner.query(`listen "${this.database.schema}"`);
      if (this.runner === runner) this.since = performance.now();
    } catch (error) {
      this.lose(runner, error);
    }
  }

  /** Whether it has listened ever since this moment and heard of no change of the organisation. */
  listensSince(orgId: string, moment: number): boolean {
    return this.since <= moment && (this.changed.get(orgId) ?? -Infinity) < moment;
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.since = Infinity;
    if (this.again !== null) clearTimeout(this.again);
    await this.drop(this.runner);
  }

  /** A change of an organisation; of any of them, when it is null. */
  private note(orgId: string | null): void {
    const now = performance.now();
    if (orgId === null || this.changed.size >= MOST_ORGANISATIONS) {
      this.changed.clear();
      // What is forgotten or not understood here must not be taken for unchanged.
      if (this.since < now) this.since = now;
    }
    if (orgId !== null) this.changed.set(orgId, now);
  }

  private lose(runner: QueryRunner, error?: unknown): void {
    if (this.runner !== runner) return;
    this.since = Infinity;
    this.runner = null;
    // Whatever it leads to, nobody else is to go on with it: a standby refuses to listen.
    void disconnect(runner).then(() => this.drop(runner));
    if (this.stopped) return;
    this.logger.warn(
      { err: error },
      'The notification connection is lost: every check reads the database until it is back',
    );
    this.again = setTimeout(() => void this.listen(), AGAIN_MS).unref();
  }

  private async drop(runner: QueryRunner | null): Promise<void> {
    if (runner === null || runner.isReleased) return;
    await runner.query('unlisten *').catch(() => undefined);
    await runner.release().catch(() => undefined);
  }
}

/** The organisation that an announcement names; null when it is none of ours: whoever may connect may send one. */
function organisationIn(payload: string): string | null {
  try {
    const { org_id: orgId } = JSON.parse(payload) as { org_id?: unknown };
    return typeof orgId === 'string' ? orgId : null;
  } catch {
    return null;
  }
}
