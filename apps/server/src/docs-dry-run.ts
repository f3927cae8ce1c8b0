import type { OpenAPIObject } from '@nestjs/swagger';

type Components = NonNullable<OpenAPIObject['components']>;
type Schemas = NonNullable<Components['schemas']>;

const rights = {
  type: 'array',
  items: {
    type: 'object',
    required: ['user_id', 'permission'],
    properties: { user_id: { type: 'string' }, permission: { type: 'string' } },
  },
} satisfies Schemas[string];

const byPermission: Schemas[string] = {
  type: 'object',
  required: ['permission', 'gained', 'lost'],
  properties: {
    permission: { type: 'string' },
    gained: { type: 'integer', description: 'How many members would gain it' },
    lost: { type: 'integer', description: 'How many members would lose it' },
  },
};

const text: Schemas[string] = { type: 'string' };
const time = { type: 'string', format: 'date-time', nullable: true } satisfies Schemas[string];

const movedEnd: Schemas[string] = {
  type: 'object',
  required: ['user_id', 'role_id', 'scope', 'expires_at_before', 'expires_at_after'],
  properties: {
    user_id: text,
    role_id: text,
    scope: text,
    expires_at_before: { ...time, description: 'Null when the assignment does not expire' },
    expires_at_after: time,
  },
};

const container = { type: 'string', nullable: true } satisfies Schemas[string];

const movedResource: Schemas[string] = {
  type: 'object',
  required: ['resource_type', 'resource_id', 'from', 'to'],
  properties: {
    resource_type: text,
    resource_id: text,
    from: { ...container, description: 'The workspace that it is in; null when it is in none' },
    to: container,
  },
};

const count = (description: string): Schemas[string] => ({ type: 'integer', minimum: 0, description });

const PARTIAL =
  'A caller who may not read all of the affected members gets the counts without `gained`, `lost`, `ends`, `moved` and `truncated`; and ' +
  'when fewer than 10 members are affected, `would_succeed` and `error` alone. A deny is never listed: what it takes ' +
  'away is lost, and what it gives back is gained.';

const PROPERTIES: NonNullable<Exclude<Schemas[string], { $ref: string }>['properties']> = {
  would_succeed: { type: 'boolean' },
  error: { type: 'object', additionalProperties: true, description: 'The answer that the change would get' },
  gained_total: count('How many permissions members would gain, each counted once a member'),
  lost_total: count('How many permissions members would lose'),
  members_total: count('How many members would gain or lose something'),
  totals_capped: {
    type: 'boolean',
    description:
      'The totals are lower bounds: more than 10,000 members are concerned, an object moves (`moved`), or a grant cannot ' +
      'be written as one permission, because it is on one object within the scope of an assignment',
  },
  by_permission: { type: 'array', items: byPermission, maxItems: 1_000 },
  includes_you: { type: 'boolean', description: 'Whether the caller would gain or lose something' },
  repairers: {
    type: 'integer',
    nullable: true,
    minimum: 0,
    maximum: 10,
    description:
      'How many members could repair the organisation afterwards, counted up to 10; null when the change fails',
  },
  gained: { ...rights, maxItems: 1_000 },
  lost: { ...rights, maxItems: 1_000 },
  truncated: { type: 'boolean', description: 'There is more than is listed' },
  ends: {
    type: 'array',
    items: movedEnd,
    maxItems: 1_000,
    description: 'Assignments that would expire at another time: their rights are lost then, and are not in `lost`',
  },
  moved: {
    type: 'array',
    items: movedResource,
    maxItems: 1_000,
    description:
      'Objects that would be put into a container or taken from one: what is granted or denied in a container applies ' +
      'to the objects in it, and is in no row',
  },
};

/** The parameter and the answer of a dry run, beside the schemas that a document has. */
export function dryRunComponents(schemas: Components['schemas']): Components {
  return {
    parameters: {
      DryRun: {
        name: 'dry_run',
        in: 'query',
        required: false,
        schema: { type: 'boolean', default: false },
        description: 'Tries the change and writes nothing: the answer is 200 with `DryRun`',
      },
    },
    schemas: {
      ...schemas,
      DryRun: {
        type: 'object',
        required: ['would_succeed'],
        description: PARTIAL,
        properties: PROPERTIES,
      },
    },
  };
}
