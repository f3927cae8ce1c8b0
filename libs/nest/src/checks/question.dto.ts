import { invalid, parsePermissionName, valueError, type PermissionName } from '@castellan/core';
import type { MemberQuestion } from '../access/checker';
import { CastellanSchema } from '../http/castellan-schema';
import { Field } from '../http/field';
import { describedAs, described, identifier, listOf, text, timestamp, userId, within, type Rule } from '../http/rules';
import { AtRevisionQuery } from '../past/at-revision.dto';
import { nested } from '../http/to-dto';

/** The most questions of a batch. */
export const MOST_QUESTIONS = 1_000;

const permission: Rule = described({ type: String }, (value) => {
  if (typeof value !== 'string') return name(value);
  if (parsePermissionName(value) !== null) return [];
  return [valueError([], 'must be "type:action", without wildcard or scope', value)];
});
const name = text({ min: 1, max: 129 });

/** The thing that a question is about. */
@CastellanSchema()
export class AskedResource {
  @Field(text({ min: 1, max: 64 }), {
    api: {
      example: 'apps',
      description: "The permission's type, or the type of one of its containers",
    },
  })
  type!: string;

  @Field(userId, { api: { example: 'app-1' } })
  id!: string;

  @Field(identifier, {
    optional: true,
    api: { description: 'The workspace of the resource; rejected when it contradicts the registry' },
  })
  workspace_id?: string;
}

const asked = nested(AskedResource);

/** Only the id of a member may contain spaces. */
const resource: Rule = describedAs(asked, (value) => {
  const issues = asked(value);
  if (issues.length > 0) return issues;
  const { type, id } = value as AskedResource;
  return type === 'members' ? [] : within('id', identifier(id));
});

/** The body of `POST check`. */
@CastellanSchema()
export class Question {
  @Field(userId, {
    optional: true,
    api: { example: 'bob', description: 'The member to ask about; the caller when omitted' },
  })
  user_id?: string;

  @Field(permission, { api: { example: 'apps:read' } })
  permission!: string;

  @Field(resource, {
    optional: true,
    api: { description: 'The resource to ask about; the whole organisation when omitted' },
  })
  resource?: AskedResource;
}

/** The body of `POST check/batch`. */
@CastellanSchema()
export class Questions {
  @Field(listOf(nested(Question), { min: 1, max: MOST_QUESTIONS }))
  questions!: Question[];
}

/** The query of an explanation. */
export class ExplainQuery extends AtRevisionQuery {
  @Field(permission, { api: { example: 'apps:read' } })
  permission!: string;

  @Field(userId, {
    optional: true,
    api: { example: 'app-1', description: 'The resource to ask about; the whole organisation when omitted' },
  })
  resource_id?: string;

  @Field(timestamp, {
    optional: true,
    api: { description: 'A time in place of `at_revision`: the answer is the one that was given then' },
  })
  at?: Date;
}

/** What is asked, and on what; null is the whole organisation. @throws CastellanError invalid */
export function askedIn({ permission: text, resource_id: id }: ExplainQuery): Pick<MemberQuestion, 'name' | 'on'> {
  const asked = parsePermissionName(text) as PermissionName;
  if (asked.type === 'resources' && id !== undefined) {
    const reason = 'an entry of the registry is asked about with its type: POST check';
    throw invalid([valueError(['query', 'resource_id'], reason, id)]);
  }
  return { name: asked, on: id === undefined ? null : { type: asked.type, id } };
}
