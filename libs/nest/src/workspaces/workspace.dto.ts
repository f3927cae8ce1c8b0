import { ApiProperty } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { Field } from '../http/field';
import { description, displayName, identifier } from '../http/rules';

/** The body of `POST workspaces`. */
@CastellanSchema()
export class CreateWorkspace {
  @ApiProperty({ type: String, required: false, minLength: 1, maxLength: 255, example: 'ws-1' })
  @Field(identifier, { optional: true })
  workspace_id?: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 128, example: 'Payments' })
  @Field(displayName)
  name!: string;

  @ApiProperty({ type: String, nullable: true, required: false, maxLength: 1024 })
  @Field(description, { optional: true })
  description?: string | null;
}

/** The body of `PUT workspaces/{workspace_id}`: what is named is changed, the rest stays. */
@CastellanSchema()
export class UpdateWorkspace {
  @ApiProperty({ type: String, required: false, minLength: 1, maxLength: 128 })
  @Field(displayName, { optional: true })
  name?: string;

  @ApiProperty({ type: String, nullable: true, required: false, maxLength: 1024 })
  @Field(description, { optional: true })
  description?: string | null;
}
