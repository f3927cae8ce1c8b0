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
  /** Milliseconds for which a right that was taken away may still work, in exchange for checks that read nothing. */
  maxStalenessMs = 0;
  /** No other process writes to the database (an embedded one): then what this process did says what is still true. */
  soleProcess = false;
  /** How many members, registered resources and organisations are kept ready; the least recently used go first. */
  cachedMembers = 100_000;
  cachedResources = 100_000;
  cachedOrganisations = 1_000;
  /** Routes (`METHOD /path`) without a decorator that are refused at each request instead of refused at start. */
  undeclaredRoutes: readonly string[] = [];
}
