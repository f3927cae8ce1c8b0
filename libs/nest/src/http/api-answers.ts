import { applyDecorators, type Type } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { ErrorAnswer, HttpValidationErrorAnswer } from './error.answer';

const ERRORS: ReadonlyArray<readonly [number, string]> = [
  [401, 'Nobody proved who they are'],
  [403, 'The caller may not do this; `details.required_permission`'],
  [404, 'Something is not there; `details.resource_type`, `details.resource_id`'],
  [409, 'The change conflicts with what is stored; `details.reason`'],
  [412, 'The object is not the one that `If-Match` names'],
  [500, 'An error of the service'],
  [503, 'The service cannot answer now'],
];

/** Documents a route's answers: the good one, and those that every route may give. */
export function ApiAnswers(
  status: number,
  answer?: Type | object,
  also: Readonly<Record<number, string>> = {},
): MethodDecorator {
  const good =
    answer === undefined
      ? ApiResponse({ status, description: 'Done' })
      : typeof answer === 'function'
        ? ApiResponse({ status, description: 'Done', type: answer as Type })
        : ApiResponse({ status, description: 'Done', content: { 'application/json': { schema: answer } } });
  return applyDecorators(
    good,
    ...Object.entries(also).map(([code, description]) =>
      ApiResponse({ status: Number(code), description, ...(typeof answer === 'function' && { type: answer as Type }) }),
    ),
    ...ERRORS.map(([code, description]) => ApiResponse({ status: code, description, type: ErrorAnswer })),
    ApiResponse({ status: 422, description: 'All mistakes of the request', type: HttpValidationErrorAnswer }),
  );
}
