import { CastellanError } from '@castellan/core';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CastellanException } from './castellan.exception';
import { errorBody, type FacedRequest } from './error-body';
import { logFailure, logRefusal } from './error-log';
import { failureOf } from './failure';

/**
 * The one place that writes an error, in the form of the API that was asked. It takes our errors alone: every other exception goes on to a host's own filters and to Nest, as if this one were not there.
 */
@Catch(CastellanError)
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly adapters: HttpAdapterHost) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const { httpAdapter } = this.adapters;
    const http = host.switchToHttp();
    const reply: unknown = http.getResponse();
    const request = http.getRequest<FacedRequest>();
    httpAdapter.setHeader(reply, 'Cache-Control', 'no-store');
    const failure = failureOf(error);
    const refused = error instanceof CastellanException ? error.error : error;
    if (typeof refused === 'object' && refused !== null) logRefusal(refused, failure.status, request);
    if (failure.status >= 500) logFailure(refused, request.id);
    for (const [name, value] of Object.entries(failure.headers)) httpAdapter.setHeader(reply, name, value);
    httpAdapter.reply(reply, errorBody(failure, request), failure.status);
  }
}
