import type { Client } from 'openapi-fetch';
import { assertPath } from './address';
import { failedAnswer } from './failed-answer';
import { withinTime } from './time-limit';

/** What a call may be given; openapi-fetch takes more. */
interface CallOptions {
  readonly signal?: AbortSignal | null;
  readonly params?: { readonly path?: Readonly<Record<string, unknown>>; readonly query?: object };
}

/** Options of openapi-fetch with which a call could go elsewhere, or lose the flag of a dry run: they are the client's alone. */
const CLIENTS_ALONE = ['baseUrl', 'fetch', 'middleware', 'pathSerializer', 'querySerializer', 'redirect', 'Request'];

type Methods = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A method of openapi-fetch, for whatever path. */
type Call = (path: string, init: CallOptions) => Promise<unknown>;

/**
 * The methods of a client, which refuse, before anything is sent, what would send something else than it says: an option that is
 * the client's alone, a token beside the client's, or a path with a parameter missing.
 * @param timeoutMs how long a call may take, with all its tries and the reading of its answer
 * @param query added to the query of each call, after everything that the call says
 */
export function checkedCalls<Paths extends object>(
  client: Client<Paths>,
  timeoutMs: number,
  query: object = {},
): Pick<Client<Paths>, Methods> {
  client.use(failedAnswer);
  const checked = <M extends Methods>(method: M): Client<Paths>[M] => {
    const call = client[method] as unknown as Call;
    const wrapped: Call = async (path, given = {}) => {
      // Read once: what is checked is what is sent.
      const init = { ...given };
      assertPath(path);
      assertOptions(init);
      const parameters = { ...init.params?.path };
      assertParameters(path, parameters);
      const params = { ...init.params, path: parameters, query: { ...init.params?.query, ...query } };
      return withinTime(timeoutMs, init.signal, (signal) => call(path, { ...init, params, signal }));
    };
    return wrapped as unknown as Client<Paths>[M];
  };
  return { GET: checked('GET'), POST: checked('POST'), PUT: checked('PUT'), DELETE: checked('DELETE') };
}

function assertOptions(init: object): void {
  const wrong = CLIENTS_ALONE.find((name) => (init as Readonly<Record<string, unknown>>)[name] !== undefined);
  if (wrong !== undefined) throw new TypeError(`${wrong} is an option of the client, not of a call.`);
  const headers = new Headers((init as { readonly headers?: HeadersInit }).headers);
  if (headers.has('Authorization')) throw new TypeError('Authorization is set from the token of the client.');
}

function assertParameters(path: string, given: Readonly<Record<string, unknown>>): void {
  for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null) throw new TypeError(`${path} needs the path parameter ${name}.`);
  }
}
