import type { DataSource, QueryRunner } from 'typeorm';
import type { ClientAnswer, TransactionClient } from './lent-client';

/** What is set of a query runner of TypeORM's, which has no public way to give it a connection. */
interface Connected {
  databaseConnection: TransactionClient;
  isTransactionActive: boolean;
  transactionDepth: number;
}

/** TypeORM tells by these whether the number of rows is asked for; pg says them itself. */
const COMMAND = /^\s*(update|delete)\b/i;

/** A query runner that sends its statements on a connection of the host's, inside the transaction there, and never ends it. */
export function runnerOn(dataSource: DataSource, client: TransactionClient): QueryRunner {
  const runner = dataSource.createQueryRunner();
  const query = async (text: string, values?: unknown[]): Promise<ClientAnswer> => {
    const { rows, rowCount = null, ...said } = await client.query(text, values ?? []);
    return { command: COMMAND.exec(text)?.[1]?.toUpperCase(), ...said, rows, rowCount } as ClientAnswer;
  };
  const connected: Pick<Connected, 'databaseConnection'> = { databaseConnection: { query } };
  return Object.assign(runner, connected);
}

/** Lets a runner know that it is inside a transaction: savepoints are all that it may begin and end. */
export function enter(runner: QueryRunner): void {
  const inside: Omit<Connected, 'databaseConnection'> = { isTransactionActive: true, transactionDepth: 1 };
  Object.assign(runner, inside);
}
