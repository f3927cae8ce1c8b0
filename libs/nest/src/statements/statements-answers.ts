import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiResponse } from '@nestjs/swagger';
import { eitherAnswer } from '../http/changed.answer';
import { StatementsErrorAnswer } from './statement-role.answer';

const ERRORS: ReadonlyArray<readonly [number, string]> = [
  [401, 'Nobody proved who they are'],
  [403, 'The caller may not do this, or would hand out or take away what it does not hold'],
  [404, 'The role is not there'],
  [409, 'The change conflicts with what is stored'],
  [412, 'The role is not the one that `If-Match` names; the tag is that of the same role under `/v1/orgs`'],
  [422, 'All mistakes of the request; the message names the fields'],
  [500, 'An error of the service'],
  [503, 'The service cannot answer now'],
];

/**
 * Documents the answers of a route of face 2: the good one, or what somebody is told who may not read it, and the errors
 * that every route may give.
 */
export const StatementsAnswers = (type: Type, unreadable?: Type): MethodDecorator =>
  applyDecorators(
    ...(unreadable === undefined
      ? [ApiResponse({ status: 200, description: 'Done', type })]
      : [
          ApiExtraModels(type, unreadable),
          ApiResponse({
            ...{ status: 200, description: 'Done' },
            content: { 'application/json': { schema: eitherAnswer(type, unreadable) } },
          }),
        ]),
    ...ERRORS.map(([status, description]) => ApiResponse({ status, description, type: StatementsErrorAnswer })),
  );
