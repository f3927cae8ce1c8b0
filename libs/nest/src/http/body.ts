import { CastellanError, valueError, type Issue } from '@castellan/core';
import { parseJsonBody } from './json-body';
import type { InputRequest } from './route-input';

/** The most bytes of a body, where a route does not say otherwise. */
export const BODY_LIMIT = 256 * 1024;

/** The most bytes of a batch. */
export const BATCH_LIMIT = 1024 * 1024;

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Finds a body where the route takes none: whoever put a parameter there would get another change than was meant. */
export function bodyIssues({ body, method }: InputRequest): Issue[] {
  const text = Buffer.isBuffer(body) ? body.toString('utf8').trim() : JSON.stringify(body ?? {});
  if (method !== 'DELETE' || text === '' || text === '{}') return [];
  return [valueError(['body'], 'a DELETE takes no body: send its parameters in the query')];
}

/**
 * The value of a request's body. Bytes are parsed here; what a host's own parser made of them is taken as it is.
 * @throws CastellanError unsupported-media-type, too-large
 */
export function readBody(request: InputRequest, limit = BODY_LIMIT): { value: unknown } | { issues: Issue[] } {
  const { body } = request;
  if (body === undefined || body === null || (Buffer.isBuffer(body) && body.length === 0)) {
    return { issues: [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }] };
  }
  const type = request.raw?.sentContentType ?? request.headers['content-type'];
  if (typeof type !== 'string' || !JSON_TYPE.test(type.trim())) {
    throw new CastellanError('unsupported-media-type', 'The body must be declared as application/json');
  }
  if (!Buffer.isBuffer(body)) return { value: body };
  if (body.length > limit) throw new CastellanError('too-large', `The body has more than ${limit} bytes`);
  return parseJsonBody(body);
}
