import { EFFECTS } from '@castellan/core';
import Ajv from 'ajv';

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;

const SHAPE = {
  type: 'object',
  additionalProperties: false,
  required: ['types'],
  properties: {
    name: text,
    version: { type: 'integer' },
    types: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['label', 'scope', 'actions'],
        properties: {
          label: text,
          description: text,
          parent: text,
          listable: { type: 'boolean' },
          scope: { enum: ['org', 'workspace'] },
          actions: {
            type: 'object',
            additionalProperties: {
              type: 'object',
              additionalProperties: false,
              required: ['label'],
              properties: { label: text, description: text, implies: texts, explicit: { type: 'boolean' } },
            },
          },
        },
      },
    },
    policies: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'name', 'permissions'],
        properties: {
          id: text,
          name: text,
          description: text,
          effect: { enum: EFFECTS },
          permissions: texts,
        },
      },
    },
    roles: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'name', 'policies'],
        properties: { id: text, name: text, description: text, policies: texts },
      },
    },
  },
};

const matches = new Ajv({ allErrors: true, strict: false }).compile(SHAPE);

/** Every way in which a parsed schema file has not the shape of a `SchemaDeclaration`. */
export function declarationProblems(declared: unknown): string[] {
  if (matches(declared)) return [];
  return (matches.errors ?? []).map(({ instancePath, message, params }) => {
    const extra: unknown = (params as { additionalProperty?: unknown }).additionalProperty;
    return `${instancePath || '/'} ${message}${typeof extra === 'string' ? ` ("${extra}")` : ''}`;
  });
}
