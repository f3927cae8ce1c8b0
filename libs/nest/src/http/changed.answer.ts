import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { ApiAnswers } from './api-answers';

/** What somebody is told who changed an object that it may not read. */
@ApiSchema({ name: 'Changed' })
export class ChangedAnswer {
  @ApiProperty({ type: String, example: 'rl-developer' })
  id!: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The revision that the change made' })
  revision!: number | null;
}

/** Either of two answers, as a schema: the usual one first, then the one for somebody who may not read it. */
export const eitherAnswer = (usual: Type, unreadable: Type): object => ({
  anyOf: [usual, unreadable].map((type) => ({ $ref: getSchemaPath(type) })),
});

/** Documents a change's answers: the object, or what somebody is told who may not read it. */
export const ApiChangeAnswers = (usual: Type, unreadable: Type = ChangedAnswer): MethodDecorator =>
  applyDecorators(ApiExtraModels(usual, unreadable), ApiAnswers(200, eitherAnswer(usual, unreadable)));
