import { isIP } from 'node:net';
import { isReservedUserId, isUserId } from '@castellan/core';
import type { Parsed } from './environment';

/** The levels of pino. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

const LEVELS: readonly string[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const SECRET_BYTES = 32;

/** What the service is run for. */
export type NodeEnv = 'production' | 'development' | 'test';

/** Exactly one of three words: another one might have meant production. */
export const nodeEnv = (value: string): Parsed<NodeEnv> =>
  ['production', 'development', 'test'].includes(value)
    ? { value: value as NodeEnv }
    : { mistake: `is ${quoted(value)}: use production, development or test, or unset it` };

/** A TCP port in plain digits; 0 lets the system choose. */
export const port = (value: string): Parsed<number> =>
  /^\d{1,5}$/.test(value) && Number(value) <= 65_535
    ? { value: Number(value) }
    : { mistake: `is ${quoted(value)}: use a number from 0 to 65535` };

/** One of pino's levels. */
export const logLevel = (value: string): Parsed<LogLevel> =>
  LEVELS.includes(value)
    ? { value: value as LogLevel }
    : { mistake: `is ${quoted(value)}: use one of ${LEVELS.join(', ')}` };

/** 1 to 255 printable ASCII characters without spaces. */
export const visibleAscii = (value: string): Parsed<string> =>
  isVisibleAscii(value)
    ? { value }
    : { mistake: `is ${quoted(value)}: use 1 to 255 printable ASCII characters without spaces` };

/** Requests a minute, or `off`. */
export function rateLimit(value: string): Parsed<number | 'off'> {
  if (value === 'off') return { value };
  const count = /^\d{1,7}$/.test(value) ? Number(value) : 0;
  return count > 0 ? { value: count } : { mistake: `is ${quoted(value)}: use a number of requests a minute, or off` };
}

/** `true` or `false`. */
export const flag = (value: string): Parsed<boolean> =>
  ['true', 'false'].includes(value)
    ? { value: value === 'true' }
    : { mistake: `is ${quoted(value)}: use true or false` };

/** The id of an organisation, as the API takes it. */
export const orgId = (value: string): Parsed<string> =>
  /^[a-z0-9][a-z0-9._-]{0,62}$/.test(value)
    ? { value }
    : { mistake: `is ${quoted(value)}: use 1 to 63 of a-z, 0-9, ".", "_" and "-", the first a letter or digit` };

/** The id of a user, as a token's `sub` may have it. */
export const userId = (value: string): Parsed<string> =>
  isPerson(value) ? { value } : { mistake: `is ${quoted(value)}: use ${USER_ID}` };

/** User ids, separated by commas; spaces around them are dropped. */
export function userIds(value: string): Parsed<readonly string[]> {
  const ids = value.split(',').map((id) => id.trim());
  const bad = ids.find((id) => !isPerson(id));
  return bad === undefined
    ? { value: [...new Set(ids)] }
    : { mistake: `has the entry ${quoted(bad)}: list user ids like "alice,bob", each ${USER_ID}` };
}

/** A key for HMAC-SHA-256: as long as its output, or longer (RFC 7518, 3.2). The mistake never repeats the value. */
export const secret = (value: string): Parsed<string> =>
  Buffer.byteLength(value) >= SECRET_BYTES
    ? { value }
    : {
        mistake: `has ${Buffer.byteLength(value)} bytes: use ${SECRET_BYTES} or more, as made by "openssl rand -hex 32"`,
      };

/** `true`, `false`, a number of hops, or a list of addresses and networks, as Fastify's `trustProxy`. */
export function trustProxy(value: string): Parsed<boolean | number | readonly string[]> {
  if (value === 'true' || value === 'false') return { value: value === 'true' };
  if (/^\d{1,2}$/.test(value)) return { value: Number(value) };
  const networks = value.split(',').map((entry) => entry.trim());
  const bad = networks.find((entry) => !isNetwork(entry));
  if (bad === undefined) return { value: networks };
  return {
    mistake: `has the entry ${quoted(bad)}: use true, false, a number of proxies, or addresses like 10.0.0.0/8`,
  };
}

function isNetwork(entry: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(entry)) return true;
  const [address = '', bits, ...rest] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

const isVisibleAscii = (value: string): boolean => /^[\x21-\x7e]{1,255}$/.test(value);

const USER_ID =
  '1 to 255 printable ASCII characters, without a space at either end, and not beginning with "sa-" or "pm-"';

const isPerson = (value: string): boolean => isUserId(value) && !isReservedUserId(value);

const quoted = (value: string): string => JSON.stringify(value.slice(0, 80));
