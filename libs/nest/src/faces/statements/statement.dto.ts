import { EFFECTS, valueError, type Effect } from '@castellan/core';
import { CastellanSchema } from '../../http/castellan-schema';
import { changesOf, Field } from '../../http/field';
import { nested } from '../../http/to-dto';
import {
  converting,
  describedAs,
  description,
  displayName,
  integer,
  listOf,
  oneOf,
  text,
  type Rule,
} from '../../http/rules';
import { MOST_PERMISSIONS } from '../../policies/policy.dto';
import { StatementAnswer } from '../../policies/statement.answer';
import { MOST_POLICIES_OF_ROLE } from '../../roles/role.dto';

/** A list with something in it. */
const filled = (list: Rule): Rule =>
  converting(
    describedAs(list, (value) =>
      Array.isArray(value) && value.length === 0 ? [valueError([], 'must not be empty', value)] : list(value),
    ),
    (value) => list.convert?.(value) ?? value,
  );

const texts = filled(listOf(text(), { max: MOST_PERMISSIONS }));

/** A statement, as a body says it. */
@CastellanSchema()
export class StatementInput {
  @Field(texts)
  resources!: string[];

  @Field(texts)
  actions!: string[];

  @Field(oneOf(EFFECTS))
  effect!: Effect;
}

const statements = listOf(nested(StatementInput), { max: MOST_POLICIES_OF_ROLE });

/** The body of `POST /organizations/{organizationId}/roles`. */
@CastellanSchema()
export class CreateStatementRole {
  @Field(displayName)
  name!: string;

  @Field(description, { optional: true, api: { nullable: undefined } })
  description?: string | null;

  @Field(statements, { api: { type: () => StatementAnswer } })
  policies!: StatementInput[];
}

/** The body of `PUT /organizations/{organizationId}/roles/{roleId}`: what is named is changed, the rest stays. */
@CastellanSchema()
export class UpdateStatementRole extends changesOf(CreateStatementRole, {
  api: {
    policies: {
      type: () => StatementAnswer,
      description: "Replaces the role's own statements and detaches its shared policies",
    },
  },
}) {}

/** The query of `GET /organizations/{organizationId}/roles`. */
export class StatementRolesQuery {
  @Field(integer({ min: 10, max: 100 }), { optional: true, api: null })
  maxResults?: number;

  @Field(text({ min: 1, max: 2048 }), { optional: true, api: null })
  nextToken?: string;
}
