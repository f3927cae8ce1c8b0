import { valueError } from '@castellan/core';
import { CastellanSchema } from '../http/castellan-schema';
import { Field } from '../http/field';
import {
  described,
  description,
  displayName,
  flag,
  isRecord,
  listOf,
  newUserId,
  nullable,
  oneOf,
  revisionText,
  userId,
} from '../http/rules';
import { nested } from '../http/to-dto';
import { assignmentScope, future } from '../members/member.dto';

/** The most changes of a set. */
export const MOST_CHANGES = 1_000;

/** What a change does, and to what. */
export const OPERATIONS = ['create', 'update', 'delete', 'assign', 'unassign'] as const;
export type Operation = (typeof OPERATIONS)[number];
export const KINDS = ['policy', 'role', 'workspace', 'resource', 'member', 'assignment'] as const;
export type Kind = (typeof KINDS)[number];

/** Any JSON object: what it must be depends on the change. */
const object = described({ type: 'object', additionalProperties: true }, (value) =>
  isRecord(value) ? [] : [valueError([], 'must be an object', value)],
);

/** A policy or role: by its id, or by its name. */
@CastellanSchema()
export class Reference {
  @Field(userId, { optional: true })
  id?: string;

  @Field(displayName, { optional: true })
  name?: string;
}

/** One change of a set. Which properties it has depends on `kind` and `op`. */
@CastellanSchema()
export class SetChange {
  @Field(oneOf(OPERATIONS), { api: { example: 'create' } })
  op!: Operation;

  @Field(oneOf(KINDS), { api: { example: 'policy' } })
  kind!: Kind;

  @Field(userId, { optional: true, api: { description: 'The id of the object; of a member its user id' } })
  id?: string;

  @Field(displayName, { optional: true, api: { description: 'The name of the object, in place of its id' } })
  name?: string;

  @Field(userId, { optional: true, api: { description: 'The type of a resource' } })
  resource_type?: string;

  @Field(newUserId, { optional: true, api: { description: 'The user of an assignment' } })
  user_id?: string;

  @Field(nested(Reference), { optional: true, api: { description: 'The role of an assignment' } })
  role?: Reference;

  @Field(assignmentScope, {
    optional: true,
    api: { description: 'Where an assignment applies: `*` is the whole organisation, otherwise an id or `type/id`' },
  })
  scope?: string;

  @Field(nullable(future), { optional: true, api: { description: 'When an assignment expires; null for never' } })
  expires_at?: Date | null;

  @Field(description, { optional: true, api: { description: 'Why the member has the role' } })
  reason?: string | null;

  @Field(flag, {
    optional: true,
    api: { description: "Whether the set's `source` keeps the object from now on; requires the right to update it" },
  })
  adopt?: boolean;

  @Field(object, {
    optional: true,
    api: {
      description:
        'What the object is to be: the body of its own route. In a role, `policies` may name policies by `id` or ' +
        '`name` in place of `policy_ids`',
    },
  })
  body?: Record<string, unknown>;
}

/** The body of `POST changes`. */
@CastellanSchema()
export class ChangeSet {
  @Field(revisionText, {
    optional: true,
    api: { description: 'The `Castellan-Revision` that the set was made for: with any other revision it is rejected' },
  })
  base_revision?: string;

  @Field(displayName, {
    optional: true,
    api: { description: 'Becomes the `managed_by` of what the set creates', example: 'platform-team' },
  })
  source?: string;

  @Field(description, { optional: true, api: { description: 'Why the change is made; kept in the audit log' } })
  reason?: string | null;

  @Field(listOf(nested(SetChange), { min: 1, max: MOST_CHANGES }))
  changes!: SetChange[];
}
