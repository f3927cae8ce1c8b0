import { CastellanSchema } from '../http/castellan-schema';
import { changesOf, Field } from '../http/field';
import { description, displayName, identifier } from '../http/rules';

/** The body of `POST workspaces`. */
@CastellanSchema()
export class CreateWorkspace {
  @Field(identifier, { optional: true, api: { example: 'ws-1' } })
  workspace_id?: string;

  @Field(displayName, { api: { example: 'Payments' } })
  name!: string;

  @Field(description, { optional: true })
  description?: string | null;
}

/** The body of `PUT workspaces/{workspace_id}`: what is named is changed, the rest stays. */
@CastellanSchema()
export class UpdateWorkspace extends changesOf(CreateWorkspace, { fixed: ['workspace_id'] }) {}
