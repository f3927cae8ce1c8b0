import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { CastellanSchema } from './castellan-schema';
import { ApiAnswers } from './api-answers';

/** What somebody is told who changed an object that it may not read. */
@CastellanSchema('Changed')
export class ChangedAnswer {
  @ApiProperty({ type: String, example: 'rl-developer' })
  id!: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The revision that the change made' })
  revision!: number | null;
}

/**
 * Either of two answers, as a schema: the usual one first, then the one for somebody who may not read it. `anyOf` is for a
 * second one that is a part of the first.
 */
export const eitherAnswer = (usual: Type, unreadable: Type, by: 'oneOf' | 'anyOf' = 'oneOf'): object => ({
  [by]: [usual, unreadable].map((type) => ({ $ref: getSchemaPath(type) })),
});

/** Documents a change's answers: the object, or what somebody is told who may not read it: `Changed`, or a part of the object. */
export const ApiChangeAnswers = (usual: Type, part?: Type): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(usual, part ?? ChangedAnswer),
    ApiAnswers(200, part === undefined ? eitherAnswer(usual, ChangedAnswer) : eitherAnswer(usual, part, 'anyOf')),
  );
