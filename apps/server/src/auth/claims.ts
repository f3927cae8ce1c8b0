import { isReservedUserId, isUserId, unauthenticated } from '@castellan/core';

/** Seconds by which the clock of the issuer may differ from ours. */
export const CLOCK_TOLERANCE = 5;

/** The claims of a token that was verified; the registered ones have the types of RFC 7519, the others are as signed. */
export interface Claims extends Readonly<Record<string, unknown>> {
  readonly iss: string;
  readonly sub: string;
  readonly exp: number;
  readonly iat?: number;
}

/** Who must have made the tokens, and for whom. */
export interface Expected {
  readonly issuer: string;
  readonly audience: string;
}

// Invariant: complete by itself. For EdDSA nothing else looks at the claims (see `BearerStrategy`).
/** Checks `iss`, `aud`, `exp`, `nbf`, `iat` and `sub` (RFC 7519, 4.1); throws `unauthenticated`. `now` is in seconds. */
export function checkClaims(payload: Record<string, unknown>, expected: Expected, now = Date.now() / 1000): Claims {
  const { iss, aud, sub } = payload;
  const exp = secondsOf(payload, 'exp');
  const nbf = secondsOf(payload, 'nbf');
  const iat = secondsOf(payload, 'iat');
  if (iss !== expected.issuer) throw unauthenticated('iss is another issuer');
  if (!(Array.isArray(aud) ? aud : [aud]).includes(expected.audience)) throw unauthenticated('aud is another audience');
  if (exp === undefined) throw unauthenticated('exp is missing');
  if (now >= exp + CLOCK_TOLERANCE) throw unauthenticated('expired');
  if (nbf !== undefined && nbf > now + CLOCK_TOLERANCE) throw unauthenticated('not yet valid');
  // Groups are ordered by iat: one from the future would hold back every honest token that follows.
  if (iat !== undefined && iat > now + CLOCK_TOLERANCE) throw unauthenticated('issued in the future');
  if (!isUserId(sub)) {
    throw unauthenticated('sub is not 1 to 255 printable ASCII characters without a space at either end');
  }
  if (isReservedUserId(sub)) throw unauthenticated('sub begins with "sa-" or "pm-", which are reserved');
  return payload as Claims;
}

function secondsOf(payload: Record<string, unknown>, name: string): number | undefined {
  const value = payload[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw unauthenticated(`${name} must be a number of seconds`);
  return value;
}
