import type { OpenAPIObject } from '@nestjs/swagger';

type Components = NonNullable<OpenAPIObject['components']>;
type Schemas = NonNullable<Components['schemas']>;

const rights: Schemas[string] = {
  type: 'array',
  items: {
    type: 'object',
    required: ['user_id', 'permission'],
    properties: { user_id: { type: 'string' }, permission: { type: 'string' } },
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
        description: 'Only try the change: the answer is 200 with `DryRun`, and nothing is written',
      },
    },
    schemas: {
      ...schemas,
      DryRun: {
        type: 'object',
        required: ['would_succeed', 'gained', 'lost', 'truncated'],
        properties: {
          would_succeed: { type: 'boolean' },
          error: { type: 'object', additionalProperties: true, description: 'The answer that the change would get' },
          ...{ gained: rights, lost: rights },
          truncated: { type: 'boolean', description: 'There is more than is listed' },
        },
      },
    },
  };
}
