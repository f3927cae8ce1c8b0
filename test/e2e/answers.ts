import { REFUSAL_HINTS, type RefusalReason } from '@castellan/core';

/** A moment as the API writes it. */
export const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** The envelope of an error. */
export const envelope = (status_code: number, error: string, message: unknown, details: unknown = {}): object => ({
  error,
  message,
  details,
  timestamp: TIME,
  status_code,
});

/** The body of a 409. */
export const conflict = (message: string, details: object): object => envelope(409, 'CONFLICT', message, details);

/** The body of a 404. */
export const notFound = (resource_type: string, resource_id: string): object =>
  envelope(404, 'RESOURCE_NOT_FOUND', 'The requested resource was not found', { resource_type, resource_id });

/** The details of a 403: its reason, what to do about it, and what is required. */
export const refusal = (reason: RefusalReason, more: object = {}): object => ({
  ...more,
  reason,
  hint: REFUSAL_HINTS[reason],
});

/** The body of a 403. */
export const forbidden = (reason: RefusalReason, more: object = {}): object =>
  envelope(403, 'FORBIDDEN', "You don't have permission to perform this action", refusal(reason, more));

/** One mistake that has no name of its own. */
export const valueError = (loc: ReadonlyArray<string | number>, reason: string, input: unknown): object => ({
  type: 'value_error',
  loc,
  msg: `Value error, ${reason}`,
  input,
  ctx: { reason },
});

/** The body of a 412. */
export const changed = envelope(412, 'PRECONDITION_FAILED', 'The resource has changed since it was read');
