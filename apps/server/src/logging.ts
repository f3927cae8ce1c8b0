import { destination, pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from './config';

/** Where log lines go. */
export type LogStream = DestinationStream;

const GATHERED_BYTES = 8_192;
const GATHERED_MS = 100;

/** Stdout, for a busy process: what is logged within a tenth of a second is one write. An exit writes the rest. */
export const gathered = (): LogStream =>
  destination({ dest: 1, sync: false, minLength: GATHERED_BYTES, periodicFlush: GATHERED_MS });

/** Structured logs. */
export function loggerOf({ logLevel }: Pick<Config, 'logLevel'>, stream?: LogStream): Logger {
  const options = { level: logLevel, redact: ['authorization', '*.authorization', '*.*.authorization'] };
  return stream === undefined ? pino(options) : pino(options, stream);
}
