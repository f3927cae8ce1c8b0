import { SCHEMA_PREFIX } from '@castellan/nest/admin';
import type { OpenAPIObject } from '@nestjs/swagger';

/** The same document with the models under the names of the API's contract: `Role`, which in a host is `CastellanRole`. */
export function withPlainNames(document: OpenAPIObject): OpenAPIObject {
  const named = JSON.stringify(document).replaceAll(`#/components/schemas/${SCHEMA_PREFIX}`, '#/components/schemas/');
  const plain = JSON.parse(named) as OpenAPIObject;
  const schemas = Object.entries(plain.components?.schemas ?? {}).map(
    ([name, schema]) => [name.replace(new RegExp(`^${SCHEMA_PREFIX}`), ''), schema] as const,
  );
  return { ...plain, components: { ...plain.components, schemas: Object.fromEntries(schemas) } };
}
