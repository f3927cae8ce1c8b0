import { createHash } from 'node:crypto';
import { DataSource, type EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';
import { dataSourceOf, DEFAULT_SCHEMA, inSchema, schemaOf, setSchema } from './postgres-schema';
import { onConnection, type Pool, type Prepared } from './pool';
import { checked, STANDBY, StandbyError, type Origin } from './standby';

/** Where statements run: the pool, or one transaction. */
export type Sql = EntityManager;

/** The rows of one statement, typed by the caller. */
export async function rows<Row>(sql: Sql, text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
  const schema = schemaOf(dataSourceOf(sql));
  return sql.query<Row[]>(inSchema(schema, text), [...parameters]).catch((error) => explain(error, schema));
}

/** The number of rows that an update or delete reached. */
export async function affected(sql: Sql, text: string, parameters: readonly unknown[] = []): Promise<number> {
  const schema = schemaOf(dataSourceOf(sql));
  const done = sql.query<[unknown[], number]>(inSchema(schema, text), [...parameters]);
  const [, count] = await done.catch((error) => explain(error, schema));
  return count;
}

/** The SQLSTATEs of a table and a column that are not there. */
const NOT_MIGRATED = ['42P01', '42703'];

/** Says what to do about a statement that finds no table of Castellan's, or an old one. */
function explain(error: unknown, schema: string): never {
  if (error instanceof Error && NOT_MIGRATED.includes(sqlState(error) ?? ''))
    error.message += `. ${migrateFirst(schema)}`;
  throw error;
}

/** What whoever has not migrated the tables in a schema must do. */
export function migrateFirst(schema: string): string {
  const call = `migrateCastellan(dataSource${schema === DEFAULT_SCHEMA ? '' : `, { schema: '${schema}' }`})`;
  return `Call \`await ${call}\`, from @castellan/nest/database, before the application starts`;
}

/** The SQLSTATE of a write that a standby, or a database that was made read-only, refuses. */
const READ_ONLY = '25006';

const ORIGIN: Prepared = { name: 'castellan_origin', text: `select ${STANDBY}` };

/** How many transactions have ended, and how many that others end are open. */
interface TransactionCounts {
  ended: number;
  joined: number;
}

// Invariant: one count per process, however many applications and copies of this package it holds. What one of them
// changed is not "unchanged" for another.
function transactionCounts(): TransactionCounts {
  const process = globalThis as { [COUNTS]?: TransactionCounts };
  return (process[COUNTS] ??= { ended: 0, joined: 0 });
}

const COUNTS = Symbol.for('castellan.transactions');

/** The database that holds Castellan's tables. */
export class Database {
  private readonly counts = transactionCounts();
  private readonly statements = new Map<Prepared, Prepared>();

  /** @throws Error when the DataSource is used with another schema already; without one it keeps the one that it has */
  constructor(
    readonly dataSource: DataSource,
    schema = schemaOf(dataSource),
  ) {
    setSchema(dataSource, schema);
  }

  /** The PostgreSQL schema that holds the tables. */
  get schema(): string {
    return schemaOf(this.dataSource);
  }

  /** How many transactions of this process have ended, well or not; NaN, like no number, while a joined one has not. */
  get transactions(): number {
    return this.counts.joined > 0 ? NaN : this.counts.ended;
  }

  /** How many connections the pool has: what the DataSource was told, or what pg takes. */
  get connections(): number {
    const { poolSize, extra } = this.dataSource.options as { poolSize?: number; extra?: { max?: number } };
    return extra?.max ?? poolSize ?? 10;
  }

  /** Counts a transaction that others end, and that holds changes of ours; what comes back is called at its end. */
  noteJoined(): () => void {
    const { counts } = this;
    counts.joined += 1;
    return () => {
      counts.joined -= 1;
      counts.ended += 1;
    };
  }

  /** The pool: each statement on whichever connection is free. */
  get sql(): Sql {
    return this.dataSource.manager;
  }

  /**
   * The rows of a statement that a decision rests on, each of which says where it comes from: prepared, on whichever
   * connection of the primary is free, or through a transaction. A connection of the pool that leads to a standby is
   * dropped. @throws StandbyError
   */
  async prepared<Row extends Origin>(statement: Prepared, values: readonly unknown[], through?: Sql): Promise<Row[]> {
    if (through !== undefined) return checked(await rows<Row>(through, statement.text, values));
    // TypeORM knows no prepared statements.
    const { master } = this.dataSource.driver as unknown as { readonly master?: Pool };
    try {
      // As TypeORM says it of a DataSource that was closed.
      if (master === undefined) throw new Error('Driver not Connected');
      return await onConnection(master, async (connection) =>
        checked((await connection.query<Row>({ ...this.inSchema(statement), values })).rows),
      );
    } catch (error) {
      if (error instanceof StandbyError || !(error instanceof Error)) throw error;
      throw new QueryFailedError(statement.text, [...values], error);
    }
  }

  // Behind a pooler, connections are shared by applications with other schemas: so are names of prepared statements.
  private inSchema(statement: Prepared): Prepared {
    const { schema } = this;
    if (schema === DEFAULT_SCHEMA) return statement;
    let found = this.statements.get(statement);
    if (found === undefined) {
      const suffix = createHash('sha256').update(schema).digest('hex').slice(0, 16);
      found = { name: `${statement.name}_${suffix}`, text: inSchema(schema, statement.text) };
      this.statements.set(statement, found);
    }
    return found;
  }

  /** Asks the database whether it is a primary. @throws StandbyError, and whatever keeps it from answering */
  async assertPrimary(): Promise<void> {
    await this.prepared(ORIGIN, []);
  }

  /** Runs `work` in one READ COMMITTED transaction, again when PostgreSQL asks for it (40001, 40P01; five tries). */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.withRunner((runner) => runner.manager.transaction('READ COMMITTED', work));
      } catch (error) {
        if (attempt >= 5 || !isRetryable(error)) throw error;
      }
    }
  }

  /** One statement that writes, as a transaction of its own; the number of rows that it reached. */
  async write(text: string, parameters: readonly unknown[]): Promise<number> {
    return this.withRunner((runner) => affected(runner.manager, text, parameters));
  }

  // Invariant: no connection goes back to the pool inside a transaction, nor one that leads to a standby. When a database
  // hangs, the ROLLBACK runs into its time limit as the statement before it did, and is never sent; whoever had the
  // connection next would go on with this transaction and its locks.
  private async withRunner<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    let isWritable = true;
    try {
      return await work(runner);
    } catch (error) {
      isWritable = !(error instanceof StandbyError || sqlState(error) === READ_ONLY);
      throw error;
    } finally {
      this.counts.ended += 1;
      if ((runner.isTransactionActive || !isWritable) && !runner.isReleased) await disconnect(runner);
      await runner.release();
    }
  }
}

/** Ends the connection of a query runner, whatever runs on it; the pool then takes another. */
export async function disconnect(runner: QueryRunner): Promise<void> {
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
