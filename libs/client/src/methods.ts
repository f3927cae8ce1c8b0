import { ConnectionError, errorOf, type ErrorBody } from './errors';
import type { ChangeOptions } from './resources';
import { ORGANIZATION_ROUTES, ORGANIZATIONS_ROUTES, type Route } from './routes';

/** What a call of openapi-fetch answers. */
interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** A method of openapi-fetch, for a path that is not known when this is compiled. */
type Call = (path: string, init: object) => Promise<Answer>;

/** How routes are called: for real, or only tried. */
interface Api {
  readonly calls: Readonly<Record<string, Call>>;
  readonly isTried: boolean;
}

type Method = (...args: unknown[]) => unknown;
type Fields = Readonly<Record<string, unknown>>;

/** The arguments of one call of a method, by what they are. */
interface Arguments {
  readonly path: Fields;
  readonly given: unknown;
  readonly options: ChangeOptions;
}

/** Parameters that name the organisation, as both APIs have them. */
const ORGANIZATION = ['org_id', 'organizationId'];

/** What every method takes last. */
const OPTIONS = ['signal', 'ifMatch'];

const tags = new WeakMap<object, string>();

/** How routes are called by the methods of a client. */
export const apiOf = (calls: object, isTried: boolean): Api => ({ calls: calls as Api['calls'], isTried });

/** The methods of what an organisation has; each throws TypeError when nobody said which organisation. */
export const resourcesOf = <Resources>(api: Api, organization: string | undefined): Resources =>
  Object.fromEntries(
    Object.entries(ORGANIZATION_ROUTES).map(([name, routes]) => [name, methodsOf(routes, api, organization)]),
  ) as Resources;

/** The methods of the organisations themselves. */
export const organizationsOf = <Resource>(api: Api): Resource => methodsOf(ORGANIZATIONS_ROUTES, api, null) as Resource;

/** @param organization in which they are called; undefined where nobody said it, null where it is an argument of each */
function methodsOf(routes: object, { calls, isTried }: Api, organization: string | undefined | null): object {
  const methods: Record<string, Method> = {};
  for (const [name, route] of Object.entries(routes) as Array<[string, Route]>) {
    if (isTried && !route.isChange) continue;
    const call = calls[route.verb] as Call;
    methods[name] =
      route.items === undefined
        ? async (...args) => answerOf(call, route, argumentsOf(route, args, organization))
        : (...args) => itemsOf(call, route, () => argumentsOf(route, args, organization));
  }
  return methods;
}

function argumentsOf(
  { path, takes }: Route,
  args: readonly unknown[],
  organization: string | undefined | null,
): Arguments {
  const left = [...args];
  const parameters: Record<string, unknown> = {};
  for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
    const isBound = organization !== null && ORGANIZATION.includes(name);
    if (isBound && organization === undefined)
      throw new TypeError('Name an organization: in the options, or by organization(id).');
    parameters[name] = isBound ? organization : idOf(name, left.shift());
  }
  const given = takes === undefined ? undefined : left.shift();
  const options = (left.shift() ?? {}) as ChangeOptions;
  // What was meant to hold a change back must not be passed over.
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (Object.hasOwn(options, 'ifMatch') && !options.ifMatch) throw new TypeError('ifMatch is empty.');
  if (unknown !== undefined) throw new TypeError(`This method has no option ${unknown}.`);
  if (left.length > 0) throw new TypeError('Too many arguments.');
  return { path: parameters, given, options };
}

/** An id among the arguments; one that is missing is told with the path that needs it. */
function idOf(name: string, id: unknown): unknown {
  if (id === undefined || id === null || typeof id === 'string') return id;
  throw new TypeError(`${name} must be a string.`);
}

async function answerOf(call: Call, route: Route, { path, given, options }: Arguments): Promise<unknown> {
  const { ifMatch, signal } = options;
  const { data, error, response } = await call(route.path, {
    params: { path, query: route.takes === 'query' ? given : undefined },
    ...(route.takes === 'body' && { body: given ?? {} }),
    ...(ifMatch !== undefined && { headers: { 'If-Match': tagOf(ifMatch) } }),
    signal,
  });
  if (!response.ok) throw errorOf(response, error as ErrorBody);
  const tag = response.headers.get('ETag');
  // The tag of a list is that of none of its objects.
  if (tag !== null && route.takes !== 'query' && typeof data === 'object' && data !== null) tags.set(data, tag);
  return data ?? undefined;
}

async function* itemsOf(call: Call, route: Route, read: () => Arguments): AsyncGenerator<unknown, void> {
  const args = read();
  let query = args.given as Fields | undefined;
  const seen = new Set<unknown>();
  for (;;) {
    const page = (await answerOf(call, route, { ...args, given: query })) as Fields;
    const items = page?.[route.items as string];
    if (!Array.isArray(items)) throw new ConnectionError(`${route.path} did not answer a page.`);
    yield* items as unknown[];
    const cursor = page['next_cursor'];
    const next = cursor || page['nextToken'];
    if (!next) return;
    if (seen.has(next)) throw new ConnectionError(`${route.path} answered a page that leads back.`);
    seen.add(next);
    query = { ...query, [cursor ? 'cursor' : 'nextToken']: next };
  }
}

function tagOf(ifMatch: string | object): string {
  const tag = typeof ifMatch === 'string' ? ifMatch : tags.get(ifMatch);
  if (tag === undefined)
    throw new TypeError('ifMatch takes what get, create or update answered, not a copy: get it first.');
  return tag;
}
