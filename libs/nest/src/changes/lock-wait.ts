import { CastellanError } from '@castellan/core';
import { dataSourceOf } from '../database/postgres-schema';
import { rows, sqlState, type Sql } from '../database/database';

/** How long a change waits for any lock where the host's DataSource sets no limit; as long as it waits for its turn. */
export const LOCK_WAIT_MS = 10_000;

const LIMIT = `
  select set_config('lock_timeout', '${LOCK_WAIT_MS}ms', true) where current_setting('lock_timeout') = '0'`;

/** Limits how long the statements of this transaction wait for locks, unless somebody has limited it. */
export async function limitLockWait(sql: Sql): Promise<void> {
  const { extra } = dataSourceOf(sql).options as { readonly extra?: { readonly lock_timeout?: number } };
  if ((extra?.lock_timeout ?? 0) === 0) await rows(sql, LIMIT);
}

/** What a change says that has waited for a lock for too long; every other error as it is. */
export function lockWaitFailure(error: unknown): unknown {
  if (sqlState(error) !== '55P03') return error;
  const message = 'Another transaction has kept the organisation locked for too long; nothing was changed. Try again';
  const failure = new CastellanError('unavailable', message, {
    reason: 'locked',
    hint: 'If this process holds the lock by a transaction of its own, pass inTransaction(actor, manager) to every change in it.',
  });
  failure.cause = error;
  return failure;
}
