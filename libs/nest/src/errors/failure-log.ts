import { Logger } from '@nestjs/common';

const log = new Logger('Castellan');

// Whoever comes first writes the line.
const written = new WeakSet<object>();

/** Writes what led to a 5xx to the log, once for each error, with the id of the request where that is known. */
export function logFailure(error: unknown, requestId?: unknown): void {
  if (typeof error === 'object' && error !== null) {
    if (written.has(error)) return;
    written.add(error);
  }
  const err = error instanceof Error ? (error.cause ?? error) : error;
  log.error(requestId === undefined ? { err } : { requestId, err });
}
