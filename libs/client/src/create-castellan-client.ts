import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import { addressOf, assertAddress, assertId, checkedBaseUrl, queryOf } from './address';
import { checkedCalls } from './checked-call';
import type { DryRunPaths } from './dry-run-paths';
import { apiOf, organizationsOf, resourcesOf } from './methods';
import type { paths } from './paths.generated';
import type { Organizations, OrganizationResources, Tried, TriedResources } from './resources';
import { sender, type Hooks } from './sender';
import type { TokenSource } from './token';

/** What a client needs to know. */
export interface CastellanClientOptions {
  /** Where the service is: `https://access.example.com`, with a path when it is mounted under one. */
  readonly baseUrl: string;
  /** A bearer token; a function is asked for one at each request, and for another one after a 401. */
  readonly token: TokenSource;
  /** The organisation of the methods; `organization(id)` has those of another one. */
  readonly organization?: string;
  /** The longest that a call takes, in milliseconds, with all its tries: 60,000 when it is not given. */
  readonly timeoutMs?: number;
  /** How often a call is sent again, where it may be: 2 when it is not given, 0 for never. */
  readonly maxRetries?: number;
  readonly hooks?: Hooks;
  /** Sends the requests instead of the global `fetch`. */
  readonly fetch?: (request: Request, init: Pick<RequestInit, 'signal'>) => Promise<Response>;
}

/** The changes of the API, each only tried (`dry_run=true`): the answer tells who would gain and lose what. */
export interface DryRunClient extends Pick<Client<DryRunPaths>, 'POST' | 'PUT' | 'DELETE'>, TriedResources {
  readonly organizations: Tried<Organizations>;
}

/** What an organisation has, and its changes only tried. */
export interface OrganizationClient extends OrganizationResources {
  readonly dryRun: TriedResources;
}

/**
 * The REST API: a method for each route, which throws CastellanApiError; and `GET`, `POST`, `PUT` and `DELETE`, which take a path of
 * the OpenAPI document and answer `{ data, error, response }`, with an `error` for every status from 400.
 */
export interface CastellanClient
  extends Pick<Client<paths>, 'GET' | 'POST' | 'PUT' | 'DELETE'>, Omit<OrganizationClient, 'dryRun'> {
  readonly organizations: Organizations;
  readonly dryRun: DryRunClient;
  /** The methods of another organisation than the client's. */
  organization(orgId: string): OrganizationClient;
}

/** A client of the service at `baseUrl`. @throws TypeError for an option that cannot be meant */
export function createCastellanClient(options: CastellanClientOptions): CastellanClient {
  const { token, hooks, fetch } = options;
  const timeoutMs = count('timeoutMs', options.timeoutMs ?? 60_000, 1);
  const baseUrl = checkedBaseUrl(options.baseUrl);
  const maxRetries = count('maxRetries', options.maxRetries ?? 2, 0);
  const send = sender({ token, hooks: hooks ?? {}, maxRetries, timeoutMs, fetch });
  const sending = (isTried: boolean): ClientOptions => ({
    // A redirect would lead body and query elsewhere.
    baseUrl,
    pathSerializer: addressOf,
    querySerializer: queryOf,
    redirect: 'error',
    fetch: async (request) => {
      assertAddress(request.url, baseUrl, isTried);
      return send(request);
    },
  });
  const real = checkedCalls(createClient<paths>(sending(false)), timeoutMs);
  const tries = checkedCalls(createClient<DryRunPaths>(sending(true)), timeoutMs, { dry_run: true });
  const { GET: _, ...tried } = tries;
  const [realApi, triedApi] = [apiOf(real, false), apiOf(tried, true)];
  const organization = (orgId?: string): OrganizationClient => ({
    ...resourcesOf<OrganizationResources>(realApi, orgId),
    dryRun: resourcesOf<TriedResources>(triedApi, orgId),
  });
  if (options.organization !== undefined) assertId('organization', options.organization);
  const { dryRun, ...own } = organization(options.organization);
  return {
    ...real,
    ...own,
    organizations: organizationsOf<Organizations>(realApi),
    dryRun: { ...tried, ...dryRun, organizations: organizationsOf<Tried<Organizations>>(triedApi) },
    organization(orgId) {
      assertId('organization', orgId);
      return organization(orgId);
    },
  };
}

/** A count among the options. @throws TypeError for anything else */
function count(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least && value < 2 ** 31) return value;
  throw new TypeError(`${name} must be an integer from ${least}.`);
}
