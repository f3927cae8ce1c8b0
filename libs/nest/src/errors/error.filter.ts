import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Rehearsal } from '../changes/rehearsal';
import { CastellanException } from './castellan.exception';
import { errorBody, type FacedRequest, rehearsalAnswer } from './error-body';
import { failureOf } from './failure';
import { logRefusal } from './refusal-log';

/** The one place that writes an error: every kind of failure, and the end of a dry run, in the form of the face that was asked. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly log = new Logger('Castellan');

  constructor(private readonly adapters: HttpAdapterHost) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const { httpAdapter } = this.adapters;
    const http = host.switchToHttp();
    const reply: unknown = http.getResponse();
    const request = http.getRequest<FacedRequest>();
    httpAdapter.setHeader(reply, 'Cache-Control', 'no-store');
    if (error instanceof Rehearsal) return httpAdapter.reply(reply, rehearsalAnswer(error, request), 200) as void;
    const failure = failureOf(error);
    const refused = error instanceof CastellanException ? error.error : error;
    if (typeof refused === 'object' && refused !== null) logRefusal(refused, failure.status, request);
    if (failure.status >= 500) {
      const err = causeOf(error instanceof CastellanException ? error.error : error);
      this.log.error({ requestId: request.id, err });
    }
    for (const [name, value] of Object.entries(failure.headers)) httpAdapter.setHeader(reply, name, value);
    httpAdapter.reply(reply, errorBody(failure, request), failure.status);
  }
}

const causeOf = (error: unknown): unknown => (error instanceof Error ? (error.cause ?? error) : error);
