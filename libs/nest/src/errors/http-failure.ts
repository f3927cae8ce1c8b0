import { CastellanError } from '@castellan/core';
import { databaseFailure } from '../database/database-failure';
import { CastellanException } from './castellan.exception';
import { failureOf } from './failure';
import { iamErrorBody } from './iam-format';

/** What a host's own filter can make an answer of, with the headers that belong to it; null for what is no error of ours. */
export function httpFailure(
  error: unknown,
): { readonly exception: CastellanException; readonly headers: Readonly<Record<string, string>> } | null {
  const known = error instanceof CastellanError ? error : databaseFailure(error);
  if (known === null) return null;
  const failure = failureOf(known);
  return { exception: new CastellanException(known, iamErrorBody(failure), failure.status), headers: failure.headers };
}
