import type { OpenAPIObject } from '@nestjs/swagger';

/** Rewrites what OpenAPI 3.1 no longer knows: `nullable: true` becomes a type that admits null. */
export function inOpenApi31(document: OpenAPIObject): OpenAPIObject {
  return rewritten(document) as OpenAPIObject;
}

function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Record<string, unknown>;
  // A field may have that name too; its value is a schema.
  const kept = typeof nullable === 'object' ? { ...rest, nullable } : rest;
  const inside = Object.fromEntries(Object.entries(kept).map(([key, part]) => [key, rewritten(part)]));
  return nullable === true ? withNull(inside) : inside;
}

const CHOICES = ['$ref', 'allOf', 'oneOf', 'anyOf'];

/** A schema that also admits null. Beside a choice, `type: ["object", "null"]` would admit no null: the choice still refuses it. */
function withNull(schema: Record<string, unknown>): Record<string, unknown> {
  if (CHOICES.some((key) => key in schema)) return withNullBeside(schema);
  const { type, enum: choices } = schema;
  if (typeof type !== 'string') return schema;
  const types = type === 'null' ? type : [type, 'null'];
  return { ...schema, type: types, ...(Array.isArray(choices) && { enum: [...(choices as unknown[]), null] }) };
}

/** One of the schema's own choice and null; a choice of a single reference becomes that reference. */
function withNullBeside({ type: _type, description, ...choice }: Record<string, unknown>): Record<string, unknown> {
  const { allOf } = choice;
  const alone = Array.isArray(allOf) && allOf.length === 1 && Object.keys(choice).length === 1;
  const texts = description === undefined ? {} : { description };
  return { ...texts, anyOf: [alone ? (allOf[0] as object) : choice, { type: 'null' }] };
}
