import { Logger } from '@nestjs/common';
import { unavailable } from '@castellan/core';
import { fetchJson } from './jwks-fetch';
import { readKeySet, type KeySet } from './key-set';
import { matching, type KeySource, type VerificationKey } from './verification-key';
import type { UnverifiedToken } from './token';

/** The bounds of the key set's cache, in milliseconds and bytes; the initial values are the defaults. */
export class JwksLimits {
  /** Between two fetches, whatever happens: unknown kids and failures wait for it too. */
  coolDownMs = 30_000;
  /** How old a set may be before it is read again. */
  maxAgeMs = 10 * 60_000;
  /** How old a set may be and still serve while its provider does not answer. */
  maxStaleMs = 24 * 60 * 60_000;
  timeoutMs = 5_000;
  maxBytes = 256 * 1024;
}

/** A provider's key set, read when needed and remembered; fetches never overlap and keep the cool-down. */
export class JwksKeys implements KeySource {
  readonly algorithms = ['RS256', 'ES256', 'EdDSA'] as const;
  private readonly log = new Logger(JwksKeys.name);
  private readonly limits: JwksLimits;
  private keys: KeySet | undefined;
  private readAt = -Infinity;
  private triedAt = -Infinity;
  private failure: unknown;
  private fetching: Promise<void> | undefined;

  /** `now` is a monotonic clock in milliseconds. */
  constructor(
    private readonly uri: string,
    limits: Partial<JwksLimits> = {},
    private readonly now: () => number = () => performance.now(),
  ) {
    this.limits = { ...new JwksLimits(), ...limits };
  }

  async find(token: UnverifiedToken): Promise<VerificationKey> {
    if (token.kid === undefined) return matching(undefined, token);
    if (this.age() > this.limits.maxAgeMs) await this.renew();
    if (!this.current().has(token.kid)) await this.refresh();
    return matching(this.current().get(token.kid), token);
  }

  // While the provider is known not to answer, nobody waits for it who can be served from the old set.
  private async renew(): Promise<void> {
    const refreshed = this.refresh();
    if (this.failure === undefined || this.age() > this.limits.maxStaleMs) await refreshed;
  }

  private current(): KeySet {
    if (this.keys === undefined || this.age() > this.limits.maxStaleMs) throw unavailable('keys', this.failure);
    return this.keys;
  }

  private age(): number {
    return this.now() - this.readAt;
  }

  /** Never rejects: what went wrong shows in `failure`. */
  private refresh(): Promise<void> {
    if (this.fetching !== undefined) return this.fetching;
    if (this.now() - this.triedAt < this.limits.coolDownMs) return Promise.resolve();
    this.triedAt = this.now();
    this.fetching = this.fetch().finally(() => (this.fetching = undefined));
    return this.fetching;
  }

  private async fetch(): Promise<void> {
    const startedAt = this.now();
    try {
      this.keys = readKeySet(await fetchJson(this.uri, this.limits.timeoutMs, this.limits.maxBytes));
      this.readAt = startedAt;
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
      this.log.warn(`The key set ${this.uri} cannot be read: ${String(error)}`);
    }
  }
}
