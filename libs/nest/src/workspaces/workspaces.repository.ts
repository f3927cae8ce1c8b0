import type { AllowedIds } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { affected, Database, rows, type Sql } from '../database/database';
import { allowedTotal, allowedIdsCondition } from '../database/allowed-ids';
import { insertRow, updateRows } from '../database/write-row';
import { CastellanWorkspace } from '../tables/workspace.entity';

/** A workspace as it is stored. */
export interface WorkspaceRow {
  readonly org_id: string;
  readonly workspace_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly created_by: string | null;
  readonly managed_by: string | null;
}

/** What is written of a workspace. */
export interface WorkspaceValues {
  readonly name: string;
  readonly name_key: string;
  readonly description: string | null;
  readonly managed_by?: string | null;
}

/** What is written of a new workspace. */
export interface NewWorkspace extends WorkspaceValues {
  readonly created_by: string;
}

const SELECT = `
  select w.org_id, w.workspace_id, w.name, w.description, w.created_at, w.updated_at, w.created_by, w.managed_by
    from castellan.workspace w`;

/** Workspaces in the database. */
@Injectable()
export class WorkspacesRepository {
  constructor(private readonly database: Database) {}

  async find(orgId: string, workspaceId: string, sql: Sql = this.database.sql): Promise<WorkspaceRow | null> {
    const found = await rows<WorkspaceRow>(sql, `${SELECT} where w.org_id = $1 and w.workspace_id = $2`, [
      orgId,
      workspaceId,
    ]);
    return found[0] ?? null;
  }

  page(orgId: string, after: string, most: number, allowed: AllowedIds): Promise<WorkspaceRow[]> {
    const shown = allowedIdsCondition(allowed, 'w.workspace_id', 3);
    return rows(
      this.database.sql,
      `${SELECT} where w.org_id = $1 and w.workspace_id > $2${shown.text} order by w.workspace_id limit $3`,
      [orgId, after, most, ...shown.parameters],
    );
  }

  total(orgId: string, allowed: AllowedIds): Promise<number> {
    const counted = { table: 'workspace', key: 'workspace_id', counter: 'workspaces' } as const;
    return allowedTotal(this.database.sql, orgId, counted, allowed);
  }

  /** The id of a workspace but `except` that has a name key, null when it is free. */
  async idOfName(orgId: string, nameKey: string, except: string, sql: Sql): Promise<string | null> {
    const [row] = await rows<{ workspace_id: string }>(
      sql,
      'select workspace_id from castellan.workspace where org_id = $1 and name_key = $2 and workspace_id <> $3',
      [orgId, nameKey, except],
    );
    return row?.workspace_id ?? null;
  }

  /** Whether no resource is in a workspace. */
  async isEmpty(orgId: string, workspaceId: string, sql: Sql): Promise<boolean> {
    const found = await rows(sql, 'select 1 from castellan.resource where org_id = $1 and workspace_id = $2 limit 1', [
      orgId,
      workspaceId,
    ]);
    return found.length === 0;
  }

  async insert(orgId: string, workspaceId: string, values: NewWorkspace, sql: Sql): Promise<void> {
    await insertRow(sql, CastellanWorkspace, { org_id: orgId, workspace_id: workspaceId, ...values });
  }

  async update(orgId: string, workspaceId: string, values: WorkspaceValues, sql: Sql): Promise<void> {
    await updateRows(sql, CastellanWorkspace, { org_id: orgId, workspace_id: workspaceId }, values);
  }

  delete(orgId: string, workspaceId: string, sql: Sql): Promise<number> {
    return affected(sql, 'delete from castellan.workspace where org_id = $1 and workspace_id = $2', [
      orgId,
      workspaceId,
    ]);
  }
}
