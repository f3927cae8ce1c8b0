import type { Middleware } from 'openapi-fetch';
import { ConnectionError } from './errors';
import type { ErrorEnvelope, Schemas } from './schemas';

/** Whether a body is an error as the service words it, on either API. */
function isDocumented(body: string): boolean {
  try {
    const { error, message, details = {}, detail } = Object(JSON.parse(body)) as Record<string, unknown>;
    if (detail !== undefined) return Array.isArray(detail) && detail.length > 0 && detail.every(isMistake);
    return typeof error === 'string' && typeof message === 'string' && typeof details === 'object' && details !== null;
  } catch {
    return false;
  }
}

const isMistake = (one: Partial<Schemas['ValidationError']> | null): boolean =>
  Array.isArray(one?.loc) && typeof one.msg === 'string';

/**
 * Reads every answer to its end. A failure that something on the way answered (an empty 502, a page of HTML) gets the envelope,
 * with the code `UNEXPECTED_ANSWER`: openapi-fetch has no `error` for an empty body, and who asks `if (error)` would take the
 * failure for a success. A success that breaks off, or is not what it says, rejects with ConnectionError.
 */
export const failedAnswer: Middleware = {
  async onResponse({ response, options: { parseAs } }) {
    const { status, ok } = response;
    if (status === 204 || (ok && parseAs !== 'json')) return undefined;
    const text = await response.text().catch((cause: unknown) => {
      throw new ConnectionError('The answer broke off.', { cause });
    });
    const headers = new Headers(response.headers);
    for (const name of ['Content-Length', 'Content-Encoding']) headers.delete(name);
    if (!ok) headers.set('Content-Type', 'application/json');
    if (ok) assertJson(text);
    const body = ok || isDocumented(text) ? text : JSON.stringify(unexpected(status));
    return new Response(body, { status, headers });
  },
};

function assertJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new ConnectionError('The answer is not JSON.', { cause });
  }
}

const unexpected = (status: number): ErrorEnvelope => ({
  error: 'UNEXPECTED_ANSWER',
  message: `The answer was ${status}, not the service's.`,
  details: {},
  timestamp: new Date().toISOString(),
  status_code: status,
});
