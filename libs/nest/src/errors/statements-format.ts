import type { Issue } from '@castellan/core';
import type { Failure } from './failure';

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
  if (status === 422) return `Input data validation failed: ${told(issues.map(mistake), '; ')}`;
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

function mistake({ loc, msg, ctx }: Issue): string {
  const said = [ctx?.['reason'], ctx?.['error']].find((text) => typeof text === 'string') ?? msg;
  return `${cut(placeOf(loc))}: ${cut(said)}`;
}

/** The place of a mistake as a program would write it: `policies[0].effect`; `body[12]` is an offset in the text. */
function placeOf([part, ...rest]: Issue['loc']): string {
  const steps = typeof rest[0] === 'string' ? rest : [part ?? 'body', ...rest];
  return steps.map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`)).join('');
}

const cut = (text: string): string => (text.length > MOST_UNITS ? `${text.slice(0, MOST_UNITS)}…` : text);
