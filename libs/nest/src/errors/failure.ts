import { CastellanError, type ErrorKind, type Issue } from '@castellan/core';
import { HttpException } from '@nestjs/common';
import { databaseFailure } from '../database/database-failure';

/** An error on its way to an answer: what both faces' formats are made from. */
export interface Failure {
  readonly status: number;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly issues: readonly Issue[];
  readonly headers: Readonly<Record<string, string>>;
}

const STATUS: Readonly<Record<ErrorKind, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'precondition-failed': 412,
  'too-large': 413,
  'unsupported-media-type': 415,
  invalid: 422,
  'too-many-requests': 429,
  unavailable: 503,
  transaction: 500,
};

const HEADERS: Readonly<Partial<Record<ErrorKind, Readonly<Record<string, string>>>>> = {
  unauthenticated: { 'WWW-Authenticate': 'Bearer' },
  'too-many-requests': { 'Retry-After': '1' },
  unavailable: { 'Retry-After': '1' },
};

const INTERNAL = { status: 500, message: 'An unexpected error occurred', details: {}, issues: [], headers: {} };

/** What to answer for anything that was thrown. Nothing of an unknown error's inside comes out. */
export function failureOf(error: unknown): Failure {
  const known = error instanceof CastellanError ? error : databaseFailure(error);
  if (known !== null) return ofCastellan(known);
  return error instanceof HttpException ? ofHttp(error) : INTERNAL;
}

function ofCastellan({ kind, message, details, issues }: CastellanError): Failure {
  // A mistake in the host's own code: its users can do nothing about it.
  if (kind === 'transaction') return INTERNAL;
  // What led to a 401 or 503 is for the log.
  const open = kind !== 'unauthenticated' && kind !== 'unavailable';
  return { status: STATUS[kind], message, details: open ? details : {}, issues, headers: HEADERS[kind] ?? {} };
}

const MESSAGES: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  404: 'The requested resource was not found',
  405: 'The method is not allowed here',
  408: 'The request took too long',
  413: 'The request is too large',
  414: 'The address is too long',
  415: 'The media type is not supported',
  429: 'Too many requests',
  431: 'The headers are too large',
};

/** The failure of a status that the framework answers on its own, before or beside our code. */
export function failureOfStatus(status: number, details: Failure['details'] = {}, headers = {}): Failure {
  const message = MESSAGES[status];
  return message === undefined ? INTERNAL : { status, message, details, issues: [], headers };
}

function ofHttp(error: HttpException): Failure {
  const status = error.getStatus();
  if (status === 401) return ofCastellan(new CastellanError('unauthenticated', 'Authentication required'));
  if (status === 403) {
    return ofCastellan(new CastellanError('forbidden', "You don't have permission to perform this action"));
  }
  if (status === 503) return ofCastellan(new CastellanError('unavailable', 'The service is not available right now'));
  return failureOfStatus(status);
}
