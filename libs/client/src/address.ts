import { defaultPathSerializer } from 'openapi-fetch';

// The URL standard takes these for steps in the path, and no encoding of them is left alone.
const STEPS = ['', '.', '..'];

/**
 * A path with its `{parameters}` filled in. Throws TypeError for a value that cannot stand in an address: with the user id `..`,
 * taking a role from a member would be the address of the role itself.
 */
export function addressOf(path: string, parameters: Record<string, unknown>): string {
  for (const [name, value] of Object.entries(parameters))
    if (STEPS.includes(String(value)))
      throw new TypeError(`${name} is ${JSON.stringify(value)}, which cannot stand in an address.`);
  return defaultPathSerializer(path, parameters);
}

/** The base of all addresses, as it was given. Throws TypeError unless it is an absolute http(s) URL with nothing after its path. */
export function checkedBaseUrl(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.username + url.search + url.hash === '') return baseUrl;
  throw new TypeError('baseUrl must be an absolute http or https URL without user, query and fragment.');
}
