/** What a call may be given; openapi-fetch takes more. */
interface CallOptions {
  readonly params?: { readonly path?: Readonly<Record<string, unknown>>; readonly query?: object };
}

/** Options of openapi-fetch with which a call could go elsewhere, or lose the flag of a dry run: they are the client's alone. */
const CLIENTS_ALONE = ['baseUrl', 'fetch', 'middleware', 'pathSerializer', 'querySerializer', 'Request'];

type Method = (path: never, ...init: never[]) => unknown;

/**
 * A method that refuses, before anything is sent, what would send something else than it says: an option that is the client's
 * alone, a token beside the client's, or a path with a parameter missing.
 * @param query added to the query of each call, after everything that the call says
 */
export function checkedCall<M extends Method>(method: M, query: object = {}): M {
  const checked = async (path: string, init: CallOptions = {}): Promise<unknown> => {
    assertOptions(init);
    assertParameters(path, init.params?.path ?? {});
    const params = { ...init.params, query: { ...init.params?.query, ...query } };
    return (method as unknown as (path: string, init: object) => unknown)(path, { ...init, params });
  };
  return checked as unknown as M;
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
