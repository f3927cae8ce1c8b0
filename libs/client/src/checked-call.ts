import type { Client } from 'openapi-fetch';
import { assertPath } from './address';
import { failedAnswer } from './failed-answer';
import { withinTime } from './time-limit';

/** What a call may be given; openapi-fetch takes more. */
interface CallOptions {
  readonly signal?: AbortSignal | null;
  readonly params?: { readonly path?: Readonly<Record<string, unknown>>; readonly query?: object };
}

/** What a call may say. With other options of openapi-fetch it could go elsewhere; an unknown one would be passed over. */
const OPTIONS = ['params', 'body', 'headers', 'signal', 'parseAs'];
const PARAMS = ['path', 'query', 'header'];

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

function assertOptions(init: CallOptions): void {
  assertKnown(init, OPTIONS);
  assertKnown({ ...init.params }, PARAMS);
  // What is copied of anything else is empty: a dry run would be a change.
  for (const one of [init.params, init.params?.query]) {
    if (one && Object.getPrototypeOf(one) !== Object.prototype) throw new TypeError('params must be plain objects.');
  }
  const headers = new Headers((init as { readonly headers?: HeadersInit }).headers);
  if (headers.has('Authorization')) throw new TypeError('Authorization is set from the token.');
}

function assertKnown(given: object, known: readonly string[]): void {
  const wrong = Object.keys(given).find((name) => !known.includes(name));
  if (wrong !== undefined) throw new TypeError(`${wrong} is not an option.`);
}

function assertParameters(path: string, given: Readonly<Record<string, unknown>>): void {
  for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null) throw new TypeError(`${path} needs the path parameter ${name}.`);
  }
}
