import { CastellanError } from '@castellan/core';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Rehearsal } from '../changes/rehearsal';
import { CastellanException } from './castellan.exception';
import { errorBody, type FacedRequest, rehearsalAnswer } from './error-body';
import { failureOf } from './failure';
import { logFailure } from './failure-log';
import { logRefusal } from './refusal-log';

/**
 * The one place that writes an error, in the form of the API that was asked. It takes our errors and the ends of dry runs
 * alone: every other exception goes on to a host's own filters and to Nest, as if this one were not there.
 */
@Catch(CastellanError, Rehearsal)
export class ErrorFilter implements ExceptionFilter {
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
    if (failure.status >= 500) logFailure(refused, request.id);
    for (const [name, value] of Object.entries(failure.headers)) httpAdapter.setHeader(reply, name, value);
    httpAdapter.reply(reply, errorBody(failure, request), failure.status);
  }
}
