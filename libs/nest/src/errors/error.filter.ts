import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { failureOf } from './failure';
import { iamErrorBody } from './iam-format';

/** The one place that writes an error: every kind of failure in face 1's form. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly log = new Logger('Castellan');

  constructor(private readonly adapters: HttpAdapterHost) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const { httpAdapter } = this.adapters;
    const reply: unknown = host.switchToHttp().getResponse();
    const failure = failureOf(error);
    if (failure.status >= 500) this.log.error(error instanceof Error ? (error.cause ?? error) : error);
    for (const [name, value] of Object.entries(failure.headers)) httpAdapter.setHeader(reply, name, value);
    httpAdapter.reply(reply, iamErrorBody(failure), failure.status);
  }
}
