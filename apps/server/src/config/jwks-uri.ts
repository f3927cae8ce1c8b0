import { isIP } from 'node:net';
import type { Parsed } from './environment';

/** The address of a key set: https, and plain http only to this machine, where nobody can change what is answered. */
export function jwksUri(value: string): Parsed<string> {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined) return { mistake: 'is not a URL: use https://your-provider/.well-known/jwks.json' };
  if (url.username !== '' || url.password !== '') {
    return { mistake: 'holds a user or password: use an address that needs none, key sets are public' };
  }
  if (url.protocol === 'https:') return { value: url.href };
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return { value: url.href };
  return { mistake: `uses ${url.protocol.slice(0, -1)}: use https (http is for localhost only)` };
}

/** Whether only this machine can reach an address by this name. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    ['[::1]', '::1'].includes(hostname) ||
    (isIP(hostname) === 4 && hostname.startsWith('127.'))
  );
}
