import { valueError, type Effect, type Issue } from '@castellan/core';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { Field } from '../http/field';
import { description, displayName, listOf, nullable, oneOf, text } from '../http/rules';

/** The most permissions of a policy, and the most bytes of their canonical texts. */
export const MOST_PERMISSIONS = 1_000;
export const MOST_BYTES = 256 * 1024;

const permissionList = listOf(text(), { max: MOST_PERMISSIONS });
const effect = oneOf(['allow', 'deny']);
/** The column is there for later work; until then only null is taken. */
const noCondition = (value: unknown): Issue[] =>
  value === null ? [] : [valueError([], 'conditions are not supported yet, only null is', value)];

const PERMISSIONS: ApiPropertyOptions = {
  type: String,
  isArray: true,
  maxItems: MOST_PERMISSIONS,
  description: 'Permissions `type:scope:action`; `type:action` is short for `type:*:action`',
  example: ['apps:*:read', 'endpoints:ws-1:trigger'],
};

/** The body of `POST policies`. */
@CastellanSchema()
export class CreatePolicy {
  @ApiProperty({ type: String, minLength: 1, maxLength: 128, example: 'Release managers' })
  @Field(displayName)
  name!: string;

  @ApiProperty({ type: String, nullable: true, required: false, maxLength: 1024 })
  @Field(description, { optional: true })
  description?: string | null;

  @ApiProperty({ enum: ['allow', 'deny'], required: false, default: 'allow' })
  @Field(effect, { optional: true })
  effect?: Effect;

  @ApiProperty({
    type: 'null',
    required: false,
    nullable: true,
    description: 'Must be null: conditions are not supported yet',
  })
  @Field(nullable(noCondition), { optional: true })
  condition?: null;

  @ApiProperty(PERMISSIONS)
  @Field(permissionList)
  permissions!: string[];
}

/** The body of `PUT policies/{policy_id}`: what is named is changed, the rest stays. */
@CastellanSchema()
export class UpdatePolicy {
  @ApiProperty({ type: String, required: false, minLength: 1, maxLength: 128 })
  @Field(displayName, { optional: true })
  name?: string;

  @ApiProperty({ type: String, nullable: true, required: false, maxLength: 1024 })
  @Field(description, { optional: true })
  description?: string | null;

  @ApiProperty({ enum: ['allow', 'deny'], required: false })
  @Field(effect, { optional: true })
  effect?: Effect;

  @ApiProperty({
    type: 'null',
    required: false,
    nullable: true,
    description: 'Must be null: conditions are not supported yet',
  })
  @Field(nullable(noCondition), { optional: true })
  condition?: null;

  @ApiPropertyOptional(PERMISSIONS)
  @Field(permissionList, { optional: true })
  permissions?: string[];
}
