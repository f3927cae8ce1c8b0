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

/** Stdout for a developer who looks at it: a short line each, in colours, in place of JSON. */
export async function forPeople(): Promise<LogStream> {
  // Loaded where it is used alone: a service whose log is collected never needs it.
  const { default: pretty } = await import('pino-pretty');
  const ignore = 'pid,hostname,context';
  const lines = pretty({ sync: true, colorize: true, translateTime: 'SYS:HH:MM:ss', singleLine: true, ignore });
  return { write: (line) => void (ASSEMBLY.test(line) || lines.write(line)) };
}

/** What Nest tells about how it puts an application together. */
const ASSEMBLY = /"context":"(InstanceLoader|RoutesResolver|RouterExplorer)"/;

/** Structured logs; on stdout, a line at a time, when no stream is named. */
export function loggerOf({ logLevel }: Pick<Config, 'logLevel'>, stream?: LogStream): Logger {
  const options = { level: logLevel, redact: ['authorization', '*.authorization', '*.*.authorization'] };
  return stream === undefined ? pino(options) : pino(options, stream);
}

/**
 * What Nest and the libraries have to say, by Nest's `Logger`: written at once, the heads of the audit chain among them.
 * Requests are logged by RequestLog, without a middleware that would keep a context for each.
 */
export const loggingModule = (
  config: Pick<Config, 'logLevel' | 'readableLog'>,
  stream: LogStream | undefined,
): DynamicModule =>
  LoggerModule.forRoot({
    pinoHttp: { logger: loggerOf(config, config.readableLog === true ? stream : undefined) },
    forRoutes: [],
  });
