import { Client } from 'pg';

/** A statement that a process sent to PostgreSQL, and what came back. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  rows: number;
  /** The length of the rows as JSON. */
  size: number;
}

type Query = (...given: unknown[]) => unknown;
type Result = { readonly rows?: readonly unknown[] };

/** Runs `work`, and tells every statement that this process sent to PostgreSQL meanwhile. */
export async function countStatements<T>(work: () => Promise<T>): Promise<{ result: T; statements: Statement[] }> {
  const statements: Statement[] = [];
  const prototype = Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  prototype.query = function (this: unknown, ...given: unknown[]) {
    const statement = statementOf(given);
    statements.push(statement);
    const sent = original.apply(this, given);
    if (!(sent instanceof Promise)) return sent;
    return sent.then((result: Result) => {
      statement.rows = result.rows?.length ?? 0;
      statement.size = result.rows === undefined ? 0 : JSON.stringify(result.rows).length;
      return result;
    });
  };
  try {
    return { result: await work(), statements };
  } finally {
    prototype.query = original;
  }
}

function statementOf([first, values]: unknown[]): Statement {
  const config = typeof first === 'string' ? { text: first, values } : (first as { text: string; values?: unknown[] });
  return { text: config.text, values: (config.values as unknown[] | undefined) ?? [], rows: 0, size: 0 };
}
