import { randomUUID, verify, type KeyObject } from 'node:crypto';
import { Strategy, type StrategyOptionsWithoutRequest, type VerifyCallback } from 'passport-jwt';
import { unauthenticated } from '@castellan/core';
import { bearerToken, type BearerRequest } from './bearer';
import { CLOCK_TOLERANCE, type Expected } from './claims';
import type { KeySource } from './verification-key';
import { readToken, type UnverifiedToken } from './token';

interface Chosen {
  readonly text: string;
  readonly key: KeyObject;
}

// The library asks for token and key with the request in its hand, at once after they are put here.
const chosen = new WeakMap<object, Chosen>();

/**
 * passport-jwt with its two gaps closed. jsonwebtoken, which it calls, knows no EdDSA, and its `JwtVerifier` is one static
 * for the whole process: so an Ed25519 signature is verified here and the rest goes the library's way. And its name
 * in passport's registry, also of the process, is its own, so that two applications do not verify with each other's keys.
 */
export class BearerStrategy extends Strategy {
  constructor(
    private readonly keys: KeySource,
    expected: Expected,
    private readonly accept: VerifyCallback,
  ) {
    super(libraryOptions(keys, expected), accept);
    this.name = `jwt-${randomUUID()}`;
  }

  override authenticate(request: BearerRequest): void {
    this.verify(request).catch((error: unknown) => this.fail(error as never));
  }

  private async verify(request: BearerRequest): Promise<void> {
    const text = bearerToken(request);
    const token = readToken(text);
    const { algorithm, key } = await this.keys.find(token);
    if (algorithm === 'EdDSA') return this.verifyEd25519(token, key);
    chosen.set(request, { text, key });
    super.authenticate(request as never);
  }

  private verifyEd25519({ payload, signed, signature }: UnverifiedToken, key: KeyObject): void {
    if (!verify(null, signed, key, signature)) throw unauthenticated('invalid signature');
    this.accept(payload, (error: unknown, user) => (error ? this.error(error as Error) : this.success(user)));
  }
}

// jsonwebtoken is ten times faster with a KeyObject than with text, and cannot mistake one sort of key for another.
function libraryOptions(keys: KeySource, { issuer, audience }: Expected): StrategyOptionsWithoutRequest {
  return {
    jwtFromRequest: (request: object) => chosen.get(request)?.text ?? null,
    secretOrKeyProvider: (request: object, _text, done) => done(null, chosen.get(request)?.key as never),
    algorithms: keys.algorithms.filter((algorithm) => algorithm !== 'EdDSA'),
    issuer,
    audience,
    jsonWebTokenOptions: { clockTolerance: CLOCK_TOLERANCE },
  };
}
