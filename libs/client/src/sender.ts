import { ConnectionError } from './errors';
import { waitBeforeRetry } from './retries';
import { Tokens, type TokenSource } from './token';

/** One try of a call. Neither its headers nor its body are told: they may be secret. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  /** 1 for the first try. */
  readonly attempt: number;
}

/** What came of one try. */
export interface ReceivedAnswer extends SentRequest {
  /** Null when no answer came. */
  readonly status: number | null;
  readonly elapsedMs: number;
}

/** Functions that are called around each try, for logs and metrics, and waited for. What they throw rejects the call. */
export interface Hooks {
  request?(sent: SentRequest): void | Promise<void>;
  response?(received: ReceivedAnswer): void | Promise<void>;
}

/** What sends requests. */
export interface SenderOptions {
  readonly token: TokenSource;
  readonly fetch?: (request: Request, init: Pick<RequestInit, 'signal'>) => Promise<Response>;
  readonly maxRetries: number;
  /** How long a call may take: it does not wait for what cannot come in time. */
  readonly timeoutMs: number;
  readonly hooks: Hooks;
}

/** Sends a request once; the error of one that had no answer, or one that leads elsewhere, is told to the hooks too. */
async function sendOnce(
  request: Request,
  signal: AbortSignal,
  attempt: number,
  { hooks, ...given }: SenderOptions,
): Promise<Response | Error> {
  const sent = { method: request.method, url: request.url, attempt };
  signal.throwIfAborted();
  await hooks.request?.(sent);
  const start = performance.now();
  // Named again: Node forgets the signal of a copy.
  const fetched = async (): Promise<Response> => (given.fetch ?? fetch)(request, { signal });
  const answer = await fetched().catch((cause: unknown) => {
    if (signal.aborted) throw signal.reason;
    return new ConnectionError(`No answer came from ${new URL(request.url).origin}.`, { cause });
  });
  const status = answer instanceof Error ? null : answer.status;
  try {
    await hooks.response?.({ ...sent, status, elapsedMs: performance.now() - start });
  } catch (error) {
    if (answer instanceof Response) void answer.body?.cancel();
    throw error;
  }
  const leadsElsewhere = status !== null && status >= 300 && status < 400;
  return leadsElsewhere ? new ConnectionError(`The answer was ${status}, which is followed nowhere.`) : answer;
}

/**
 * Sends a request with a token, and again where it may be and another try may help.
 * Rejects with ConnectionError when no answer came, with the reason of the request's signal, and with what token and hooks throw.
 */
export function sender(options: SenderOptions): (request: Request) => Promise<Response> {
  const { maxRetries, timeoutMs } = options;
  const tokens = new Tokens(options.token);

  return async (request) => {
    const begun = performance.now();
    let current = await tokens.next();
    let isRenewed = false;
    for (let attempt = 1, retries = 0; ; attempt++) {
      const copy = request.clone();
      copy.headers.set('Authorization', `Bearer ${current}`);
      const answer = await sendOnce(copy, request.signal, attempt, options);
      const response = answer instanceof Error ? null : answer;
      const next = response?.status === 401 && !isRenewed ? await tokens.instead(current) : null;
      if (next !== null) {
        current = next;
        isRenewed = true;
      } else {
        const wait = retries < maxRetries ? waitBeforeRetry(copy, response, retries++) : null;
        const isInVain = wait === null || performance.now() - begun + wait >= timeoutMs;
        if (isInVain && answer instanceof Error) throw answer;
        if (isInVain) return answer as Response;
        await passed(wait, request.signal);
      }
      // What broke off is read no further.
      await response?.body?.cancel().catch(() => undefined);
    }
  };
}

/** A time that passes, in milliseconds. Rejects with the reason of the signal when that comes first. */
const passed = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve();
    }
  });
