import { Injectable, SetMetadata, type CallHandler, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import type { NestInterceptor } from '@nestjs/common';
import type { HttpArgumentsHost } from '@nestjs/common/interfaces';
import { Reflector } from '@nestjs/core';
import { catchError, map, of, type Observable } from 'rxjs';
import type { GuardedRequest } from '../access/guard/guarded-request';
import { NOBODY } from '../access/reader';
import { formatRevision } from '../database/revision';
import { Rehearsal } from '../changes/rehearsal';
import { httpExceptionOf } from '../errors/castellan.exception';
import { rehearsalAnswer } from './dry-run';
import { etagOf } from './etag';
import type { InputRequest } from './route-input';
import { SHOWN_ANSWER, type Shown } from './shown';

/** The metadata key of `Tagged`. */
export const TAGGED = 'castellan:tagged';

/** The route answers one object, with its `ETag`. */
export const Tagged = (): CustomDecorator => SetMetadata(TAGGED, true);

interface Reply {
  readonly statusCode: number;
  status(code: number): unknown;
  header(name: string, value: string): unknown;
}

/** Answers are of any shape; how each is shown is declared beside its route. */
type AnyShown = Shown<object>;

/**
 * Leaves out of an answer what the caller may not read, and sets its headers: no cache may store it; the revision that it
 * shows; on tagged routes, its entity tag. What fails on the way is an HttpException, as in any service that a host may call.
 */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const tagged = this.reflector.get<boolean | undefined>(TAGGED, context.getHandler()) === true;
    const shown = this.reflector.get<AnyShown | undefined>(SHOWN_ANSWER, context.getHandler());
    return next.handle().pipe(
      map((answer: unknown) => {
        const reply = http.getResponse<Reply>();
        const request = http.getRequest<GuardedRequest & InputRequest>();
        reply.header('Cache-Control', 'no-store');
        const revision = request.castellanCaller?.revision ?? null;
        if (revision !== null) reply.header('Castellan-Revision', formatRevision(revision));
        if (typeof answer !== 'object' || answer === null) return answer;
        const unreadable = this.unreadable(answer, shown, request, reply);
        if (unreadable !== null) {
          const told = { id: unreadable, revision: revision?.revision ?? null };
          return shown?.changed?.(told) ?? told;
        }
        if (tagged) reply.header('ETag', etagOf(answer, shown));
        return shown?.show(answer, request.castellanCaller?.reader ?? NOBODY, request) ?? answer;
      }),
      catchError((error: unknown) => {
        if (error instanceof Rehearsal) return of(this.tried(error, http));
        throw httpExceptionOf(error);
      }),
    );
  }

  /** The answer to a change that was only tried: 200, whatever the change itself would have answered. */
  private tried(rehearsal: Rehearsal, http: HttpArgumentsHost): object {
    const reply = http.getResponse<Reply>();
    reply.header('Cache-Control', 'no-store');
    reply.status(200);
    return rehearsalAnswer(rehearsal, http.getRequest<GuardedRequest>());
  }

  /** The id of an object that was changed by somebody who may not read it; who makes one knows what it wrote. */
  private unreadable(
    answer: object,
    shown: AnyShown | undefined,
    { method, castellanCaller }: GuardedRequest & InputRequest,
    { statusCode }: Reply,
  ): string | null {
    if (shown?.object === undefined || method !== 'PUT' || statusCode === 201) return null;
    const { type, id, containers } = shown.object(answer);
    return castellanCaller?.reader.mayRead(type, id, containers) === true ? null : id;
  }
}
