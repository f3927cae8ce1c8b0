import { applyDecorators, type Type } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { ERROR_ANSWERS, ERROR_STATUSES } from '../http/error-answers';
import { StatementsErrorAnswer } from './statement-role.answer';

/** Documents the answers of a route of face 2: the successful one, and every error that a route can have. */
export const StatementsAnswers = (type: Type): MethodDecorator =>
  applyDecorators(
    ApiResponse({ status: 200, description: 'Success', type }),
    ...ERROR_STATUSES.map((status) =>
      ApiResponse({ status, description: ERROR_ANSWERS[status], type: StatementsErrorAnswer }),
    ),
  );
