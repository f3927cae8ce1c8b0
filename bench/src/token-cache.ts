import type { ExecutionContext } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { JwtAuthGuard } from '../../apps/server/dist/auth/jwt-auth.guard';

// The service with a cache of verified tokens before its guard, as it would be built: the whole header is the key, exp and
// nbf are looked at each time, and it is bounded. (Its key is one fixed secret, so there is no key set to forget it by.)
interface Verified {
  readonly claims: { readonly exp?: number; readonly nbf?: number };
}

const cache = new LRUCache<string, Verified>({ max: 10_000 });
const verify = Object.getOwnPropertyDescriptor(JwtAuthGuard.prototype, 'canActivate')?.value as (
  this: JwtAuthGuard,
  context: ExecutionContext,
) => Promise<boolean> | boolean;

JwtAuthGuard.prototype.canActivate = async function (context) {
  const request = context.switchToHttp().getRequest<{ headers: { authorization?: string }; user?: Verified }>();
  const { authorization = '' } = request.headers;
  const known = cache.get(authorization);
  const now = Date.now() / 1_000;
  if (known !== undefined && (known.claims.exp ?? 0) > now && (known.claims.nbf ?? 0) <= now) {
    request.user = known;
    return true;
  }
  const verified = await verify.call(this, context);
  if (request.user !== undefined) cache.set(authorization, request.user);
  return verified;
};

void import('../../apps/server/dist/main.js');
