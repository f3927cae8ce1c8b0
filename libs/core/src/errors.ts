import { REFUSAL_HINTS, type RefusalReason } from './reasons';

/** One mistake in what was sent, worded as Pydantic 2 words it. `loc` starts with `path`, `query`, `header` or `body`. */
export interface Issue {
  readonly type: string;
  readonly loc: ReadonlyArray<string | number>;
  readonly msg: string;
  readonly input?: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** Every reason of a conflict; each has a row in docs/errors.md. */
export const CONFLICT_REASONS = [
  'name_taken',
  'id_taken',
  'last_admin',
  'builtin',
  'owned',
  'limit',
  'not_empty',
  'default',
  'moved',
  'moved_on',
  'not_revertible',
] as const;

/** Why a change conflicts with what is stored. */
export type ConflictReason = (typeof CONFLICT_REASONS)[number];

/** Every reason why a change cannot join a host's transaction; each has a row in docs/errors.md. */
export const TRANSACTION_REASONS = ['not_active', 'foreign', 'isolation', 'aborted', 'not_joined'] as const;

/** Why a change cannot join a host's transaction: a mistake of the host, which doing it again does not mend. */
export type TransactionReason = (typeof TRANSACTION_REASONS)[number];

/** Every kind of failure; each has a row in docs/errors.md. The HTTP forms are in the errors filter. */
export const ERROR_KINDS = [
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'precondition-failed',
  'invalid',
  'unsupported-media-type',
  'too-large',
  'too-many-requests',
  'unavailable',
  'transaction',
] as const;

/** The kind of a failure; every error that Castellan answers is one of these. */
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** Marks what is a CastellanError for `instanceof`: of this copy of the package, of another, or a framework's exception that stands for one. */
export const CASTELLAN_ERROR = Symbol.for('castellan.error');

/** A failure with a kind, a message for people and details for programs. `details` never holds a secret. */
export class CastellanError extends Error {
  static override [Symbol.hasInstance](value: unknown): value is CastellanError {
    return typeof value === 'object' && value !== null && CASTELLAN_ERROR in value;
  }

  constructor(
    readonly kind: ErrorKind,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly issues: readonly Issue[] = [],
  ) {
    super(message);
    this.name = 'CastellanError';
  }

  get [CASTELLAN_ERROR](): true {
    return true;
  }
}

/** The caller did not prove who it is (401). `reason` goes to the log, never to the answer. */
export const unauthenticated = (reason: string): CastellanError =>
  new CastellanError('unauthenticated', 'Authentication required', { reason });

/** The caller may not do this (403). `details` says what is required; what to do about the reason is added as `hint`. */
export const forbidden = (
  reason: RefusalReason,
  { hint = REFUSAL_HINTS[reason], ...details }: Readonly<Record<string, unknown>> = {},
): CastellanError =>
  new CastellanError('forbidden', "You don't have permission to perform this action", { ...details, reason, hint });

/** A thing that is not there, or not in this organisation (404). */
export const notFound = (resourceType: string, resourceId: string): CastellanError =>
  new CastellanError('not-found', 'The requested resource was not found', {
    resource_type: resourceType,
    resource_id: resourceId,
  });

/** The change conflicts with what is stored (409). */
export const conflict = (
  reason: ConflictReason,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): CastellanError => new CastellanError('conflict', message, { reason, ...details });

/** The object is not the one that `If-Match` names (412). */
export const preconditionFailed = (): CastellanError =>
  new CastellanError('precondition-failed', 'The resource has changed since it was read');

/** What was sent is wrong (422): all mistakes at once. */
export const invalid = (issues: readonly Issue[]): CastellanError =>
  new CastellanError('invalid', 'The request is not valid', {}, issues);

/** The caller has another change of the organisation under way (429): this one was not begun. */
export const tooManyRequests = (): CastellanError =>
  new CastellanError('too-many-requests', 'Another change of yours is under way in this organisation', {
    hint: 'Send changes of one organisation one after the other, or several in one request.',
  });

/** The database, or another thing that a decision needs, cannot be reached (503). */
export const unavailable = (reason: string, cause?: unknown): CastellanError => {
  const error = new CastellanError('unavailable', 'The service is not available right now', { reason });
  error.cause = cause;
  return error;
};

/** PostgreSQL gave up the host's transaction that a change joined (503): the host rolls it back and may begin it again. */
export const beginAgain = (cause: unknown): CastellanError => {
  const message = 'The transaction cannot go on: roll it back, and begin it again from the start';
  const error = new CastellanError('unavailable', message, { reason: 'begin_again' });
  error.cause = cause;
  return error;
};

/** The host's transaction is none that a change can join (500); the message says what the host has to mend. */
export const transactionError = (reason: TransactionReason, message: string, cause?: unknown): CastellanError => {
  const error = new CastellanError('transaction', message, { reason });
  error.cause = cause;
  return error;
};

/** Pydantic's `value_error`: the kind for every mistake that has no name of its own. */
export const valueError = (loc: Issue['loc'], reason: string, input?: unknown): Issue => ({
  type: 'value_error',
  loc,
  msg: `Value error, ${reason}`,
  input,
  ctx: { reason },
});
