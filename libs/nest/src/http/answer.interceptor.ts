import { Injectable, SetMetadata, type CallHandler, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { tap, type Observable } from 'rxjs';
import type { GuardedRequest } from '../access/request';
import { etagOf } from './etag';

/** The metadata key of `Tagged`. */
export const TAGGED = 'castellan:tagged';

/** The route answers one object, with its `ETag`. */
export const Tagged = (): CustomDecorator => SetMetadata(TAGGED, true);

interface Reply {
  header(name: string, value: string): unknown;
}

/** Sets an answer's headers: no cache may store it; the revision that it shows; on tagged routes, its entity tag. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const tagged = this.reflector.get<boolean | undefined>(TAGGED, context.getHandler()) === true;
    return next.handle().pipe(
      tap((answer: unknown) => {
        const reply = http.getResponse<Reply>();
        reply.header('Cache-Control', 'no-store');
        const revision = http.getRequest<GuardedRequest>().castellanCaller?.revision ?? null;
        if (revision !== null) reply.header('Castellan-Revision', String(revision));
        if (tagged && typeof answer === 'object' && answer !== null) reply.header('ETag', etagOf(answer));
      }),
    );
  }
}
