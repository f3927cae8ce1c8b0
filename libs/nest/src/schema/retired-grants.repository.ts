import { Injectable } from '@nestjs/common';
import { affected, Database, rows, type Sql } from '../database/database';

/** What a stored permission names: a type, an action, and the type in its scope (empty when it has none). */
export interface GrantName {
  readonly type: string;
  readonly action: string;
  readonly scope_type: string;
}

/** A permission of a stored policy. */
export interface StoredGrant {
  readonly org_id: string;
  readonly policy_id: string;
  readonly permission: string;
}

// A canonical permission has two colons, and a slash only between the type and the id of its scope.
const GRANTS = `
  select p.org_id, p.policy_id, g.permission,
         split_part(g.permission, ':', 1) as type,
         split_part(g.permission, ':', 3) as action,
         case when strpos(g.permission, '/') > 0
           then split_part(split_part(g.permission, ':', 2), '/', 1) else '' end as scope_type
    from castellan.policy p
   cross join unnest(p.permissions) as g(permission)
   where p.org_id = any($1::text[]) and not p.builtin`;

/** Grants in the database that a new schema may not know: questions about several organisations, asked at start. */
@Injectable()
export class RetiredGrantsRepository {
  constructor(private readonly database: Database) {}

  /** What the permissions of all policies name, each once; those of built-ins are left out. */
  names(orgIds: readonly string[], sql: Sql = this.database.sql): Promise<GrantName[]> {
    return rows(sql, `select distinct type, action, scope_type from (${GRANTS}) as stored`, [[...orgIds]]);
  }

  /** The permissions that name one of `names`. */
  naming(orgIds: readonly string[], names: readonly GrantName[], sql: Sql = this.database.sql): Promise<StoredGrant[]> {
    return rows(
      sql,
      `select stored.org_id, stored.policy_id, stored.permission
         from (${GRANTS}) as stored
         join jsonb_to_recordset($2::jsonb) as n(type text, action text, scope_type text)
           on n.type = stored.type and n.action = stored.action and n.scope_type = stored.scope_type
        order by stored.org_id, stored.policy_id`,
      [[...orgIds], JSON.stringify(names)],
    );
  }

  /** Built-in roles that are assigned, and built-in policies attached to other roles, that are not among `kept`. */
  async usedBuiltins(
    orgIds: readonly string[],
    kept: readonly string[],
  ): Promise<Array<{ org_id: string; id: string }>> {
    return rows(
      this.database.sql,
      `select a.org_id, a.role_id as id
         from castellan.role r
         join castellan.assignment a on a.org_id = r.org_id and a.role_id = r.role_id
        where r.org_id = any($1::text[]) and r.builtin and r.role_id <> all($2::text[])
        union
       select rp.org_id, rp.policy_id
         from castellan.policy p
         join castellan.role_policy rp on rp.org_id = p.org_id and rp.policy_id = p.policy_id
         join castellan.role r on r.org_id = rp.org_id and r.role_id = rp.role_id
        where p.org_id = any($1::text[]) and p.builtin and p.policy_id <> all($2::text[]) and not r.builtin
        order by 1, 2`,
      [[...orgIds], [...kept]],
    );
  }

  /** Custom policies and roles that have the name of a built-in; keys are names' keys. */
  takenNames(
    orgIds: readonly string[],
    keys: { readonly policies: readonly string[]; readonly roles: readonly string[] },
  ): Promise<Array<{ org_id: string; id: string; name: string }>> {
    return rows(
      this.database.sql,
      `select org_id, policy_id as id, name
         from castellan.policy
        where org_id = any($1::text[]) and name_key = any($2::text[]) and not builtin
        union all
       select org_id, role_id, name
         from castellan.role
        where org_id = any($1::text[]) and name_key = any($3::text[]) and not builtin
        order by 1, 2`,
      [[...orgIds], [...keys.policies], [...keys.roles]],
    );
  }

  /** Takes permissions out of a policy. What remains is no longer as it was written: the statement goes. */
  async remove(orgId: string, policyId: string, permissions: readonly string[], sql: Sql): Promise<void> {
    await affected(
      sql,
      `update castellan.policy
          set permissions = array(select g.permission from unnest(permissions) with ordinality as g(permission, position)
                                   where g.permission <> all($3::text[]) order by g.position),
              statement = null, updated_at = now()
        where org_id = $1 and policy_id = $2`,
      [orgId, policyId, [...permissions]],
    );
  }

  /** The roles that a policy is attached to. */
  async rolesWith(orgId: string, policyId: string, sql: Sql): Promise<string[]> {
    const found = await rows<{ role_id: string }>(
      sql,
      'select role_id from castellan.role_policy where org_id = $1 and policy_id = $2',
      [orgId, policyId],
    );
    return found.map(({ role_id }) => role_id);
  }
}
