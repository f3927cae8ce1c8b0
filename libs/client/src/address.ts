import { defaultPathSerializer } from 'openapi-fetch';

// The URL standard takes these for steps in the path, and no encoding of them is left alone.
const STEPS = ['', '.', '..'];

/**
 * A path with its `{parameters}` filled in. Throws TypeError for a value that cannot stand in an address: with the user id `..`,
 * taking a role from a member would be the address of the role itself.
 */
export function addressOf(path: string, parameters: Record<string, unknown>): string {
  for (const [name, value] of Object.entries(parameters)) assertId(name, value);
  return defaultPathSerializer(path, parameters);
}

/** @throws TypeError for what cannot be an id in an address */
export function assertId(name: string, id: unknown): asserts id is string {
  if (typeof id !== 'string') throw new TypeError(`${name} must be a string.`);
  if (STEPS.includes(id) || /\p{Surrogate}/u.test(id))
    throw new TypeError(`${name} is ${JSON.stringify(id)}, which cannot stand in an address.`);
}

/** A query, with its names and values encoded. @throws TypeError for a value that is no text, number or boolean */
export function queryOf(query: object): string {
  const fields = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const wrong = fields.find(([, value]) => !['string', 'number', 'boolean'].includes(typeof value));
  if (wrong !== undefined) throw new TypeError(`Query "${wrong[0]}" must be a string, number or boolean.`);
  return new URLSearchParams(fields.map(([name, value]) => [name, String(value)])).toString();
}

/** @throws TypeError for a path that is not one of the service's, whatever stands in place of its parameters */
export function assertPath(path: unknown): asserts path is string {
  const isPath = typeof path === 'string' && /^\/[^?#%\\\s]*$/.test(path);
  if (
    isPath &&
    path
      .split('/')
      .slice(1)
      .every((part) => !STEPS.includes(part))
  )
    return;
  throw new TypeError(`${JSON.stringify(path)} is not a path of the API.`);
}

/** Whether an address is below the base, and whether what only tries a change says so. @throws TypeError when not */
export function assertAddress(address: string, base: string, isTried: boolean): void {
  const { pathname, origin, searchParams } = new URL(address);
  if (!`${origin}${pathname}`.startsWith(`${base}/`)) throw new TypeError('The call would leave baseUrl.');
  if (isTried && searchParams.getAll('dry_run').join() !== 'true')
    throw new TypeError('The call would not be a dry run.');
}

/** The base of all addresses, without a slash at its end. Throws TypeError unless it is an absolute http(s) URL with nothing after its path. */
export function checkedBaseUrl(baseUrl: string): string {
  const url = typeof baseUrl === 'string' && URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.username + url.password === '' && !/[?#]/.test(baseUrl))
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  throw new TypeError('baseUrl must be an absolute http or https URL without user, query and fragment.');
}
