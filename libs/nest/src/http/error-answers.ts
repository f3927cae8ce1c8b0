import type { ConflictReason } from '@castellan/core';
import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** What OpenAPI says about the errors of a route, by status; both faces have the same. */
export const ERROR_ANSWERS: Readonly<Record<number, string>> = {
  400: 'The request could not be read',
  401: 'Missing or invalid credentials',
  403: 'The caller lacks the required permission or is not an active member',
  404: 'An object that the request names does not exist',
  408: 'The request took too long to arrive',
  409: 'The change conflicts with stored data',
  412: 'The object has changed since it was read: no tag in `If-Match` is its present `ETag`',
  413: 'The body is too large',
  414: 'A path parameter has more than 1,024 characters',
  415: 'The body is not declared as `application/json`',
  422: 'The request is invalid; the answer lists every problem',
  429: 'Too many requests, or another change of the caller is under way here; retry after the seconds in `Retry-After`',
  500: 'Unexpected server error',
  503: 'The service cannot answer right now; retry after the seconds in `Retry-After`',
};

/** The statuses of `ERROR_ANSWERS`. */
export const ERROR_STATUSES: readonly number[] = Object.keys(ERROR_ANSWERS).map(Number);

/** The metadata key of `Conflicts`. */
export const CONFLICTS = 'castellan:conflicts';

/** Declares the reasons for which a route answers 409; a route that declares none never does. */
export const Conflicts = (...reasons: ConflictReason[]): CustomDecorator => SetMetadata(CONFLICTS, reasons);
