import type { CastellanError } from '@castellan/core';
import { CastellanException } from './castellan.exception';
import { failureOf } from './failure';
import { iamErrorBody } from './iam-format';

/** The exception for an error that leaves our code in a route of a host, where our filter does not stand. */
export function exceptionOf(error: CastellanError): CastellanException {
  if (error instanceof CastellanException) return error;
  const failure = failureOf(error);
  const { status, headers } = failure;
  return new CastellanException(error, { status, headers, body: iamErrorBody(failure) });
}
