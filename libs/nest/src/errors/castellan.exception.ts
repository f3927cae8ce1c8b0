import type { CastellanError, ErrorKind } from '@castellan/core';
import { HttpException } from '@nestjs/common';

/** A CastellanError that a host's own filter can answer: its response is the body of face 1. */
export class CastellanException extends HttpException {
  constructor(
    readonly error: CastellanError,
    body: object,
    status: number,
  ) {
    super(body, status, { cause: error });
    this.message = error.message;
  }

  get kind(): ErrorKind {
    return this.error.kind;
  }
}
