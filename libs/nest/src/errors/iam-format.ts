import type { Failure } from './failure';

const CODES: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  401: 'AUTHENTICATION_FAILED',
  403: 'FORBIDDEN',
  404: 'RESOURCE_NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
  431: 'REQUEST_HEADER_FIELDS_TOO_LARGE',
  503: 'SERVICE_UNAVAILABLE',
};

/** The body of an error in face 1: the envelope, or Pydantic's form for a 422. */
export function iamErrorBody({ status, message, details, issues }: Failure): object {
  if (status === 422) return { detail: issues };
  return {
    error: CODES[status] ?? 'INTERNAL_SERVER_ERROR',
    message,
    details,
    timestamp: new Date().toISOString(),
    status_code: status,
  };
}
