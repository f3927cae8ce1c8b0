import { EventEmitter, once } from 'node:events';
import type { QueryResult } from 'pg';
import type { Lease } from './lease';
import type { Session } from './session';

type OnConnect = (error: Error | undefined, client?: Lease, release?: Lease['release']) => void;
type OnResult = (error: Error | null, result?: QueryResult) => void;

/** What TypeORM uses of pg.Pool, over the one session; several pools (DataSources) may share it. */
export class Pool extends EventEmitter {
  private ending = false;
  private open = 0;

  constructor(private readonly session: Session) {
    super();
  }

  /** Lends the client, by callback (with its `release`) or promise. */
  connect(callback?: OnConnect): Promise<Lease> | undefined {
    const lent = this.lend();
    if (!callback) return lent;
    lent.then((lease) => callback(undefined, lease, lease.release), callback);
    return undefined;
  }

  /** One query on a client of its own, by callback or promise. */
  query(config: unknown, values?: unknown, callback?: OnResult): Promise<QueryResult> | undefined {
    const done = typeof values === 'function' ? (values as OnResult) : callback;
    const result = this.queryOnce(config, typeof values === 'function' ? undefined : values);
    if (!done) return result;
    result.then((rows) => done(null, rows), done);
    return undefined;
  }

  /** Refuses new holders, waits for those of this pool, and leaves the database open. */
  end(callback?: (error?: Error) => void): Promise<void> | undefined {
    const ended = this.finish();
    if (!callback) return ended;
    ended.then(() => callback(), callback);
    return undefined;
  }

  private async lend(): Promise<Lease> {
    this.refuseWhenEnding();
    this.open++;
    const lease = await this.session
      .lend(() => this.oneLess())
      .catch((error: unknown) => {
        this.oneLess();
        throw error;
      });
    if (this.ending) lease.release();
    this.refuseWhenEnding();
    return lease;
  }

  private async queryOnce(config: unknown, values: unknown): Promise<QueryResult> {
    const lease = await this.lend();
    try {
      return await (lease.query(config, values) as Promise<QueryResult>);
    } finally {
      lease.release();
    }
  }

  private async finish(): Promise<void> {
    if (this.ending) throw new Error('Called end on pool more than once');
    this.ending = true;
    if (this.open > 0) await once(this, 'empty');
  }

  private oneLess(): void {
    this.open--;
    if (this.open === 0) this.emit('empty');
  }

  private refuseWhenEnding(): void {
    if (this.ending) throw new Error('Cannot use a pool after calling end on the pool');
  }
}
