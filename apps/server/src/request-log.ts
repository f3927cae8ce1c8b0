import type { OnModuleInit } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';

/** Logs a line a request. Neither headers nor query are in it: no token can get into a log. */
export class RequestLog implements OnModuleInit {
  constructor(
    private readonly logger: Logger,
    private readonly adapters: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const instance = this.adapters.httpAdapter.getInstance<FastifyInstance>();
    instance.addHook('onResponse', async (request, reply) => {
      this.logger[reply.statusCode < 500 ? 'info' : 'error'](lineOf(request, reply), 'request completed');
    });
    instance.addHook('onRequestAbort', async (request) => {
      this.logger.info({ req: shown(request) }, 'request aborted');
    });
  }
}

const lineOf = (request: FastifyRequest, { statusCode: status, elapsedTime }: FastifyReply): object => ({
  req: shown(request),
  res: { status },
  responseTime: Math.round(elapsedTime),
});

const shown = ({ id, method, url }: FastifyRequest): object => ({ id, method, path: url.split('?', 1)[0] });
