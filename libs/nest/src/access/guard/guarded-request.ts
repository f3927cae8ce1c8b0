import type { Access } from '../access';
import type { Caller } from './caller';

/** What the guard reads of an HTTP request and leaves on it; Express' and Fastify's requests both fit. */
export interface GuardedRequest {
  readonly id?: unknown;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** What the caller may do in the organisation of the request; the guard sets it when it lets a member in. */
  access?: Access;
  castellanCaller?: Caller;
  castellanResource?: unknown;
}
