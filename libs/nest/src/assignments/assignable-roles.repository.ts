import { Injectable } from '@nestjs/common';
import { Database, rows, type Sql } from '../database/database';

/** Roles in the database, as members need them. */
@Injectable()
export class AssignableRolesRepository {
  constructor(private readonly database: Database) {}

  /** Which of `ids` are roles. */
  findExisting(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<string[]> {
    return this.ids(sql, 'select role_id from castellan.role where org_id = $1 and role_id = any($2::text[])', [
      orgId,
      [...ids],
    ]);
  }

  /** The roles that new members get. */
  findDefaults(orgId: string, sql: Sql = this.database.sql): Promise<string[]> {
    return this.ids(sql, 'select role_id from castellan.role where org_id = $1 and is_default order by role_id', [
      orgId,
    ]);
  }

  /** The roles that any of the groups is mapped to. */
  findOfGroups(orgId: string, groups: readonly string[], sql: Sql = this.database.sql): Promise<string[]> {
    return this.ids(
      sql,
      'select distinct role_id from castellan.role_sso_group where org_id = $1 and group_name = any($2::text[])',
      [orgId, [...groups]],
    );
  }

  private async ids(sql: Sql, text: string, parameters: readonly unknown[]): Promise<string[]> {
    const found = await rows<{ role_id: string }>(sql, text, parameters);
    return found.map(({ role_id }) => role_id);
  }
}
