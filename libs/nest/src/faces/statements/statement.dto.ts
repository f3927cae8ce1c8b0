import { valueError, type Effect } from '@castellan/core';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { CastellanSchema } from '../../http/castellan-schema';
import { Field } from '../../http/field';
import { nested } from '../../http/to-dto';
import { converting, description, displayName, integer, listOf, oneOf, text, type Rule } from '../../http/rules';
import { MOST_PERMISSIONS } from '../../policies/policy.dto';
import { StatementAnswer } from '../../policies/statement.answer';
import { MOST_POLICIES_OF_ROLE } from '../../roles/role.dto';

/** A list with something in it. */
const filled = (list: Rule): Rule =>
  converting(
    (value) =>
      Array.isArray(value) && value.length === 0 ? [valueError([], 'must not be empty', value)] : list(value),
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

  @Field(oneOf(['allow', 'deny']))
  effect!: Effect;
}

const statements = listOf(nested(StatementInput), { max: MOST_POLICIES_OF_ROLE });

const NAME: ApiPropertyOptions = { type: String, minLength: 1, maxLength: 128 };
const DESCRIPTION: ApiPropertyOptions = { type: String, maxLength: 1024 };
const STATEMENTS: ApiPropertyOptions = { type: [StatementAnswer], maxItems: MOST_POLICIES_OF_ROLE };

/** The body of `POST /organizations/{organizationId}/roles`. */
@CastellanSchema()
export class CreateStatementRole {
  @ApiProperty(NAME)
  @Field(displayName)
  name!: string;

  @ApiPropertyOptional(DESCRIPTION)
  @Field(description, { optional: true })
  description?: string | null;

  @ApiProperty(STATEMENTS)
  @Field(statements)
  policies!: StatementInput[];
}

/** The body of `PUT /organizations/{organizationId}/roles/{roleId}`: what is named is changed, the rest stays. */
@CastellanSchema()
export class UpdateStatementRole {
  @ApiPropertyOptional(NAME)
  @Field(displayName, { optional: true })
  name?: string;

  @ApiPropertyOptional(DESCRIPTION)
  @Field(description, { optional: true })
  description?: string | null;

  @ApiPropertyOptional({
    ...STATEMENTS,
    description: "Replaces the role's own statements and detaches its shared policies",
  })
  @Field(statements, { optional: true })
  policies?: StatementInput[];
}

/** The query of `GET /organizations/{organizationId}/roles`. */
export class StatementRolesQuery {
  @Field(integer({ min: 10, max: 100 }), { optional: true })
  maxResults?: number;

  @Field(text({ min: 1, max: 2048 }), { optional: true })
  nextToken?: string;
}
