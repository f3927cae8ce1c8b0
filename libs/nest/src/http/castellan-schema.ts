import { ApiSchema } from '@nestjs/swagger';

/** What the names of our models begin with in an OpenAPI document, so that a host's `Role` stays its own. */
export const SCHEMA_PREFIX = 'Castellan';

/** Names a model in OpenAPI documents: `CastellanRole` for `Role`; without a name, after its class. */
export const CastellanSchema =
  (name?: string): ClassDecorator =>
  (target) =>
    ApiSchema({ name: `${SCHEMA_PREFIX}${name ?? target.name}` })(target);
