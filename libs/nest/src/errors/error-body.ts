import type { Issue } from '@castellan/core';
import type { Failure } from './failure';

/** What tells which face a request is made to; Express' and Fastify's requests both fit. */
export interface FacedRequest {
  readonly id?: unknown;
  readonly url?: string;
  readonly params?: unknown;
}

const BELOW_ORGANIZATIONS = /^\/organizations(?:[/?]|$)/;

/** The body of an error, in the form of the face that the request is made to. */
export function errorBody(failure: Failure, request: FacedRequest): object {
  return isToStatements(request) ? statementsErrorBody(failure) : iamErrorBody(failure);
}

// A route of face 2 is known by its parameter, whatever a host puts before its path; an address of no route, by how it begins.
function isToStatements({ url, params }: FacedRequest): boolean {
  if (typeof params === 'object' && params !== null && Object.hasOwn(params, 'organizationId')) return true;
  return url !== undefined && BELOW_ORGANIZATIONS.test(url);
}

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

const NAMES: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthenticated',
  403: 'Forbidden',
  404: 'ResourceNotFound',
  405: 'MethodNotAllowed',
  408: 'RequestTimeout',
  409: 'Conflict',
  412: 'PreconditionFailed',
  413: 'PayloadTooLarge',
  414: 'UriTooLong',
  415: 'UnsupportedMediaType',
  422: 'ValidationError',
  429: 'TooManyRequests',
  431: 'RequestHeaderFieldsTooLarge',
  503: 'ServiceUnavailable',
};

/** How many mistakes, or missing rights, a message tells. */
const MOST_TOLD = 20;
/** The most UTF-16 units that a message tells of a mistake's place, and of what is wrong there. */
const MOST_UNITS = 256;

/** The body of an error in face 2: exactly `error` and `message`; there are no details, so the message has to say it all. */
export function statementsErrorBody(failure: Failure): object {
  return { error: NAMES[failure.status] ?? 'InternalServerError', message: messageOf(failure) };
}

function messageOf({ status, message, details, issues }: Failure): string {
  if (status === 401) return 'Authentication is required and has failed or has not yet been provided.';
  if (status === 422) return `Input data validation failed: ${told(issues.map(issueText), '; ')}`;
  if (status !== 403) return message;
  const { missing, required_permission: required, hint } = details;
  const lacks = Array.isArray(missing) ? [`The caller does not hold ${told(missing as string[], ', ')}.`] : [];
  const requires = typeof required === 'string' ? [`It requires ${required}.`] : [];
  const advice = typeof hint === 'string' ? [hint] : [];
  return ['Access to the requested resource is forbidden.', ...requires, ...lacks, ...advice].join(' ');
}

function told(texts: readonly string[], separator: string): string {
  const more = texts.length > MOST_TOLD ? [`and ${texts.length - MOST_TOLD} more`] : [];
  return [...texts.slice(0, MOST_TOLD), ...more].join(separator);
}

function issueText({ loc, msg, ctx }: Issue): string {
  const said = [ctx?.['reason'], ctx?.['error']].find((text) => typeof text === 'string') ?? msg;
  return `${cut(pathOf(loc))}: ${cut(said)}`;
}

/** The place of a mistake as a program would write it: `policies[0].effect`; `body[12]` is an offset in the text. */
function pathOf([part, ...rest]: Issue['loc']): string {
  const steps = typeof rest[0] === 'string' ? rest : [part ?? 'body', ...rest];
  return steps.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`)).join('');
}

const cut = (text: string): string => (text.length > MOST_UNITS ? `${text.slice(0, MOST_UNITS)}…` : text);
