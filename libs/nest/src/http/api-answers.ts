import { applyDecorators, type Type } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { ERROR_ANSWERS, ERROR_STATUSES } from './error-answers';
import { ErrorAnswer, HttpValidationErrorAnswer } from './error.answer';

/**
 * Documents a route's answers: the successful ones, and every error that a route can have. The service's own document
 * keeps those errors that the route really answers.
 */
export function ApiAnswers(
  status: number,
  answer?: Type | object,
  also: Readonly<Record<number, string>> = {},
): MethodDecorator {
  const good =
    answer === undefined
      ? ApiResponse({ status, description: 'Success' })
      : typeof answer === 'function'
        ? ApiResponse({ status, description: 'Success', type: answer as Type })
        : ApiResponse({ status, description: 'Success', content: { 'application/json': { schema: answer } } });
  return applyDecorators(
    good,
    ...Object.entries(also).map(([code, description]) =>
      ApiResponse({ status: Number(code), description, ...(typeof answer === 'function' && { type: answer as Type }) }),
    ),
    ...ERROR_STATUSES.map((code) =>
      ApiResponse({
        status: code,
        description: ERROR_ANSWERS[code],
        type: code === 422 ? HttpValidationErrorAnswer : ErrorAnswer,
      }),
    ),
  );
}
