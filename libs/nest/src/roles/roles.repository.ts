import type { AllowedIds } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { affected, Database, rows, type Sql } from '../database/database';
import { pageCutByWeight, type WeighedRow } from '../database/page-weight';
import { allowedTotal, allowedIdsCondition } from '../database/allowed-ids';
import { insertRow, updateRows } from '../database/write-row';
import { CastellanRole } from '../tables/role.entity';

/** A role as it is stored, with its lists in their order. */
export interface RoleRow {
  readonly org_id: string;
  readonly role_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly is_default: boolean;
  readonly builtin: boolean;
  readonly policy_ids: string[];
  readonly sso_group_names: string[];
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly created_by: string | null;
  readonly managed_by: string | null;
}

/** A role by its name. */
export type NamedRoleRow = Pick<RoleRow, 'role_id' | 'name' | 'description'>;

/** What is written of a role. */
export interface RoleValues {
  readonly name: string;
  readonly name_key: string;
  readonly description: string | null;
  readonly is_default: boolean;
  readonly managed_by: string | null;
}

/** What is written of a new role. */
export type NewRole = RoleValues & Pick<RoleRow, 'role_id' | 'created_by'>;

const SELECT = `
  select r.org_id, r.role_id, r.name, r.description, r.is_default, r.builtin, r.created_at, r.updated_at, r.created_by, r.managed_by,
         array(select rp.policy_id from castellan.role_policy rp
                where rp.org_id = r.org_id and rp.role_id = r.role_id order by rp.position) as policy_ids,
         array(select g.group_name from castellan.role_sso_group g
                where g.org_id = r.org_id and g.role_id = r.role_id order by g.position) as sso_group_names
    from castellan.role r`;

/** Roles in the database. */
@Injectable()
export class RolesRepository {
  constructor(private readonly database: Database) {}

  async find(orgId: string, roleId: string, sql: Sql = this.database.sql): Promise<RoleRow | null> {
    const [row] = await rows<RoleRow>(sql, `${SELECT} where r.org_id = $1 and r.role_id = $2`, [orgId, roleId]);
    return row ?? null;
  }

  /** The roles among `ids`, in no particular order. */
  findMany(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<RoleRow[]> {
    return rows(sql, `${SELECT} where r.org_id = $1 and r.role_id = any($2::text[])`, [orgId, [...ids]]);
  }

  /** A page that ends early when the roles' policies are heavy. Each text stands three times in an answer. */
  page(orgId: string, after: string, most: number, allowed: AllowedIds): Promise<Array<RoleRow & WeighedRow>> {
    const shown = allowedIdsCondition(allowed, 'r.role_id', 3);
    const candidates = `
      select r.role_id, weight.strings, weight.bytes
        from (select r.role_id from castellan.role r
               where r.org_id = $1 and r.role_id > $2${shown.text} order by r.role_id limit $3) r
       cross join lateral (
         select coalesce(sum(p.permission_count), 0) as strings, 3 * coalesce(sum(p.permission_bytes), 0) as bytes
           from castellan.role_policy rp
           join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
          where rp.org_id = $1 and rp.role_id = r.role_id) weight`;
    const text = pageCutByWeight('role_id', candidates, (id) => `${SELECT} where r.org_id = $1 and r.role_id = ${id}`);
    return rows(this.database.sql, text, [orgId, after, most, ...shown.parameters]);
  }

  /** The same page without what the roles have. */
  namedPage(orgId: string, after: string, most: number, allowed: AllowedIds): Promise<NamedRoleRow[]> {
    const shown = allowedIdsCondition(allowed, 'r.role_id', 3);
    return rows(
      this.database.sql,
      `select r.role_id, r.name, r.description from castellan.role r
        where r.org_id = $1 and r.role_id > $2${shown.text} order by r.role_id limit $3`,
      [orgId, after, most, ...shown.parameters],
    );
  }

  total(orgId: string, allowed: AllowedIds): Promise<number> {
    const counted = { table: 'role', key: 'role_id', counter: 'roles' } as const;
    return allowedTotal(this.database.sql, orgId, counted, allowed);
  }

  /** The id of a role but `except` that has a name key, null when it is free. */
  async idOfName(orgId: string, nameKey: string, except: string, sql: Sql): Promise<string | null> {
    const [row] = await rows<{ role_id: string }>(
      sql,
      'select role_id from castellan.role where org_id = $1 and name_key = $2 and role_id <> $3',
      [orgId, nameKey, except],
    );
    return row?.role_id ?? null;
  }

  /** How many default roles there are. */
  async defaults(orgId: string, sql: Sql): Promise<number> {
    const text = 'select count(*)::int as count from castellan.role where org_id = $1 and is_default';
    return (await rows<{ count: number }>(sql, text, [orgId]))[0]?.count ?? 0;
  }

  async insert(orgId: string, row: NewRole, sql: Sql): Promise<void> {
    await insertRow(sql, CastellanRole, { org_id: orgId, ...row });
  }

  async update(orgId: string, roleId: string, values: RoleValues, sql: Sql): Promise<void> {
    await updateRows(sql, CastellanRole, { org_id: orgId, role_id: roleId }, values);
  }

  /** Makes these the policies of a role, in this order. */
  async replacePolicies(orgId: string, roleId: string, policyIds: readonly string[], sql: Sql): Promise<void> {
    await affected(sql, 'delete from castellan.role_policy where org_id = $1 and role_id = $2', [orgId, roleId]);
    await rows(
      sql,
      `insert into castellan.role_policy (org_id, role_id, policy_id, position)
       select $1, $2, p.id, p.position from unnest($3::text[]) with ordinality as p(id, position)`,
      [orgId, roleId, [...policyIds]],
    );
  }

  /** Makes these the SSO groups of a role, in this order. */
  async replaceGroups(orgId: string, roleId: string, names: readonly string[], sql: Sql): Promise<void> {
    await affected(sql, 'delete from castellan.role_sso_group where org_id = $1 and role_id = $2', [orgId, roleId]);
    await rows(
      sql,
      `insert into castellan.role_sso_group (org_id, role_id, group_name, position)
       select $1, $2, g.name, g.position from unnest($3::text[]) with ordinality as g(name, position)`,
      [orgId, roleId, [...names]],
    );
  }

  /** The members that hold a role, at any scope. */
  async findHolders(orgId: string, roleId: string, sql: Sql): Promise<string[]> {
    const found = await rows<{ user_id: string }>(
      sql,
      'select distinct user_id from castellan.assignment where org_id = $1 and role_id = $2',
      [orgId, roleId],
    );
    return found.map(({ user_id }) => user_id);
  }

  delete(orgId: string, roleId: string, sql: Sql): Promise<number> {
    return affected(sql, 'delete from castellan.role where org_id = $1 and role_id = $2', [orgId, roleId]);
  }
}
