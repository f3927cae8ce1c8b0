import type { Access } from './access';
import type { Caller } from './caller';

/** What the guard reads of a request and leaves on it; Express' and Fastify's requests both fit. */
export interface GuardedRequest {
  readonly id?: unknown;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** What the caller may do in the organisation of the request; the guard sets it when it lets a member in. */
  access?: Access;
  castellanCaller?: Caller;
}

/** The id of the organisation in a path, as either face names it; null when there is none. */
export const organisationIn = (params: GuardedRequest['params']): string | null =>
  params?.['org_id'] ?? params?.['organizationId'] ?? null;

/** The caller that the guard found. @throws Error on a route that the guard lets everybody use */
export function callerOf(request: GuardedRequest): Caller {
  if (request.castellanCaller === undefined) throw new Error('A public route has no caller');
  return request.castellanCaller;
}
