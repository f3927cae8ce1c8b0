import { OWN_EXPLICIT_ACTIONS } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { Database, rows, type Sql } from '../../database/database';
import type { StoredRole } from './grants-source';

/**
 * SQL for what the role `r` grants: its policies in their order, as `StoredRole` has them. A conditional allow grants nothing and
 * a conditional deny denies: conditions are later work.
 */
export const POLICIES_OF_ROLE = `coalesce((
  select jsonb_agg(jsonb_build_object('policyId', p.policy_id, 'effect', p.effect, 'permissions', p.permissions)
           order by rp.position, rp.policy_id)
    from castellan.role_policy rp
    join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
   where rp.org_id = r.org_id and rp.role_id = r.role_id and (p.condition is null or p.effect = 'deny')
), '[]')`;

/** SQL for about how many permissions the role `r` has; 64 bytes of them count as one. */
export const WEIGHT_OF_ROLE = `
  (select coalesce(sum(p.permission_count + p.permission_bytes / 64), 0)
     from castellan.role_policy rp
     join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
    where rp.org_id = r.org_id and rp.role_id = r.role_id)`;

/** A role with what its policies grant. */
export interface RoleRow {
  readonly role_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly is_default: boolean;
  readonly policies: StoredRole['policies'];
}

/** A role as members show it, and how many permissions it has. */
export type NamedRoleRow = Pick<RoleRow, 'role_id' | 'name' | 'description' | 'is_default'> & {
  readonly weight: number;
};

/** What a role denies, and which of its allows may be privileged. */
export interface RoleKindRow {
  readonly role_id: string;
  readonly denies: boolean;
  readonly maybe_privileged: readonly string[];
}

/** Reads what roles grant: the only reader of it, for decisions (through the SQL above) and for administration. */
@Injectable()
export class StoredRoles {
  constructor(private readonly database: Database) {}

  /** The roles among `ids`, with what they grant. */
  read(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<RoleRow[]> {
    return rows(
      sql,
      `select r.role_id, r.name, r.description, r.is_default,
              ${POLICIES_OF_ROLE} as policies
         from castellan.role r
        where r.org_id = $1 and r.role_id = any($2::text[])`,
      [orgId, [...ids]],
    );
  }

  /** The roles among `ids` without what they grant. */
  readNamed(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<NamedRoleRow[]> {
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
  readKinds(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<RoleKindRow[]> {
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
  async readWeights(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<Map<string, number>> {
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

  /** Which of `ids` are roles that deny anything. */
  async findDenying(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<string[]> {
    const found = await rows<{ role_id: string }>(
      sql,
      `select distinct rp.role_id
         from castellan.role_policy rp
         join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
        where rp.org_id = $1 and rp.role_id = any($2::text[]) and p.effect = 'deny' and p.permissions <> '{}'`,
      [orgId, [...ids]],
    );
    return found.map(({ role_id }) => role_id);
  }
}
