import { createSecretKey, type KeyObject } from 'node:crypto';
import { unauthenticated } from '@castellan/core';
import type { Algorithm, UnverifiedToken } from './token';

/** A key and the one algorithm it is for: what the key is decides, never what the token says. */
export interface VerificationKey {
  readonly algorithm: Algorithm;
  readonly key: KeyObject;
}

/** Where the keys are: finds the key of a token. */
export interface KeySource {
  readonly algorithms: readonly Algorithm[];
  /** Rejects with `unauthenticated` when no key is for this token, `unavailable` when the keys cannot be had. */
  find(token: UnverifiedToken): Promise<VerificationKey>;
}

/** Hands out the key only for its own algorithm; so a public key never serves as a secret, nor `none` at all. */
export function matching(key: VerificationKey | undefined, token: UnverifiedToken): VerificationKey {
  if (key === undefined) throw unauthenticated('no key has this kid');
  if (key.algorithm !== token.alg) throw unauthenticated('alg is not the algorithm of the key');
  return key;
}

/** One shared secret for HS256; a `kid` in the token is not looked at. */
export function secretKey(secret: string): KeySource {
  const key: VerificationKey = { algorithm: 'HS256', key: createSecretKey(Buffer.from(secret, 'utf8')) };
  return { algorithms: ['HS256'], find: async (token) => matching(key, token) };
}
