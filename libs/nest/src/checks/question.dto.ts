import { parsePermissionName, valueError, type Issue } from '@castellan/core';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { Field } from '../http/field';
import { identifier, isRecord, text, userId, within, type Rule } from '../http/rules';

/** The most questions of a batch. */
export const MOST_QUESTIONS = 1_000;

const permission: Rule = (value) => {
  if (typeof value !== 'string') return name(value);
  if (parsePermissionName(value) !== null) return [];
  return [valueError([], 'must be "type:action", without wildcard or scope', value)];
};
const name = text({ min: 1, max: 129 });

type Properties = Readonly<Record<string, { readonly rule: Rule; readonly optional?: true }>>;

// By hand and not through class-validator, which costs more than the decision does.
/** An object with these properties and no others. */
const objectOf =
  (properties: Properties): Rule =>
  (value) => {
    if (!isRecord(value)) {
      const msg = 'Input should be a valid dictionary or object to extract fields from';
      return [{ type: 'model_attributes_type', loc: [], msg, input: value }];
    }
    const issues: Issue[] = [];
    for (const key of Object.keys(properties)) {
      const { rule, optional } = properties[key] as Properties[string];
      if (Object.hasOwn(value, key)) issues.push(...within(key, rule(value[key])));
      else if (optional !== true) issues.push({ type: 'missing', loc: [key], msg: 'Field required', input: value });
    }
    for (const key of Object.keys(value)) {
      if (Object.hasOwn(properties, key)) continue;
      issues.push({ type: 'extra_forbidden', loc: [key], msg: 'Extra inputs are not permitted', input: value[key] });
    }
    return issues;
  };

const anyResource = objectOf({
  type: { rule: text({ min: 1, max: 64 }) },
  id: { rule: userId },
  workspace_id: { rule: identifier, optional: true },
});

/** Only the id of a member may contain spaces. */
const resource: Rule = (value) => {
  const issues = anyResource(value);
  if (issues.length > 0) return issues;
  const { type, id } = value as AskedResource;
  return type === 'members' ? [] : within('id', identifier(id));
};

const question = objectOf({
  user_id: { rule: userId, optional: true },
  permission: { rule: permission },
  resource: { rule: resource, optional: true },
});

const questions: Rule = (value) => {
  if (!Array.isArray(value)) {
    return [{ type: 'list_type', loc: [], msg: 'Input should be a valid list', input: value }];
  }
  if (value.length > MOST_QUESTIONS) return [valueError([], `must have at most ${MOST_QUESTIONS} items`, value)];
  if (value.length === 0) return [valueError([], 'must have at least 1 item', value)];
  return value.flatMap((one, at) => within(at, question(one)));
};

/** The thing that a question is about. */
@CastellanSchema()
export class AskedResource {
  @ApiProperty({
    type: String,
    example: 'apps',
    description: "The permission's type, or the type of one of its containers",
  })
  type!: string;

  @ApiProperty({ type: String, example: 'app-1' })
  id!: string;

  @ApiPropertyOptional({
    type: String,
    description: 'The workspace of the resource; rejected when it contradicts the registry',
  })
  workspace_id?: string;
}

/** The body of `POST check`. */
@CastellanSchema()
export class Question {
  @ApiPropertyOptional({
    type: String,
    example: 'bob',
    description: 'The member to ask about; the caller when omitted',
  })
  @Field(userId, { optional: true })
  user_id?: string;

  @ApiProperty({ type: String, example: 'apps:read' })
  @Field(permission)
  permission!: string;

  @ApiPropertyOptional({
    type: AskedResource,
    description: 'The resource to ask about; the whole organisation when omitted',
  })
  @Field(resource, { optional: true })
  resource?: AskedResource;
}

/** The body of `POST check/batch`. */
@CastellanSchema()
export class Questions {
  @ApiProperty({ type: Question, isArray: true, minItems: 1, maxItems: MOST_QUESTIONS })
  @Field(questions)
  questions!: Question[];
}

/** The query of an explanation. */
export class ExplainQuery {
  @ApiProperty({ type: String, example: 'apps:read' })
  @Field(permission)
  permission!: string;

  @ApiPropertyOptional({
    type: String,
    example: 'app-1',
    description: 'The resource to ask about; the whole organisation when omitted',
  })
  @Field(userId, { optional: true })
  resource_id?: string;
}
