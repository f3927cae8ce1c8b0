import type { IncomingHttpHeaders } from 'node:http';
import { unauthenticated } from '@castellan/core';

/** The part of a request that is read: Fastify's, whose `raw` is Node's, or Node's own as Express hands it on. */
export interface BearerRequest {
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders?: readonly string[];
  readonly raw?: { readonly rawHeaders?: readonly string[] };
}

/** Longest token that is looked at, in characters. */
export const TOKEN_CHARACTERS = 16_384;

/** The token of the one `Authorization: Bearer` header (RFC 6750, 2.1; no body, no query); throws `unauthenticated`. */
export function bearerToken(request: BearerRequest): string {
  const { authorization } = request.headers;
  if (authorization === undefined) throw unauthenticated('no Authorization header');
  // Node keeps the first of several and drops the rest, and a proxy before us may have judged another one.
  const names = (request.raw?.rawHeaders ?? request.rawHeaders ?? []).filter((_, index) => index % 2 === 0);
  if (names.filter((name) => name.toLowerCase() === 'authorization').length > 1) {
    throw unauthenticated('several Authorization headers');
  }
  const [, token] = /^bearer +(\S+)$/i.exec(authorization) ?? [];
  if (token === undefined) throw unauthenticated('the Authorization header is not of the form "Bearer token"');
  if (token.length > TOKEN_CHARACTERS) throw unauthenticated(`the token is longer than ${TOKEN_CHARACTERS} characters`);
  return token;
}
