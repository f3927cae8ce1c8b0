import { OWN_EXPLICIT_ACTIONS, type Effect } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { Database, rows, type Sql } from '../database/database';

/** A role with what its policies grant. */
export interface AssignableRoleRow {
  readonly role_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly is_default: boolean;
  readonly policies: ReadonlyArray<{
    readonly policy_id: string;
    readonly effect: Effect;
    readonly permissions: readonly string[];
  }>;
}

/** A role as members show it, and how many permissions it has. */
export type NamedRoleRow = Pick<AssignableRoleRow, 'role_id' | 'name' | 'description' | 'is_default'> & {
  readonly weight: number;
};

/** What a role denies, and which of its allows may be privileged. */
export interface RoleKindRow {
  readonly role_id: string;
  readonly denies: boolean;
  readonly maybe_privileged: readonly string[];
}

/** Roles in the database, as members need them. */
@Injectable()
export class AssignableRolesRepository {
  constructor(private readonly database: Database) {}

  /** The roles among `ids`. As for decisions, a conditional allow grants nothing and a conditional deny denies. */
  findMany(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<AssignableRoleRow[]> {
    return rows(
      sql,
      `select r.role_id, r.name, r.description, r.is_default,
              coalesce((
                select jsonb_agg(jsonb_build_object(
                         'policy_id', p.policy_id, 'effect', p.effect, 'permissions', p.permissions))
                  from castellan.role_policy rp
                  join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
                 where rp.org_id = r.org_id and rp.role_id = r.role_id and (p.condition is null or p.effect = 'deny')
              ), '[]') as policies
         from castellan.role r
        where r.org_id = $1 and r.role_id = any($2::text[])`,
      [orgId, [...ids]],
    );
  }

  /** The roles among `ids` without what they grant. */
  named(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<NamedRoleRow[]> {
    return rows(
      sql,
      `select r.role_id, r.name, r.description, r.is_default,
              (select coalesce(sum(p.permission_count), 0)::int
                 from castellan.role_policy rp
                 join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
                where rp.org_id = r.org_id and rp.role_id = r.role_id) as weight
         from castellan.role r
        where r.org_id = $1 and r.role_id = any($2::text[])`,
      [orgId, [...ids]],
    );
  }

  /** What each of the roles among `ids` denies, and which of its allows may be privileged: core says which are. */
  kinds(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<RoleKindRow[]> {
    return rows(
      sql,
      `select rp.role_id, bool_or(p.effect = 'deny' and p.permission_count > 0) as denies,
              coalesce(array_agg(distinct g.permission) filter (where g.permission is not null), '{}') as maybe_privileged
         from castellan.role_policy rp
         join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
         left join lateral (
           select split_part(n.name, ':', 1) || ':*:' || split_part(n.name, ':', 2) as permission
             from castellan.policy_name n
            where n.org_id = p.org_id and n.policy_id = p.policy_id and p.effect = 'allow'
              and (split_part(n.name, ':', 2) = any($3::text[]) or (n.name = '*:*' and '*:*:*' = any(p.permissions)))
           offset 0) g on true
        where rp.org_id = $1 and rp.role_id = any($2::text[]) and (p.condition is null or p.effect = 'deny')
        group by rp.role_id`,
      [orgId, [...ids], OWN_EXPLICIT_ACTIONS],
    );
  }

  /** How many permissions each of the roles among `ids` has, by role. */
  async weights(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<Map<string, number>> {
    const found = await rows<{ role_id: string; weight: number }>(
      sql,
      `select rp.role_id, sum(p.permission_count)::int as weight
         from castellan.role_policy rp
         join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
        where rp.org_id = $1 and rp.role_id = any($2::text[])
        group by rp.role_id`,
      [orgId, [...ids]],
    );
    return new Map(found.map(({ role_id, weight }) => [role_id, weight]));
  }

  /** Which of `ids` are roles. */
  existing(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<string[]> {
    return this.ids(sql, 'select role_id from castellan.role where org_id = $1 and role_id = any($2::text[])', [
      orgId,
      [...ids],
    ]);
  }

  /** The roles that new members get. */
  defaults(orgId: string, sql: Sql = this.database.sql): Promise<string[]> {
    return this.ids(sql, 'select role_id from castellan.role where org_id = $1 and is_default order by role_id', [
      orgId,
    ]);
  }

  /** The roles that any of the groups is mapped to. */
  ofGroups(orgId: string, groups: readonly string[], sql: Sql = this.database.sql): Promise<string[]> {
    return this.ids(
      sql,
      'select distinct role_id from castellan.role_sso_group where org_id = $1 and group_name = any($2::text[])',
      [orgId, [...groups]],
    );
  }

  /** Which of `ids` are roles that deny anything. */
  denying(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<string[]> {
    return this.ids(
      sql,
      `select distinct rp.role_id
         from castellan.role_policy rp
         join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
        where rp.org_id = $1 and rp.role_id = any($2::text[]) and p.effect = 'deny' and p.permissions <> '{}'`,
      [orgId, [...ids]],
    );
  }

  private async ids(sql: Sql, text: string, parameters: readonly unknown[]): Promise<string[]> {
    const found = await rows<{ role_id: string }>(sql, text, parameters);
    return found.map(({ role_id }) => role_id);
  }
}
