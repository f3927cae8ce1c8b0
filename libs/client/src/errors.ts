import type { ErrorEnvelope, Schemas, StatementsErrorBody, ValidationErrors } from './schemas';

/** The body of a failure, on either API; `UNEXPECTED_ANSWER` where it is not the service's own. */
export type ErrorBody = ErrorEnvelope | ValidationErrors | StatementsErrorBody;

/** `details` of an error; new members may appear. Under `/organizations` errors have none. */
export type Details<Known extends object = object> = { readonly [Name in keyof Known]?: Known[Name] } & Readonly<
  Record<string, unknown>
>;

/** What a method of a resource throws: everything but an answer that the service meant. */
export class CastellanApiError<Known extends object = object> extends Error {
  readonly status: number;
  /** `CONFLICT` and the like; `VALIDATION_ERROR` for a 422, `UNEXPECTED_ANSWER` where something on the way answered. */
  readonly code: string;
  readonly details: Details<Known>;
  readonly headers: Headers;

  constructor(response: Response, body: ErrorBody) {
    super('detail' in body ? body.detail.map(textOf).join('; ') : body.message);
    this.name = new.target.name;
    this.status = response.status;
    this.code = 'detail' in body ? 'VALIDATION_ERROR' : body.error;
    this.details = ('details' in body ? body.details : {}) as Details<Known>;
    this.headers = response.headers;
  }

  /** Seconds after which the same call may succeed; null where the answer does not say. */
  get retryAfter(): number | null {
    return retryAfterOf(this.headers);
  }
}

/** 401: there is no valid token. */
export class AuthenticationError extends CastellanApiError {}

/** 403: `reason` says why, `hint` what to do, and `missing` which rights the caller would hand out without holding them. */
export class PermissionDeniedError extends CastellanApiError<{
  required_permission: string;
  reason: string;
  hint: string;
  missing: readonly string[];
}> {}

/** 404: `resource_type` and `resource_id` say what is not there. */
export class NotFoundError extends CastellanApiError<{ resource_type: string; resource_id: string }> {}

/** 409: `reason` is `name_taken`, `last_admin`, `builtin` and the like. */
export class ConflictError extends CastellanApiError<{
  reason: string;
  existing_id: string;
  role_id: string;
  permission: string;
  limit: number;
}> {}

/** 412: the object is in another state than `ifMatch` says. */
export class PreconditionFailedError extends CastellanApiError {}

/** 400, 413, 415 and 422: the same call never succeeds. */
export class InvalidRequestError extends CastellanApiError {
  /** Every mistake of the request, with its place; empty where the answer names none. */
  readonly mistakes: ReadonlyArray<Schemas['ValidationError']>;

  constructor(response: Response, body: ErrorBody) {
    super(response, body);
    this.mistakes = 'detail' in body ? body.detail : [];
  }
}

/** 429: the caller sends too much at a time. */
export class TooManyRequestsError extends CastellanApiError<{ hint: string }> {}

/** 502, 503 and 504: the service, or what it needs, is away. A change may have been made. */
export class UnavailableError extends CastellanApiError {}

/** No answer came, after all tries. A change may have been made. `cause` is what `fetch` said. */
export class ConnectionError extends Error {
  override readonly name: string = 'ConnectionError';
}

/** The time limit of the client passed. A change may have been made. */
export class TimeoutError extends ConnectionError {
  override readonly name = 'TimeoutError';
}

const CLASSES: Readonly<Record<number, new (response: Response, body: ErrorBody) => CastellanApiError>> = {
  400: InvalidRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  412: PreconditionFailedError,
  413: InvalidRequestError,
  415: InvalidRequestError,
  422: InvalidRequestError,
  429: TooManyRequestsError,
  502: UnavailableError,
  503: UnavailableError,
  504: UnavailableError,
};

/** The error of an answer that is a failure. */
export const errorOf = (response: Response, body: ErrorBody): CastellanApiError =>
  new (CLASSES[response.status] ?? CastellanApiError)(response, body);

/** Seconds to wait, as an answer says; null where it does not. */
export function retryAfterOf(headers: Headers): number | null {
  const said = headers.get('Retry-After') ?? '';
  if (/^\d+(\.\d+)?$/.test(said)) return Number(said);
  const date = /^[A-Z]/i.test(said) ? Date.parse(said) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, (date - Date.now()) / 1_000);
}

const textOf = ({ loc, msg }: Schemas['ValidationError']): string => `${loc.join('.')}: ${msg}`;
