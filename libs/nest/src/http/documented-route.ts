import type { ConflictReason } from '@castellan/core';
import type { DeclaredRoute } from '../access/guard/route-audit';
import { TAGGED } from './answer.interceptor';
import { CONFLICTS } from './error-answers';
import { ROUTE_INPUT, type RouteInput } from './route-input';

/** What a route's declarations say about its answers, for an OpenAPI document. */
export interface DocumentedRoute {
  /** Whether the route is there to change something: it then has a dry run. */
  readonly isChange: boolean;
  readonly takesBody: boolean;
  /** A body that works as it stands and does no harm. */
  readonly example: object | null;
  /** Whether the successful answer carries an `ETag`. */
  readonly isTagged: boolean;
  /** Whether the route compares `If-Match` with the stored object. */
  readonly honoursIfMatch: boolean;
  readonly conflicts: readonly ConflictReason[];
}

/** Reads what a route declares about its answers. */
export function documentedRoute({ method, controller, handlerName }: DeclaredRoute): DocumentedRoute {
  const handler = (controller.prototype as Record<string, object>)[handlerName] as object;
  const input = (Reflect.getMetadata(ROUTE_INPUT, handler) ?? {}) as RouteInput;
  const isChange = method !== 'GET' && input.asks !== true;
  return {
    isChange,
    takesBody: input.body !== undefined,
    example: input.example ?? null,
    isTagged: Reflect.getMetadata(TAGGED, handler) === true,
    // Invariant: every service that changes or deletes a single object asserts the match.
    honoursIfMatch: isChange && ['PUT', 'DELETE'].includes(method),
    conflicts: (Reflect.getMetadata(CONFLICTS, handler) ?? []) as ConflictReason[],
  };
}
