import { CastellanError, unavailable } from '@castellan/core';
import { sqlState } from './database';

/** Connection exceptions, insufficient resources, operator intervention, retries used up, lock and statement timeouts. */
const PASSING = /^(08|53|57|40001|40P01|55P03|25P03)/;
const SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH']);
// TypeORM gives up a query runner whose connection is lost, and says so to the statements that follow.
const LOST =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|Cannot use a pool after|Driver not Connected|not queryable|query runner (was )?already released/i;

/** The 503 for an error that means that the database cannot answer now; null for any other error. */
export function databaseFailure(error: unknown): CastellanError | null {
  if (!(error instanceof Error)) return null;
  const state = sqlState(error) ?? '';
  const passing = PASSING.test(state) || SOCKET.has(state) || LOST.test(error.message);
  return passing ? unavailable('database', error) : null;
}
