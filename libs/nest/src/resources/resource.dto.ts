import { CastellanSchema } from '../http/castellan-schema';
import { Field } from '../http/field';
import { PageQuery } from '../http/page';
import { description, displayName, identifier, jsonObject, text } from '../http/rules';

/** The query of `GET resources`; which of the two is needed depends on the type. */
export class ResourceQuery extends PageQuery {
  @Field(text(), { api: null })
  resource_type!: string;

  @Field(identifier, { optional: true, api: null })
  workspace_id?: string;
}

/** The path of one registered resource. Its fields have rules so that a host's ValidationPipe knows them. */
export class ResourcePath {
  @Field(text(), { api: { example: 'acme' } })
  org_id!: string;

  @Field(text(), { api: { example: 'apps' } })
  resource_type!: string;

  @Field(text(), { api: { minLength: 1, maxLength: 255, example: 'app-1' } })
  resource_id!: string;
}

/** The body of `PUT resources/{resource_type}/{resource_id}`: a new resource needs a name, and a workspace where its type does. */
@CastellanSchema()
export class PutResource {
  @Field(displayName, { optional: true, api: { description: 'Required for a new resource' } })
  name?: string;

  @Field(description, { optional: true })
  description?: string | null;

  @Field(identifier, {
    optional: true,
    api: { description: 'Required for a new resource of a type that lives in workspaces; rejected for other types' },
  })
  workspace_id?: string;

  @Field(jsonObject, { optional: true, api: { description: 'Any JSON object of at most 16 KB' } })
  attributes?: Record<string, unknown>;
}
