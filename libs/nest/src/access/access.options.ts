import type { PermissionSchema } from '@castellan/core';
import type { Identity } from './identity';
import { organisationIn, type GuardedRequest } from './request';

/** How the guard is told who asks, where, and what can be granted. The initial values are the defaults. */
export class AccessOptions {
  /** What can be granted. */
  schema!: PermissionSchema;
  /** Who asks; null when nobody has proved who it is. */
  memberFrom: (request: never) => Identity | null = (request: GuardedRequest & { user?: Identity }) =>
    request.user ?? null;
  /** The organisation that the request is about; null when it is about none. */
  organisationFrom: (request: GuardedRequest) => string | null = ({ params }) => organisationIn(params);
  /** User ids that may use routes marked `@Operators()`. */
  operators: readonly string[] = [];
  /** Routes (`METHOD /path`) without a decorator that are refused at each request instead of refused at start. */
  undeclaredRoutes: readonly string[] = [];
}
