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
  organisationFrom: (request: never) => string | null = ({ params }: GuardedRequest) => organisationIn(params);
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
  /** What becomes of routes without a decorator: the application does not start, or it starts and each of them is 403. */
  undeclaredRoutes: 'refuse' | 'deny' = 'refuse';
  /** Routes (`METHOD /path`, without global prefix and version) of packages that know nothing of us: 403 like any other without a decorator, and no reason not to start. */
  thirdPartyRoutes: readonly string[] = [];
}

/** What `AccessModule.forRoot` is given: `schema` is the one option that has no default. */
export type AccessModuleOptions = Partial<AccessOptions> & Pick<AccessOptions, 'schema'>;

/** The options with their defaults. @throws Error for an option that is not known, or that cannot be meant */
export function accessOptions(given: AccessModuleOptions): AccessOptions {
  const options = new AccessOptions();
  const known = new Set(['schema', ...Object.keys(options)]);
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new Error(`AccessModule has no option ${unknown.map((name) => `"${name}"`).join(', ')}`);
  Object.assign(options, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
  if (options.schema === undefined) throw new Error('AccessModule needs a schema: what can be granted');
  if (!['refuse', 'deny'].includes(options.undeclaredRoutes)) {
    throw new Error(`undeclaredRoutes is "refuse" or "deny", not ${JSON.stringify(options.undeclaredRoutes)}`);
  }
  return options;
}
