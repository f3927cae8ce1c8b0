import type { ExecutionContext } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { CastellanError, unauthenticated } from '@castellan/core';
import { isPublic } from '@castellan/nest';
import type { JwtStrategy } from './jwt.strategy';

/** Sets `request.user` to the `Identity` of the token; throws `unauthenticated` or `unavailable`. Public routes pass. */
export class JwtAuthGuard extends AuthGuard() {
  constructor(strategy: JwtStrategy) {
    super({ defaultStrategy: strategy.name });
  }

  override canActivate(context: ExecutionContext): Promise<boolean> | boolean {
    return isPublic(context.getHandler(), context.getClass()) || (super.canActivate(context) as Promise<boolean>);
  }

  override handleRequest<TUser>(error: unknown, user: TUser | false | null | undefined, info: unknown): TUser {
    if (error instanceof Error) throw error;
    if (info instanceof CastellanError) throw info;
    if (error || !user) throw unauthenticated(info instanceof Error ? info.message : 'not verified');
    return user;
  }
}
