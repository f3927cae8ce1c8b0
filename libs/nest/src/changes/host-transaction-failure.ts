import { beginAgain, transactionError } from '@castellan/core';
import { isRetryable, sqlState } from '../database/database';

/** The failure to join what is no transaction. */
export const notActive = (cause?: unknown): Error => {
  const message =
    'There is no transaction here: use the EntityManager that DataSource.transaction() gives, or begin one on the client';
  return transactionError('not_active', message, cause);
};

/** What a host must know when a statement failed in its transaction; every other error as it is. */
export function hostTransactionFailure(error: unknown): unknown {
  if (isRetryable(error)) return beginAgain(error);
  const state = sqlState(error);
  if (state === '25P01') return notActive(error);
  if (state !== '25P02') return error;
  const message = 'An earlier statement of the transaction has failed, so it cannot be committed: roll it back';
  return transactionError('aborted', message, error);
}
