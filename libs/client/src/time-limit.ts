import { TimeoutError } from './errors';

/** Runs a call that is aborted after a time, or by its caller's signal. Rejects with TimeoutError, or with the signal's reason. */
export async function withinTime<T>(
  ms: number,
  callers: AbortSignal | null | undefined,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  // Before anything is to be cleared: it throws for what is no signal.
  const signal = callers ? AbortSignal.any([callers, limit.signal]) : limit.signal;
  const timer = setTimeout(() => limit.abort(new TimeoutError(`There was no answer within ${ms} ms.`)), ms);
  // A host's own function may not know the signal.
  let end!: () => void;
  const ended = new Promise<never>((_, reject) => {
    end = () => reject(signal.reason as Error);
    signal.addEventListener('abort', end);
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([call(signal), ended]);
  } catch (error) {
    // Some of what reads bodies has errors of its own for it.
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    // A caller's signal may outlive many calls.
    signal.removeEventListener('abort', end);
  }
}
