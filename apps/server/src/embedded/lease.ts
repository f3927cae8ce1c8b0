import type { Client, QueryResult } from 'pg';

type Callback = (error: Error | null, result?: QueryResult) => void;
type Listener = (...args: never[]) => void;

/**
 * The one pg.Client for as long as it is lent: what a pool's client offers, until it is given back. A late query
 * through it is refused, because it would run inside the transaction of whoever has the client by then.
 */
export class Lease {
  private returned = false;

  constructor(
    private readonly client: Client,
    private readonly onQuery: () => void,
    private readonly onRelease: () => void,
  ) {}

  /** As pg.Client.query: text or config, with values, with a callback or a promise; also cursors and streams. */
  query(text: string, values?: unknown[]): Promise<QueryResult>;
  query(config: unknown, values?: unknown, callback?: unknown): unknown;
  query(config: unknown, values?: unknown, callback?: unknown): unknown {
    const done = (typeof values === 'function' ? values : callback) as Callback | undefined;
    const submittable = typeof (config as { submit?: unknown } | null)?.submit === 'function';
    if (submittable && !this.returned) {
      this.onQuery();
      return this.client.query(config as never);
    }
    const result = this.returned ? Promise.reject(lateQuery()) : this.send(config, values);
    if (!done) return result;
    // Never inside the client's own callback: PGlite takes what is thrown there for a broken connection.
    result.then((rows) => done(null, rows), done);
    return undefined;
  }

  /** Gives the client back; an open transaction is rolled back before the next holder has it. An error changes nothing. */
  readonly release = (_error?: unknown): void => {
    if (this.returned) throw new Error('Release called on client which has already been released to the pool.');
    this.returned = true;
    this.onRelease();
  };

  /** As on pg.Client, whose listeners outlive the lease. */
  on(event: string, listener: Listener): this {
    this.client.on(event as 'error', listener as never);
    return this;
  }

  /** As on pg.Client. */
  once(event: string, listener: Listener): this {
    this.client.once(event, listener as never);
    return this;
  }

  /** As on pg.Client. */
  removeListener(event: string, listener: Listener): this {
    this.client.removeListener(event, listener as never);
    return this;
  }

  /** As on pg.Client. */
  off(event: string, listener: Listener): this {
    return this.removeListener(event, listener);
  }

  private send(config: unknown, values: unknown): Promise<QueryResult> {
    this.onQuery();
    const params = typeof values === 'function' ? undefined : (values as unknown[] | undefined);
    return this.client.query(config as string, params);
  }
}

function lateQuery(): Error {
  return new Error('This connection was given back to the pool: take another one for this query.');
}
