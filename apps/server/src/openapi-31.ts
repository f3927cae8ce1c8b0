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

function withNull(schema: Record<string, unknown>): Record<string, unknown> {
  const { type, enum: choices } = schema;
  if (typeof type === 'string') {
    const types = type === 'null' ? type : [type, 'null'];
    return { ...schema, type: types, ...(Array.isArray(choices) && { enum: [...(choices as unknown[]), null] }) };
  }
  const isChosen = ['$ref', 'allOf', 'oneOf', 'anyOf'].some((key) => key in schema);
  return isChosen ? { anyOf: [schema, { type: 'null' }] } : schema;
}
