import { CastellanError, unavailable } from '@castellan/core';
import { QueryFailedError } from 'typeorm';
import { sqlState } from './database';
import { StandbyError } from './standby';

/**
 * SQLSTATEs of a database that cannot answer now: connection exceptions, invalid authorization, insufficient resources,
 * operator intervention; read-only, closed to connections, no such database; retries used up, lock and idle timeouts.
 */
const PASSING = /^(?:(?:08|28|53|57)[0-9A-Z]{3}|25006|55000|3D000|40001|40P01|55P03|25P03)$/;
const SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH']);
// TypeORM gives up a query runner whose connection is lost, and says so to the statements that follow.
const LOST =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|Cannot use a pool after|Driver not Connected|not queryable|query runner (was )?already released/i;

/** The 503 for an error that means that the database cannot answer now; null for any other error. */
export function databaseFailure(error: unknown): CastellanError | null {
  if (!(error instanceof Error)) return null;
  if (isStandby(error)) return unavailable('standby', error);
  const state = sqlState(error) ?? '';
  const passing = PASSING.test(state) || SOCKET.has(state) || LOST.test(error.message);
  return passing ? unavailable('database', error) : null;
}

const isStandby = (error: Error): boolean =>
  error instanceof StandbyError || (error instanceof QueryFailedError && error.driverError instanceof StandbyError);
