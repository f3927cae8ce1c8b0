import { CastellanError } from '@castellan/core';
import { Logger } from '@nestjs/common';

const log = new Logger('Castellan');

// The guard knows more than the filter that answers later: whoever comes first writes the line.
const written = new WeakSet<object>();

/** Writes what led to a 5xx to the log, once for each error, with the id of the request where that is known. */
export function logFailure(error: unknown, requestId?: unknown): void {
  if (typeof error === 'object' && error !== null) {
    if (written.has(error)) return;
    written.add(error);
  }
  const err = error instanceof Error ? (error.cause ?? error) : error;
  log.error(requestId === undefined ? { err } : { requestId, err });
}

/** What a line about a refusal is made from; Express' and Fastify's requests both fit. */
export interface RefusedRequest {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly url?: unknown;
  readonly params?: unknown;
  readonly user?: unknown;
  readonly castellanCaller?: { readonly id: string };
  /** Fastify's pattern of the route. */
  readonly routeOptions?: { readonly url?: unknown };
  /** Express' pattern of the route. */
  readonly route?: { readonly path?: unknown };
}

/** Who asked, and in which organisation, as far as the guard found out. */
export interface Asker {
  userId: unknown;
  orgId: unknown;
}

const MOST_MISSING = 10;
const MOST_CHARACTERS = 512;

/**
 * Writes one line for a 401 or 403: who asked, where, which permission was required, why it was refused, and the request's
 * id. It contains no header, query or body, and so no token.
 */
export function logRefusal(error: object, status: number, request: RefusedRequest, asker = askerOf(request)): void {
  if ((status !== 401 && status !== 403) || written.has(error)) return;
  written.add(error);
  const details = error instanceof CastellanError ? error.details : {};
  const reason = details['reason'] ?? (error instanceof Error ? error.message : null);
  const line = {
    msg: 'request refused',
    status,
    user: text(asker.userId),
    org: text(asker.orgId),
    route: routeOf(request),
    permission: details['required_permission'] ?? null,
    reason: text(reason),
    requestId: text(request.id),
    ...(Array.isArray(details['missing']) ? { missing: details['missing'].slice(0, MOST_MISSING) as unknown[] } : {}),
    ...(details['scope'] === undefined ? {} : { scope: text(details['scope']) }),
  };
  log.warn(line);
}

function askerOf({ castellanCaller, user, params }: RefusedRequest): Asker {
  const named = user as { userId?: unknown } | null | undefined;
  const inPath = (params ?? {}) as Readonly<Record<string, unknown>>;
  const userId = castellanCaller?.id ?? named?.userId ?? null;
  return { userId, orgId: inPath['org_id'] ?? inPath['organizationId'] ?? null };
}

function routeOf({ method, url, routeOptions, route }: RefusedRequest): string {
  const pattern = routeOptions?.url ?? route?.path;
  const path = typeof pattern === 'string' ? pattern : typeof url === 'string' ? url.split('?', 1)[0] : '';
  return `${text(method) ?? ''} ${path}`.slice(0, MOST_CHARACTERS);
}

/** What a host gave as an id may be of any type. */
const text = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, MOST_CHARACTERS) : null;
