import type { AllowedIds } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { affected, Database, rows, type Sql } from '../database/database';
import { pageCutByWeight, type WeighedRow } from '../database/page-weight';
import { allowedTotal, allowedIdsCondition } from '../database/allowed-ids';
import { columnsOf, insertRow, updateRows } from '../database/write-row';
import { CastellanPolicy } from '../tables/policy.entity';
import type { Statement } from './statement.answer';

/** A policy as it is stored. `statement` is null for a shared policy, and for one that is no longer as it was written. */
export type PolicyRow = Readonly<Omit<CastellanPolicy, 'statement'>> & { readonly statement: Statement | null };

/** A policy by its name. */
export type NamedPolicyRow = Pick<PolicyRow, 'policy_id' | 'name' | 'description'>;

/** A role with its lists, as an audit entry holds it. */
export interface RoleSnapshot {
  readonly role_id: string;
  readonly policy_ids: string[];
}

/** What is written of a policy; a column that is left out stays as it is. */
export type PolicyValues = Partial<PolicyRow> & Pick<PolicyRow, 'name' | 'name_key' | 'effect' | 'permissions'>;

/** What is written of a new policy. */
export type NewPolicy = PolicyValues & Pick<PolicyRow, 'policy_id' | 'created_by'>;

const SELECT = `select ${columnsOf(CastellanPolicy, 'p')} from castellan.policy p`;

/** Policies in the database. */
@Injectable()
export class PoliciesRepository {
  constructor(private readonly database: Database) {}

  async find(orgId: string, policyId: string, sql: Sql = this.database.sql): Promise<PolicyRow | null> {
    const [row] = await rows<PolicyRow>(sql, `${SELECT} where p.org_id = $1 and p.policy_id = $2`, [orgId, policyId]);
    return row ?? null;
  }

  /** The policies among `ids`, in no particular order. */
  findMany(orgId: string, ids: readonly string[], sql: Sql = this.database.sql): Promise<PolicyRow[]> {
    return rows(sql, `${SELECT} where p.org_id = $1 and p.policy_id = any($2::text[])`, [orgId, [...ids]]);
  }

  /** Whether any of these policies denies something. */
  async deny(orgId: string, ids: readonly string[], sql: Sql): Promise<boolean> {
    const found = await rows(
      sql,
      `select from castellan.policy
        where org_id = $1 and policy_id = any($2::text[]) and effect = 'deny' and permission_count > 0 limit 1`,
      [orgId, [...ids]],
    );
    return found.length > 0;
  }

  /** A page that ends early when it is heavy. Each text stands three times in an answer. */
  page(orgId: string, after: string, most: number, allowed: AllowedIds): Promise<Array<PolicyRow & WeighedRow>> {
    const shown = allowedIdsCondition(allowed, 'p.policy_id', 3);
    const candidates = `
      select p.policy_id, p.permission_count as strings, 3 * p.permission_bytes as bytes from castellan.policy p
       where p.org_id = $1 and p.policy_id > $2${shown.text} order by p.policy_id limit $3`;
    const text = pageCutByWeight(
      'policy_id',
      candidates,
      (id) => `${SELECT} where p.org_id = $1 and p.policy_id = ${id}`,
    );
    return rows(this.database.sql, text, [orgId, after, most, ...shown.parameters]);
  }

  /** The same page without what the policies grant. */
  namedPage(orgId: string, after: string, most: number, allowed: AllowedIds): Promise<NamedPolicyRow[]> {
    const shown = allowedIdsCondition(allowed, 'p.policy_id', 3);
    return rows(
      this.database.sql,
      `select p.policy_id, p.name, p.description from castellan.policy p
        where p.org_id = $1 and p.policy_id > $2${shown.text} order by p.policy_id limit $3`,
      [orgId, after, most, ...shown.parameters],
    );
  }

  total(orgId: string, allowed: AllowedIds): Promise<number> {
    const counted = { table: 'policy', key: 'policy_id', counter: 'policies' } as const;
    return allowedTotal(this.database.sql, orgId, counted, allowed);
  }

  /** The id of a policy but `except` that has a name key, null when it is free. Policies owned by a role do not take names. */
  async idOfName(orgId: string, nameKey: string, except: string, sql: Sql): Promise<string | null> {
    const [row] = await rows<{ policy_id: string }>(
      sql,
      'select policy_id from castellan.policy where org_id = $1 and name_key = $2 and policy_id <> $3',
      [orgId, nameKey, except],
    );
    return row?.policy_id ?? null;
  }

  async insert(orgId: string, row: NewPolicy, sql: Sql): Promise<void> {
    await insertRow(sql, CastellanPolicy, { org_id: orgId, ...row });
  }

  async update(orgId: string, policyId: string, values: PolicyValues, sql: Sql): Promise<void> {
    await updateRows(sql, CastellanPolicy, { org_id: orgId, policy_id: policyId }, values);
  }

  /** Gives these policies of a role one name. */
  async rename(orgId: string, ids: readonly string[], name: string, sql: Sql): Promise<void> {
    await affected(
      sql,
      `update castellan.policy set name = $3, updated_at = now()
        where org_id = $1 and policy_id = any($2::text[])`,
      [orgId, [...ids], name],
    );
  }

  delete(orgId: string, policyId: string, sql: Sql): Promise<number> {
    return affected(sql, 'delete from castellan.policy where org_id = $1 and policy_id = $2', [orgId, policyId]);
  }

  /** The roles that a policy is attached to, each as it is stored, without its policies' contents; times are ISO 8601. */
  rolesAsStored(orgId: string, policyId: string, sql: Sql): Promise<RoleSnapshot[]> {
    const time = (column: string): string =>
      `to_char(r.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`;
    return rows(
      sql,
      `select r.org_id, r.role_id, r.name, r.description, r.is_default, r.created_by, r.managed_by,
              ${time('created_at')}, ${time('updated_at')},
              array(select p.policy_id from castellan.role_policy p
                     where p.org_id = r.org_id and p.role_id = r.role_id order by p.position) as policy_ids,
              array(select g.group_name from castellan.role_sso_group g
                     where g.org_id = r.org_id and g.role_id = r.role_id order by g.position) as sso_group_names
         from castellan.role_policy rp
         join castellan.role r on r.org_id = rp.org_id and r.role_id = rp.role_id
        where rp.org_id = $1 and rp.policy_id = $2
        order by r.role_id`,
      [orgId, policyId],
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
