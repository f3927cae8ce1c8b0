import type { Middleware } from 'openapi-fetch';

/** A token, or a function that is asked for one at each request. */
export type TokenSource = string | (() => string | Promise<string>);

/** Signs each request with a token. A request for which there is none is not sent: it rejects with TypeError, which does not show the token. */
export function bearerToken(source: TokenSource): Middleware {
  return {
    async onRequest({ request }) {
      const given: unknown = typeof source === 'function' ? await source() : source;
      const token = typeof given === 'string' ? given.trim() : '';
      if (!/^[\x21-\x7e]+$/.test(token)) throw new TypeError('The token is empty or has characters that no token has.');
      request.headers.set('Authorization', `Bearer ${token}`);
    },
  };
}
