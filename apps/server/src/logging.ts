import type { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { destination, pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from './config';

/** Where the lines of requests go. */
export type LogStream = DestinationStream;

const GATHERED_BYTES = 8_192;
const GATHERED_MS = 100;

/** Stdout, for a busy process: what is logged within a tenth of a second is one write. An exit writes the rest. */
export const gathered = (): LogStream =>
  destination({ dest: 1, sync: false, minLength: GATHERED_BYTES, periodicFlush: GATHERED_MS });

/** Structured logs; on stdout, a line at a time, when no stream is named. */
export function loggerOf({ logLevel }: Pick<Config, 'logLevel'>, stream?: LogStream): Logger {
  const options = { level: logLevel, redact: ['authorization', '*.authorization', '*.*.authorization'] };
  return stream === undefined ? pino(options) : pino(options, stream);
}

/**
 * What Nest and the libraries have to say, by Nest's `Logger`: written at once, the heads of the audit chain among them.
 * Requests are logged by RequestLog, without a middleware that would keep a context for each.
 */
export const loggingModule = (config: Pick<Config, 'logLevel'>): DynamicModule =>
  LoggerModule.forRoot({ pinoHttp: { logger: loggerOf(config) }, forRoutes: [] });
