import { CASTELLAN_ERROR, CastellanError, type ErrorKind, type Issue } from '@castellan/core';
import { HttpException, type Type } from '@nestjs/common';
import { databaseFailure } from '../database/database-failure';
import { iamErrorBody } from './error-body';
import { logFailure } from './error-log';
import { failureOf } from './failure';

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

/** The exception for an error that leaves our code in a route of a host, where our filter does not stand. */
export function exceptionOf(error: CastellanError): CastellanException {
  if (error instanceof CastellanException) return error;
  const failure = failureOf(error);
  const { status, headers } = failure;
  return new CastellanException(error, { status, headers, body: iamErrorBody(failure) });
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

const wrapped = new WeakSet<object>();

/**
 * Lets every method of these services throw HttpExceptions, so that a host whose handler calls one needs no filter. What is
 * thrown is still `instanceof CastellanError`, and a success costs nothing but a call.
 */
export function throwHttpExceptions(...services: readonly Type[]): void {
  for (const { prototype } of services) throwFrom(prototype as object, () => true);
}

/** The same of some methods of a service, whose others are called at each request. */
export function throwHttpExceptionsFrom<S>({ prototype }: Type<S>, ...names: ReadonlyArray<keyof S & string>): void {
  throwFrom(prototype as object, (name) => names.includes(name as keyof S & string));
}

function throwFrom(prototype: object, isMeant: (name: string) => boolean): void {
  if (wrapped.has(prototype)) return;
  wrapped.add(prototype);
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name === 'constructor' || typeof property.value !== 'function' || !isMeant(name)) continue;
    Object.defineProperty(prototype, name, { ...property, value: throwing(property.value as Method) });
  }
}

/** Whether the methods of a service throw HttpExceptions. */
export const throwsHttpExceptions = ({ prototype }: Type): boolean => wrapped.has(prototype as object);

function throwing(method: Method): Method {
  return function (...given) {
    try {
      const result = method.apply(this, given);
      if (!(result instanceof Promise)) return result;
      return result.catch((error: unknown) => {
        throw httpExceptionOf(error, given);
      });
    } catch (error) {
      throw httpExceptionOf(error, given);
    }
  };
}

/** The exception for our errors and for a database that cannot answer, of a call with these arguments; anything else as it is. */
export function httpExceptionOf(error: unknown, given: readonly unknown[] = []): unknown {
  // A mistake of the host's own code: Nest writes it to the log, and answers a plain 500.
  if (error instanceof CastellanError) return error.kind === 'transaction' ? error : answered(error);
  // Invariant: whoever has the transaction sees what PostgreSQL said in it, to begin it again or to drop the connection.
  const failure = given.some(isInTransaction) ? null : databaseFailure(error);
  return failure === null ? error : answered(failure);
}

/** Nest logs no HttpException. What led to a 503 is written after our filter, which knows the request, had its turn. */
function answered(error: CastellanError): CastellanException {
  const exception = exceptionOf(error);
  if (exception.getStatus() >= 500) setImmediate(() => logFailure(exception.error));
  return exception;
}

/** An EntityManager of a transaction, or a change, which has one. */
const isInTransaction = (given: unknown): boolean => {
  const { queryRunner, sql } = (given ?? {}) as { readonly queryRunner?: unknown; readonly sql?: unknown };
  return queryRunner !== undefined || sql !== undefined;
};
