import type { OpenAPIObject } from '@nestjs/swagger';

/** Rewrites what OpenAPI 3.1 no longer knows: `nullable: true` becomes a type that admits null. */
export function inOpenApi31(document: OpenAPIObject): OpenAPIObject {
  return rewritten(document) as OpenAPIObject;
}

function rewritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewritten);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Record<string, unknown>;
  const inside = Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, rewritten(part)]));
  if (nullable !== true) return nullable === undefined ? inside : { ...inside };
  if (typeof inside['type'] === 'string') {
    const types = inside['type'] === 'null' ? 'null' : [inside['type'], 'null'];
    return {
      ...inside,
      type: types,
      ...(Array.isArray(inside['enum']) && { enum: [...(inside['enum'] as unknown[]), null] }),
    };
  }
  if (typeof inside['$ref'] === 'string' || Array.isArray(inside['allOf'])) {
    return { anyOf: [inside, { type: 'null' }] };
  }
  return inside;
}
