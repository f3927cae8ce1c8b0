import { isUtf8 } from 'node:buffer';
import { unauthenticated } from '@castellan/core';

/** The algorithms that are known, each bound to one sort of key (RFC 7518, 3.1; RFC 8037, 3.1). */
export type Algorithm = 'HS256' | 'RS256' | 'ES256' | 'EdDSA';

/** A token in parts, read but not verified: good for choosing a key and for nothing else. */
export interface UnverifiedToken {
  readonly alg: string;
  readonly kid: string | undefined;
  readonly payload: Record<string, unknown>;
  /** What the signature is over: the first two parts with the dot between them. */
  readonly signed: Buffer;
  readonly signature: Buffer;
}

const TYPES: ReadonlyArray<unknown> = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];
const KID_CHARACTERS = 1024;

/** Reads a signed token in compact form (RFC 7515, 7.1); throws `unauthenticated` for all that is not one. */
export function readToken(text: string): UnverifiedToken {
  const [, first, second, third] = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(text) ?? [];
  if (first === undefined || second === undefined || third === undefined) throw unauthenticated('not a signed JWT');
  const { alg, kid, typ, ...header } = objectOf(first, 'header');
  if (typeof alg !== 'string') throw unauthenticated('alg must be a string');
  if (kid !== undefined && (typeof kid !== 'string' || kid === '' || kid.length > KID_CHARACTERS)) {
    throw unauthenticated('kid must be a string');
  }
  // We know no extension, and one that is marked critical must be understood (RFC 7515, 4.1.11).
  if (Object.hasOwn(header, 'crit')) throw unauthenticated('crit is not supported');
  // A logout token or a proof of possession is a JWT too, by the same keys (RFC 8725, 3.11).
  if (!TYPES.includes(typeof typ === 'string' ? typ.toLowerCase() : typ)) throw unauthenticated('typ is another type');
  const signed = Buffer.from(`${first}.${second}`);
  return { alg, kid, payload: objectOf(second, 'payload'), signed, signature: bytesOf(third) };
}

// Bits that are left over at the end must be zero, so that a token has one spelling only (RFC 4648, 3.5).
function bytesOf(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw unauthenticated('not base64url');
  return bytes;
}

function objectOf(part: string, name: string): Record<string, unknown> {
  const value = parse(bytesOf(part), name);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw unauthenticated(`the ${name} is not a JSON object`);
}

function parse(bytes: Buffer, name: string): unknown {
  if (!isUtf8(bytes)) throw unauthenticated(`the ${name} is not valid UTF-8`);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw unauthenticated(`the ${name} is not valid JSON`);
  }
}
