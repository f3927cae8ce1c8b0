import { Injectable } from '@nestjs/common';
import { Database, rows, type Sql } from '../database/database';

/** A typed scope within which a role is assigned, and to how many members. */
export interface AssignedScope {
  readonly org_id: string;
  readonly role_id: string;
  readonly scope: string;
  readonly members: number;
}

// A slash is only between the type and the id of a scope: in an id it is written %2F.
const TYPED = `a.org_id = any($1::text[]) and strpos(a.scope, '/') > 0`;

/** The typed scopes of stored assignments: questions about several organisations, asked at start. */
@Injectable()
export class RetiredScopesRepository {
  constructor(private readonly database: Database) {}

  /** The types that scopes of assignments name. */
  async types(orgIds: readonly string[], sql: Sql = this.database.sql): Promise<string[]> {
    const text = `select distinct split_part(a.scope, '/', 1) as type from castellan.assignment a where ${TYPED}`;
    return (await rows<{ type: string }>(sql, text, [[...orgIds]])).map(({ type }) => type);
  }

  /** The scopes of these types within which roles are assigned. */
  naming(orgIds: readonly string[], types: readonly string[]): Promise<AssignedScope[]> {
    return rows(
      this.database.sql,
      `select a.org_id, a.role_id, a.scope, count(*)::int as members
         from castellan.assignment a
        where ${TYPED} and split_part(a.scope, '/', 1) = any($2::text[])
        group by a.org_id, a.role_id, a.scope
        order by a.org_id, a.role_id, a.scope`,
      [[...orgIds], [...types]],
    );
  }

  /** The members who hold a role within a scope of these types, from `after` on. */
  async findHolders(
    orgId: string,
    types: readonly string[],
    page: { readonly after: string; readonly most: number },
    sql: Sql,
  ): Promise<string[]> {
    const found = await rows<{ user_id: string }>(
      sql,
      `select distinct a.user_id
         from castellan.assignment a
        where ${TYPED} and split_part(a.scope, '/', 1) = any($2::text[]) and a.user_id > $3
        order by a.user_id
        limit $4`,
      [[orgId], [...types], page.after, page.most],
    );
    return found.map(({ user_id }) => user_id);
  }
}
