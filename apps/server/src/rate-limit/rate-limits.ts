import type { Identity } from '@castellan/nest';
import type { FastifyRequest } from 'fastify';
import type { RateLimit } from './rate-limit.guard';

/** Many users may share an address, so it is given the rate of this many callers. */
const CALLERS_OF_AN_ADDRESS = 10;

/** The rate of a user, counted once it is known who asks. */
export const callerLimit = (perMinute: number): RateLimit => ({
  perMinute,
  keyOf: (request) => `user ${(request as FastifyRequest & { user?: Identity }).user?.userId ?? ''}`,
});

/** The rate of an address, counted before a token is looked at: guessing tokens is bounded by it. */
export const addressLimit = (perMinute: number): RateLimit => ({
  perMinute: perMinute * CALLERS_OF_AN_ADDRESS,
  keyOf: ({ ip }) => `address ${ip}`,
});
