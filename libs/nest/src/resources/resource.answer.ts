import { ApiProperty } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { NextPageAnswer } from '../http/page.answer';
import { withoutCreator, type Shown } from '../http/shown';
import { containersIn } from '../registry/registry-containers.service';
import type { ResourceRow } from '../registry/resources.repository';

const nullableText = { type: String, nullable: true } as const;

/** A thing in a list of resources. */
@CastellanSchema('Resource')
export class ResourceAnswer {
  @ApiProperty({ type: String, example: 'app-1' })
  id!: string;

  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty(nullableText)
  description!: string | null;

  @ApiProperty({ type: String, example: 'apps' })
  resource_type!: string;

  @ApiProperty({ ...nullableText, description: 'The workspace that contains the resource; null when none does' })
  workspace_id!: string | null;

  /** Shows a row of the registry. */
  static fromRow(row: ResourceRow): ResourceAnswer {
    const { resource_id: id, name, description, resource_type, workspace_id } = row;
    return { id, name, description, resource_type, workspace_id };
  }
}

/** A page of resources of one type. */
@CastellanSchema('ResourceList')
export class ResourceList extends NextPageAnswer {
  @ApiProperty({ type: [ResourceAnswer] })
  resources!: ResourceAnswer[];
}

/** A registered resource, whole. */
@CastellanSchema('RegisteredResource')
export class RegisteredResource extends ResourceAnswer {
  @ApiProperty({ type: String, example: 'acme' })
  org_id!: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  attributes!: Record<string, unknown>;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updated_at!: string;

  @ApiProperty({ ...nullableText, description: 'The user id of the creator' })
  created_by!: string | null;

  /** Shows a row of the registry, whole. */
  static override fromRow(row: ResourceRow): RegisteredResource {
    const { org_id, attributes } = row;
    return {
      ...ResourceAnswer.fromRow(row),
      org_id,
      attributes,
      created_at: row.created_at.toISOString(),
      updated_at: row.updated_at.toISOString(),
      created_by: row.created_by,
    };
  }
}

/** Without the creator that the reader may not read. */
export const SHOWN_RESOURCE: Shown<RegisteredResource> = {
  show: withoutCreator,
  object: ({ resource_type: type, id, workspace_id }) => ({
    type: 'resources',
    id,
    containers: [{ type, id }, ...containersIn(workspace_id)],
  }),
};
