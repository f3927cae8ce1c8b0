import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';

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

/** The database that holds Castellan's tables. */
export class Database {
  constructor(readonly dataSource: DataSource) {}

  /** The pool: each statement on whichever connection is free. */
  get sql(): Sql {
    return this.dataSource.manager;
  }

  /** Runs `work` in one READ COMMITTED transaction, again when PostgreSQL asks for it (40001, 40P01; five tries). */
  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.dataSource.transaction('READ COMMITTED', work);
      } catch (error) {
        if (attempt >= 5 || !isRetryable(error)) throw error;
      }
    }
  }
}

/** The SQLSTATE of a failed statement, or undefined. */
export function sqlState(error: unknown): string | undefined {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

const isRetryable = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error) ?? '');
