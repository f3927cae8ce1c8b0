import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { Field } from '../http/field';
import { PageQuery } from '../http/page';
import { description, displayName, identifier, jsonObject, text } from '../http/rules';

/** The query of `GET resources`; which of the two is needed depends on the type. */
export class ResourceQuery extends PageQuery {
  @Field(text())
  resource_type!: string;

  @Field(identifier, { optional: true })
  workspace_id?: string;
}

/** The path of one registered resource. Its fields have rules so that a host's ValidationPipe knows them. */
export class ResourcePath {
  @ApiProperty({ type: String, example: 'acme' })
  @Field(text())
  org_id!: string;

  @ApiProperty({ type: String, example: 'apps' })
  @Field(text())
  resource_type!: string;

  @ApiProperty({ type: String, minLength: 1, maxLength: 255, example: 'app-1' })
  @Field(text())
  resource_id!: string;
}

/** The body of `PUT resources/{resource_type}/{resource_id}`: a new resource needs a name, and a workspace where its type does. */
@CastellanSchema()
export class PutResource {
  @ApiProperty({
    type: String,
    required: false,
    minLength: 1,
    maxLength: 128,
    description: 'Required for a new resource',
  })
  @Field(displayName, { optional: true })
  name?: string;

  @ApiProperty({ type: String, nullable: true, required: false, maxLength: 1024 })
  @Field(description, { optional: true })
  description?: string | null;

  @ApiProperty({
    type: String,
    required: false,
    minLength: 1,
    maxLength: 255,
    description: 'Required for a new resource of a type that lives in workspaces; rejected for other types',
  })
  @Field(identifier, { optional: true })
  workspace_id?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'Any JSON object of at most 16 KB' })
  @Field(jsonObject, { optional: true })
  attributes?: Record<string, unknown>;
}
