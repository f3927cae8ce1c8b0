import { CASTELLAN_ERROR, type CastellanError, type ErrorKind, type Issue } from '@castellan/core';
import { HttpException } from '@nestjs/common';

/** How a CastellanError is answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** In the form of the IAM API. */
  readonly body: object;
}

/**
 * A CastellanError that Nest, or a host's own filter, can answer. It has what the error has, and `instanceof CastellanError`
 * holds, so that code which looks at errors needs to know one form only.
 */
export class CastellanException extends HttpException {
  /** What belongs to the answer beside its body. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly error: CastellanError,
    { status, headers, body }: Answered,
  ) {
    super(body, status, { cause: error });
    this.message = error.message;
    this.headers = headers;
  }

  get [CASTELLAN_ERROR](): true {
    return true;
  }

  get kind(): ErrorKind {
    return this.error.kind;
  }

  get details(): Readonly<Record<string, unknown>> {
    return this.error.details;
  }

  get issues(): readonly Issue[] {
    return this.error.issues;
  }
}
