/** Why a token is asked for: `rejected` is the one that the service did not accept, where that is the reason. */
export interface TokenRequest {
  readonly rejected?: string;
}

/**
 * A token, or a function that is asked for one at each request. After a 401 it is asked once more, and told which token was
 * rejected, so that it can give another one.
 */
export type TokenSource = string | ((request: TokenRequest) => string | Promise<string>);

interface Renewal {
  readonly rejected: string;
  readonly next: Promise<string>;
  readonly begun: number;
}

/** How long requests share one renewal, in milliseconds: one that hangs, or whose token ended, must not be the last. */
const SHARED_MS = 5_000;

/** Gives the token of each request. */
export class Tokens {
  private renewal: Renewal | null = null;

  constructor(private readonly source: TokenSource) {}

  /** A token. @throws TypeError, which does not show it, where there is none */
  async next(request: TokenRequest = {}): Promise<string> {
    const given: unknown = typeof this.source === 'function' ? await this.source(request) : this.source;
    const token = typeof given === 'string' ? given.trim() : '';
    if (!/^[\x21-\x7e]+$/.test(token)) throw new TypeError('The token is empty or has characters that no token has.');
    return token;
  }

  /** Another token than the one that was rejected, asked for once by all who had it together; null where there is none. Rejects like the source. */
  async instead(rejected: string): Promise<string | null> {
    if (typeof this.source !== 'function') return null;
    const begun = performance.now();
    let renewal = this.renewal;
    if (renewal?.rejected !== rejected || begun - renewal.begun > SHARED_MS)
      this.renewal = renewal = { rejected, next: this.next({ rejected }), begun };
    const next = await renewal.next.catch(() => rejected);
    if (next !== rejected) return next;
    // Whoever has the same token later asks anew.
    if (this.renewal === renewal) this.renewal = null;
    return renewal.next.then(() => null);
  }
}
