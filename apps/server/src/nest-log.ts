import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** What Nest, and the libraries by Nest's `Logger`, have to say: structured, with the speaker as `context`. */
export class NestLog implements LoggerService {
  readonly fatal = this.writer('fatal');
  readonly error = this.writer('error');
  readonly warn = this.writer('warn');
  readonly log = this.writer('info');
  readonly debug = this.writer('debug');
  readonly verbose = this.writer('trace');

  constructor(private readonly logger: Logger) {}

  /** Nest hands over the context last; what is between it and the message is a stack, when Nest itself reports an error. */
  private writer(level: Level): (message: unknown, ...others: unknown[]) => void {
    return (message, ...others) => {
      const context = others.pop();
      const [stack] = others;
      const line = { ...(context === undefined ? {} : { context }), ...(stack === undefined ? {} : { stack }) };
      if (message instanceof Error) this.logger[level]({ ...line, err: message });
      else if (typeof message === 'object') this.logger[level]({ ...line, ...message });
      else this.logger[level](line, `${message as string}`);
    };
  }
}
