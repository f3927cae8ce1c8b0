import type { IncomingMessage } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Config } from './config';

/** Structured logs, a line a request. Neither headers nor query are logged: no token can get into a log. */
export function loggingModule({ logLevel }: Pick<Config, 'logLevel'>): DynamicModule {
  return LoggerModule.forRoot({
    pinoHttp: {
      level: logLevel,
      genReqId: (request) => (request as IncomingMessage & { id: string }).id,
      customProps: () => ({}),
      serializers: {
        req: ({ id, method, url }: { id: string; method: string; url: string }) => ({
          id,
          method,
          path: url.split('?', 1)[0],
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
      },
      redact: ['authorization', '*.authorization', '*.*.authorization'],
    },
  });
}
