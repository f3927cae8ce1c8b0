import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse } from '@nestjs/swagger';
import { eitherAnswer } from '../../http/changed.answer';
import { ERROR_ANSWERS, ERROR_STATUSES } from '../../http/error-answers';
import { StatementsErrorAnswer } from './statement-role.answer';

/**
 * Documents the answers of a route of face 2: the successful one, or what a caller is told who may not read it, and every
 * error that a route can have.
 */
export const StatementsAnswers = (type: Type, unreadable?: Type): MethodDecorator =>
  applyDecorators(
    ...(unreadable === undefined
      ? [ApiResponse({ status: 200, description: 'Success', type })]
      : [
          ApiExtraModels(type, unreadable),
          ApiResponse({
            status: 200,
            description: 'Success',
            content: { 'application/json': { schema: eitherAnswer(type, unreadable, 'anyOf') } },
          }),
        ]),
    ...ERROR_STATUSES.map((status) =>
      ApiResponse({ status, description: ERROR_ANSWERS[status], type: StatementsErrorAnswer }),
    ),
  );
