import { CastellanError } from '@castellan/core';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { INTERCEPTORS_METADATA } from '@nestjs/common/constants';
import { concatMap, map, takeWhile, type Observable } from 'rxjs';
import { admittedIn } from '../transports/transports';
import type { Caller } from './caller';
import { Handlers } from './handlers';

/** Asks before each event, or at most every so many milliseconds, whether the caller still may. */
class StillMay {
  private askedAt = performance.now();

  constructor(private readonly caller: Caller) {}

  async ask(): Promise<boolean> {
    const now = performance.now();
    if (now - this.askedAt < this.caller.recheckMs) return true;
    try {
      await this.caller.assertStill();
    } catch (error) {
      if (error instanceof CastellanError && error.kind === 'forbidden') return false;
      throw error;
    }
    this.askedAt = now;
    return true;
  }
}

/** Ends a stream of events at the next event after its caller lost the right to it. It knows no application: it serves all. */
const streamRecheck: NestInterceptor = {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const caller = admittedIn(context)?.caller ?? null;
    if (caller === null) return next.handle();
    const still = new StillMay(caller);
    return next.handle().pipe(
      concatMap(async (event: unknown) => {
        if (isIterator(event)) return { event: whileAllowed(event, still) };
        return (await still.ask()) ? { event } : null;
      }),
      takeWhile((one) => one !== null),
      map(({ event }) => event),
    );
  },
};

const isIterator = (value: unknown): value is AsyncIterator<unknown> =>
  typeof (value as AsyncIterator<unknown> | null | undefined)?.next === 'function';

/** The events of a GraphQL subscription. */
function whileAllowed(events: AsyncIterator<unknown>, still: StillMay): AsyncIterableIterator<unknown> {
  const end = async (): Promise<IteratorResult<unknown>> => {
    await events.return?.();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      const event = await events.next();
      return event.done === true || (await still.ask()) ? event : end();
    },
    return: end,
    throw: (error) => events.throw?.(error) ?? Promise.reject(error as Error),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const interceptorsOf = (handler: object): unknown[] =>
  (Reflect.getMetadata(INTERCEPTORS_METADATA, handler) ?? []) as unknown[];

/** Whether a handler's events are asked about. */
export const isRechecked = (handler: object): boolean => interceptorsOf(handler).includes(streamRecheck);

/** Puts the recheck behind every handler that answers with events, before Nest makes handlers of the methods. */
@Injectable()
export class StreamRechecks {
  constructor(handlers: Handlers) {
    for (const { isStream, handler } of handlers.all()) {
      if (!isStream || isRechecked(handler)) continue;
      Reflect.defineMetadata(INTERCEPTORS_METADATA, [...interceptorsOf(handler), streamRecheck], handler);
    }
  }
}
