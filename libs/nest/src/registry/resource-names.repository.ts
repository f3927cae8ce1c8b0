import { Injectable } from '@nestjs/common';
import { Database, rows, type Sql } from '../database/database';

/** The name of a thing. */
export interface NameRow {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  /** The workspace that it is in, if any. */
  readonly workspace_id: string | null;
}

/** Names of things in the registry. */
@Injectable()
export class ResourceNamesRepository {
  constructor(private readonly database: Database) {}

  /** Every resource and workspace whose id is among `ids`. */
  readNames(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<NameRow[]> {
    return rows(
      sql,
      `select 'workspaces' as type, workspace_id as id, name, null as workspace_id
         from castellan.workspace
        where org_id = $1 and workspace_id = any($2::text[])
        union all
       select r.resource_type, r.resource_id, r.name, r.workspace_id
         from castellan.used_id u
         join castellan.resource r
           on r.org_id = u.org_id and r.resource_type = u.resource_type and r.resource_id = u.id
        where u.org_id = $1 and u.id = any($2::text[])`,
      [orgId, [...ids]],
    );
  }
}
