import { isPublic } from '@castellan/nest';
import { HttpException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Whose requests are counted together, and how many a minute they may be. */
export interface RateLimit {
  readonly perMinute: number;
  readonly keyOf: (request: FastifyRequest) => string;
}

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/**
 * Refuses requests over a rate (429), and tells the rate in `RateLimit-*` headers (draft-ietf-httpapi-ratelimit-headers).
 * Counts are kept in this process. Public routes are not counted: probes must not be locked out.
 */
export class RateLimitGuard implements CanActivate {
  private limiter: Limiter | undefined;

  constructor(
    private readonly limit: RateLimit | undefined,
    private readonly adapters: HttpAdapterHost,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.limit === undefined || isPublic(context.getHandler(), context.getClass())) return true;
    const http = context.switchToHttp();
    const counted = await this.count(this.limit)(http.getRequest<FastifyRequest>());
    if (counted.isAllowed) return true;
    const reply = http.getResponse<FastifyReply>();
    void reply.headers({
      'RateLimit-Limit': counted.max,
      'RateLimit-Remaining': Math.max(0, counted.remaining),
      'RateLimit-Reset': counted.ttlInSeconds,
    });
    if (!counted.isExceeded) return true;
    void reply.header('Retry-After', counted.ttlInSeconds);
    throw new HttpException('Too many requests', 429);
  }

  private count({ perMinute, keyOf }: RateLimit): Limiter {
    const instance = this.adapters.httpAdapter.getInstance<FastifyInstance>();
    return (this.limiter ??= instance.createRateLimit({ max: perMinute, timeWindow: 60_000, keyGenerator: keyOf }));
  }
}
