import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { VerificationKey } from './verification-key';
import type { Algorithm } from './token';

/** The keys of a set by their `kid`. */
export type KeySet = ReadonlyMap<string, VerificationKey>;

interface KeyForm {
  readonly algorithm: Algorithm;
  readonly members: readonly string[];
  readonly fits: (key: KeyObject) => boolean;
}

const KEYS = 100;
const RSA_BITS = 2048;

const FORMS: ReadonlyMap<unknown, KeyForm> = new Map([
  ['RSA', { algorithm: 'RS256', members: ['kty', 'n', 'e'], fits: hasLongModulus }],
  ['EC', { algorithm: 'ES256', members: ['kty', 'crv', 'x', 'y'], fits: isP256 }],
  ['OKP', { algorithm: 'EdDSA', members: ['kty', 'crv', 'x'], fits: isEd25519 }],
] satisfies Array<[string, KeyForm]>);

/** Reads a key set (RFC 7517, 5); keys we cannot use are left out, the first of a `kid` stays; throws when it is no set. */
export function readKeySet(body: unknown): KeySet {
  const keys = isObject(body) ? body.keys : undefined;
  if (!Array.isArray(keys) || keys.length > KEYS) throw new Error('the answer is not a JSON Web Key Set');
  const set = new Map<string, VerificationKey>();
  for (const jwk of keys as unknown[]) {
    if (!isObject(jwk) || typeof jwk.kid !== 'string' || set.has(jwk.kid)) continue;
    const key = readKey(jwk);
    if (key !== undefined) set.set(jwk.kid, key);
  }
  return set;
}

function readKey(jwk: Record<string, unknown>): VerificationKey | undefined {
  const form = FORMS.get(jwk.kty);
  if (form === undefined || !isForSignatures(jwk, form.algorithm)) return undefined;
  try {
    const members = Object.fromEntries(form.members.map((name) => [name, jwk[name]]));
    const key = createPublicKey({ format: 'jwk', key: members as JsonWebKey });
    return form.fits(key) ? { algorithm: form.algorithm, key } : undefined;
  } catch {
    return undefined;
  }
}

// A set that shows a private part has given the key away: whoever read it can sign.
function isForSignatures(jwk: Record<string, unknown>, algorithm: Algorithm): boolean {
  const { use, alg, key_ops: operations } = jwk;
  if (Object.hasOwn(jwk, 'd')) return false;
  if (use !== undefined && use !== 'sig') return false;
  if (alg !== undefined && alg !== algorithm) return false;
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'));
}

function hasLongModulus(key: KeyObject): boolean {
  return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= RSA_BITS;
}

function isP256(key: KeyObject): boolean {
  return key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
}

function isEd25519(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ed25519';
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
