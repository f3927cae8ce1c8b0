import { DataSource, type EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';

/** Where statements run: the pool, or one transaction. */
export type Sql = EntityManager;

/** The rows of one statement, typed by the caller. */
export async function rows<Row>(sql: Sql, text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  return sql.query<Row[]>(text, [...parameters]);
}

/** The number of rows that an update or delete reached. */
export async function affected(sql: Sql, text: string, parameters: readonly unknown[] = []): Promise<number> {
  const [, count] = await sql.query<[unknown[], number]>(text, [...parameters]);
  return count;
}

/** A statement that connections keep prepared under its name. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** The part of a driver's pool that is used past TypeORM: pg's, and the embedded database's. */
interface Pool {
  query<Row>(statement: Prepared & { readonly values: readonly unknown[] }): Promise<{ rows: Row[] }>;
}

/** The database that holds Castellan's tables. */
export class Database {
  private ended = 0;
  private joined = 0;

  constructor(readonly dataSource: DataSource) {}

  /** How many transactions of this process have ended, well or not; NaN, like no number, while a joined one has not. */
  get transactions(): number {
    return this.joined > 0 ? NaN : this.ended;
  }

  /** How many connections the pool has: what the DataSource was told, or what pg takes. */
  get connections(): number {
    const { poolSize, extra } = this.dataSource.options as { poolSize?: number; extra?: { max?: number } };
    return extra?.max ?? poolSize ?? 10;
  }

  /** Counts a transaction that others end, and that holds changes of ours; what comes back is called at its end. */
  joins(): () => void {
    this.joined += 1;
    return () => {
      this.joined -= 1;
      this.ended += 1;
    };
  }

  /** The pool: each statement on whichever connection is free. */
  get sql(): Sql {
    return this.dataSource.manager;
  }

  /** The rows of a hot statement, on whichever connection of the primary is free; TypeORM knows no prepared ones. */
  async prepared<Row>({ name, text }: Prepared, values: readonly unknown[]): Promise<Row[]> {
    const { master } = this.dataSource.driver as unknown as { readonly master?: Pool };
    try {
      // As TypeORM says it of a DataSource that was closed.
      if (master === undefined) throw new Error('Driver not Connected');
      return (await master.query<Row>({ name, text, values })).rows;
    } catch (error) {
      throw error instanceof Error ? new QueryFailedError(text, [...values], error) : error;
    }
  }

  /** Runs `work` in one READ COMMITTED transaction, again when PostgreSQL asks for it (40001, 40P01; five tries). */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(work);
      } catch (error) {
        if (attempt >= 5 || !isRetryable(error)) throw error;
      }
    }
  }

  /** One statement that writes, as a transaction of its own; the number of rows that it reached. */
  async write(text: string, parameters: readonly unknown[]): Promise<number> {
    try {
      return await affected(this.sql, text, parameters);
    } finally {
      this.ended += 1;
    }
  }

  // Invariant: no connection goes back to the pool inside a transaction. When a database hangs, the ROLLBACK runs into its
  // time limit as the statement before it did, and is never sent; whoever had the connection next would go on with this
  // transaction and its locks.
  private async once<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    try {
      return await runner.manager.transaction('READ COMMITTED', work);
    } finally {
      this.ended += 1;
      if (runner.isTransactionActive && !runner.isReleased) await disconnect(runner);
      await runner.release();
    }
  }
}

/** Ends the connection of a query runner, whatever runs on it; the pool then takes another. */
async function disconnect(runner: QueryRunner): Promise<void> {
  // Who never got a connection has none to end; the embedded database's cannot be ended and rolls back by itself.
  const connection = (await runner.connect().catch(() => undefined)) as { end?(done: () => void): void } | undefined;
  connection?.end?.(() => undefined);
}

/** The SQLSTATE of a failed statement, or undefined. */
export function sqlState(error: unknown): string | undefined {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Whether PostgreSQL asks for the transaction to be begun again: a serialization failure, or a deadlock that it broke. */
export const isRetryable = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error) ?? '');
