import { ApiProperty } from '@nestjs/swagger';
import { CastellanSchema } from '../http/castellan-schema';
import { ApiManagedBy } from '../http/managed-by';
import { PageAnswer } from '../http/page.answer';
import { shownPage, withoutCreator, type Shown } from '../http/shown';
import type { WorkspaceRow } from './workspaces.repository';

/** A workspace, as the API shows it. */
@CastellanSchema('Workspace')
export class WorkspaceAnswer {
  @ApiProperty({ type: String, example: 'ws-1' })
  workspace_id!: string;

  @ApiProperty({ type: String, example: 'acme' })
  org_id!: string;

  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty({ type: String, nullable: true })
  description!: string | null;

  @ApiProperty({ type: String, format: 'date-time' })
  created_at!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  updated_at!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The user id of the creator' })
  created_by!: string | null;

  @ApiManagedBy()
  managed_by!: string | null;

  /** Shows a row. */
  static fromRow(row: WorkspaceRow): WorkspaceAnswer {
    const { workspace_id, org_id, name, description } = row;
    return {
      workspace_id,
      org_id,
      name,
      description,
      created_at: row.created_at.toISOString(),
      updated_at: row.updated_at.toISOString(),
      created_by: row.created_by,
      managed_by: row.managed_by,
    };
  }
}

/** A page of workspaces. */
@CastellanSchema('WorkspacePage')
export class WorkspacePage extends PageAnswer {
  @ApiProperty({ type: [WorkspaceAnswer] })
  workspaces!: WorkspaceAnswer[];
}

/** Without the creator that the reader may not read. */
export const SHOWN_WORKSPACE: Shown<WorkspaceAnswer> = {
  show: withoutCreator,
  object: ({ workspace_id: id }) => ({ type: 'workspaces', id }),
};

/** A page of them. */
export const SHOWN_WORKSPACES = shownPage('workspaces', SHOWN_WORKSPACE);
