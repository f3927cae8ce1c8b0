import { Injectable } from '@nestjs/common';
import { affected, Database, rows, type Sql } from '../database/database';
import { findInstalled, takeOver, type Builtins, type InstalledSchema } from './installed-schema';

/** Built-ins as they are stored; times are ISO 8601. */
export interface StoredBuiltins {
  readonly policies: readonly object[];
  readonly roles: readonly object[];
}

const TIMES = ['created_at', 'updated_at']
  .map((column) => `to_char(b.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`)
  .join(', ');

/** Built-in policies and roles in the database: rows of every organisation. */
@Injectable()
export class BuiltinsRepository {
  constructor(private readonly database: Database) {}

  /** The organisations whose built-ins are not those of the schema with this hash. */
  async outdated(hash: string): Promise<string[]> {
    const found = await rows<{ org_id: string }>(
      this.database.sql,
      'select org_id from castellan.organisation_state where schema_hash is distinct from $1 order by org_id',
      [hash],
    );
    return found.map(({ org_id }) => org_id);
  }

  /** The schema of the installation; null before the first start. */
  installed(): Promise<InstalledSchema | null> {
    return findInstalled(this.database.sql);
  }

  /** Makes `schema` the one of the installation; false when a newer one is. */
  takeOver(schema: InstalledSchema): Promise<boolean> {
    return this.database.transaction((sql) => takeOver(sql, schema));
  }

  /** Runs `work` and rolls all of it back: what it threw, null when it would succeed. */
  async tryOut(work: (sql: Sql) => Promise<unknown>): Promise<Error | null> {
    const end = new Error('The work was only tried');
    const tried = this.database.transaction(async (sql): Promise<null> => {
      await work(sql);
      throw end;
    });
    return tried.catch((error: unknown) => {
      if (error === end) return null;
      if (error instanceof Error) return error;
      throw error;
    });
  }

  /** The built-in policies and roles of an organisation, by id. */
  async stored(orgId: string, sql: Sql): Promise<StoredBuiltins> {
    const policies = await rows<object>(
      sql,
      `select b.policy_id, b.name, b.description, b.effect, b.permissions, ${TIMES}
         from castellan.policy b where b.org_id = $1 and b.builtin order by b.policy_id`,
      [orgId],
    );
    const roles = await rows<object>(
      sql,
      `select b.role_id, b.name, b.description, b.is_default, ${TIMES},
              array(select g.group_name from castellan.role_sso_group g
                     where g.org_id = b.org_id and g.role_id = b.role_id order by g.position) as sso_group_names,
              array(select rp.policy_id from castellan.role_policy rp
                     where rp.org_id = b.org_id and rp.role_id = b.role_id order by rp.position) as policy_ids
         from castellan.role b where b.org_id = $1 and b.builtin order by b.role_id`,
      [orgId],
    );
    return { policies, roles };
  }

  /** The roles that any built-in policy is attached to, and the built-in roles. */
  async rolesWithBuiltins(orgId: string, sql: Sql): Promise<string[]> {
    const found = await rows<{ role_id: string }>(
      sql,
      `select role_id from castellan.role where org_id = $1 and builtin
        union
       select rp.role_id
         from castellan.role_policy rp
         join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
        where rp.org_id = $1 and p.builtin`,
      [orgId],
    );
    return found.map(({ role_id }) => role_id);
  }

  /** The members that hold a built-in role that is not among `kept`. */
  async holdersOfOthers(orgId: string, kept: readonly string[], sql: Sql): Promise<string[]> {
    const found = await rows<{ user_id: string }>(
      sql,
      `select distinct a.user_id
         from castellan.role r
         join castellan.assignment a on a.org_id = r.org_id and a.role_id = r.role_id
        where r.org_id = $1 and r.builtin and r.role_id <> all($2::text[])`,
      [orgId, [...kept]],
    );
    return found.map(({ user_id }) => user_id);
  }

  /** Deletes the built-in rows of a table that are not among `kept`, and tells how many. */
  deleteOthers(orgId: string, table: 'policy' | 'role', kept: readonly string[], sql: Sql): Promise<number> {
    return affected(
      sql,
      `delete from castellan.${table} where org_id = $1 and builtin and ${table}_id <> all($2::text[])`,
      [orgId, [...kept]],
    );
  }

  /** Takes the built-ins' names away for the moment, so that two of them can swap theirs. No name has a control character. */
  async freeNames(orgId: string, sql: Sql): Promise<void> {
    for (const table of ['policy', 'role'] as const) {
      await affected(
        sql,
        `update castellan.${table} set name_key = E'\\x01' || ${table}_id where org_id = $1 and builtin`,
        [orgId],
      );
    }
  }

  /** Writes these policies, and tells how many are new. */
  async writePolicies(orgId: string, policies: Builtins['policies'], sql: Sql): Promise<number> {
    const written = await rows<{ made: boolean }>(
      sql,
      `insert into castellan.policy as p (org_id, policy_id, name, name_key, description, effect, permissions, builtin)
       select $1, b.id, b.name, b.name_key, b.description, coalesce(b.effect, 'allow'), b.permissions, true
         from jsonb_to_recordset($2::jsonb)
           as b(id text, name text, name_key text, description text, effect text, permissions text[])
       on conflict (org_id, policy_id) do update
         set name = excluded.name, name_key = excluded.name_key, description = excluded.description,
             effect = excluded.effect, permissions = excluded.permissions,
             updated_at = case when (p.name, p.description, p.effect, p.permissions)
               is distinct from (excluded.name, excluded.description, excluded.effect, excluded.permissions)
               then now() else p.updated_at end
       returning xmax = 0 as made`,
      [orgId, JSON.stringify(policies)],
    );
    return written.filter(({ made }) => made).length;
  }

  /** Writes these roles with their policies, and tells how many are new. */
  async writeRoles(orgId: string, roles: Builtins['roles'], sql: Sql): Promise<number> {
    const written = await rows<{ made: boolean }>(
      sql,
      `insert into castellan.role as r (org_id, role_id, name, name_key, description, builtin)
       select $1, b.id, b.name, b.name_key, b.description, true
         from jsonb_to_recordset($2::jsonb) as b(id text, name text, name_key text, description text)
       on conflict (org_id, role_id) do update
         set name = excluded.name, name_key = excluded.name_key, description = excluded.description,
             updated_at = case when (r.name, r.description) is distinct from (excluded.name, excluded.description)
               then now() else r.updated_at end
       returning xmax = 0 as made`,
      [orgId, JSON.stringify(roles)],
    );
    await this.replacePolicies(orgId, roles, sql);
    return written.filter(({ made }) => made).length;
  }

  async setHash(orgId: string, hash: string, sql: Sql): Promise<void> {
    await affected(sql, 'update castellan.organisation_state set schema_hash = $2 where org_id = $1', [orgId, hash]);
  }

  private async replacePolicies(orgId: string, roles: Builtins['roles'], sql: Sql): Promise<void> {
    const ids = roles.map(({ id }) => id);
    await affected(sql, 'delete from castellan.role_policy where org_id = $1 and role_id = any($2)', [orgId, ids]);
    await rows(
      sql,
      `insert into castellan.role_policy (org_id, role_id, policy_id, position)
       select $1, b.id, p.id, p.position
         from jsonb_to_recordset($2::jsonb) as b(id text, policies text[])
        cross join unnest(b.policies) with ordinality as p(id, position)`,
      [orgId, JSON.stringify(roles)],
    );
  }
}
