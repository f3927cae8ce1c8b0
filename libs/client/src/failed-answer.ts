import type { Middleware } from 'openapi-fetch';
import type { ErrorEnvelope } from './schemas';

/** Whether a body is an error as the service words it, on either face. */
function isDocumented(body: string): boolean {
  try {
    const { error, detail } = Object(JSON.parse(body)) as Record<string, unknown>;
    return typeof error === 'string' || Array.isArray(detail);
  } catch {
    return false;
  }
}

/**
 * Gives a failure that something on the way answered (an empty 502, a page of HTML) the envelope, with the code `UNEXPECTED_ANSWER`: openapi-fetch
 * has no `error` for an empty body, and who asks `if (error)` would take the failure for a success.
 */
export const failedAnswer: Middleware = {
  async onResponse({ response }) {
    const { status, statusText } = response;
    if (status < 400 || isDocumented(await response.clone().text())) return undefined;
    const body: ErrorEnvelope = {
      error: 'UNEXPECTED_ANSWER',
      message: `The answer was ${status} with a body that is not the service's.`,
      details: {},
      timestamp: new Date().toISOString(),
      status_code: status,
    };
    const headers = new Headers(response.headers);
    headers.set('Content-Type', 'application/json');
    for (const name of ['Content-Length', 'Content-Encoding']) headers.delete(name);
    return new Response(JSON.stringify(body), { status, statusText, headers });
  },
};
