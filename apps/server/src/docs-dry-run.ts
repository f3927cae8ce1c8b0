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

const count = (description: string): Schemas[string] => ({ type: 'integer', minimum: 0, description });

const PARTIAL =
  'A caller who may not read all of the affected members gets the counts without `gained`, `lost` and `truncated`; and ' +
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
    description: 'More than 10,000 members are concerned: the totals are lower bounds',
  },
  by_permission: { type: 'array', items: byPermission, maxItems: 1_000 },
  includes_you: { type: 'boolean', description: 'Whether the caller would gain or lose something' },
  repairers: {
    ...{ type: 'integer', nullable: true, minimum: 0, maximum: 10 },
    description:
      'How many members could repair the organisation afterwards, counted up to 10; null when the change fails',
  },
  gained: { ...rights, maxItems: 1_000 },
  lost: { ...rights, maxItems: 1_000 },
  truncated: { type: 'boolean', description: 'There is more than is listed' },
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
        description: 'Only try the change: the answer is 200 with `DryRun`, and nothing is written',
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
