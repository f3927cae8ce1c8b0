import type { CastellanError, ErrorKind } from '@castellan/core';
import { HttpException } from '@nestjs/common';

/** How a CastellanError is answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** In the form of face 1. */
  readonly body: object;
}

/** A CastellanError that a host's own filter can answer. */
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

  get kind(): ErrorKind {
    return this.error.kind;
  }
}
