import { EFFECTS, valueError, type Effect } from '@castellan/core';
import { CastellanSchema } from '../http/castellan-schema';
import { changesOf, Field } from '../http/field';
import { described, description, displayName, listOf, nullable, oneOf, text } from '../http/rules';

/** The most permissions of a policy, and the most bytes of their canonical texts. */
export const MOST_PERMISSIONS = 1_000;
export const MOST_BYTES = 256 * 1024;

/** The column is there for later work; until then only null is taken. */
const noCondition = nullable(
  described({ type: 'null' }, (value) => [valueError([], 'conditions are not supported yet, only null is', value)]),
);

/** The body of `POST policies`. */
@CastellanSchema()
export class CreatePolicy {
  @Field(displayName, { api: { example: 'Release managers' } })
  name!: string;

  @Field(description, { optional: true })
  description?: string | null;

  @Field(oneOf(EFFECTS), { optional: true, api: { default: 'allow' } })
  effect?: Effect;

  @Field(noCondition, { optional: true, api: { description: 'Must be null: conditions are not supported yet' } })
  condition?: null;

  @Field(listOf(text(), { max: MOST_PERMISSIONS }), {
    api: {
      description: 'Permissions `type:scope:action`; `type:action` is short for `type:*:action`',
      example: ['apps:*:read', 'endpoints:ws-1:trigger'],
    },
  })
  permissions!: string[];
}

/** The body of `PUT policies/{policy_id}`: what is named is changed, the rest stays. */
@CastellanSchema()
export class UpdatePolicy extends changesOf(CreatePolicy) {}
