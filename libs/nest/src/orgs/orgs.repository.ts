import { Injectable } from '@nestjs/common';
import { Database, rows, type Sql } from '../database/database';
import { insertRow, updateRows } from '../database/write-row';
import { CastellanOrganizationState } from '../tables/organisation-state.entity';
import { CastellanOrganization } from '../tables/organisation.entity';

/** An organisation as it is stored. */
export interface OrgRow {
  readonly org_id: string;
  readonly name: string;
  readonly sso_issuer: string | null;
  readonly sso_claim: string | null;
  readonly sso_value: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly created_by: string | null;
}

/** What is written of an organisation. */
export type OrgValues = Pick<OrgRow, 'name' | 'sso_issuer' | 'sso_claim' | 'sso_value'>;

/** What is written of a new organisation and its state. */
export interface NewOrg {
  readonly name: string;
  readonly created_by: string;
  readonly admin_witness: string;
  readonly schema_hash: string;
}

const SELECT = `
  select o.org_id, o.name, o.sso_issuer, o.sso_claim, o.sso_value, o.created_at, o.updated_at, o.created_by
    from castellan.organisation o`;

/** Organisations in the database. */
@Injectable()
export class OrgsRepository {
  constructor(private readonly database: Database) {}

  async find(orgId: string, sql: Sql = this.database.sql): Promise<OrgRow | null> {
    const [row] = await rows<OrgRow>(sql, `${SELECT} where o.org_id = $1`, [orgId]);
    return row ?? null;
  }

  /** Organisations of any tenant, for platform admins. */
  pageOfAll(after: string, most: number): Promise<OrgRow[]> {
    return rows(this.database.sql, `${SELECT} where o.org_id > $1 order by o.org_id limit $2`, [after, most]);
  }

  /** A user's own organisations: where it is an active member. */
  pageOfUser(userId: string, after: string, most: number): Promise<OrgRow[]> {
    return rows(
      this.database.sql,
      `${SELECT}
         join castellan.member m on m.org_id = o.org_id
        where m.user_id = $1 and m.status = 'active' and m.org_id > $2
        order by m.org_id limit $3`,
      [userId, after, most],
    );
  }

  totalOfAll(): Promise<number> {
    return this.count('select count(*)::int as total from castellan.organisation');
  }

  totalOfUser(userId: string): Promise<number> {
    return this.count(`select count(*)::int as total from castellan.member where user_id = $1 and status = 'active'`, [
      userId,
    ]);
  }

  /** Writes an organisation and its state row; false when the id is taken, also by one that is being made. */
  async insert(orgId: string, { name, created_by, ...state }: NewOrg, sql: Sql): Promise<boolean> {
    const made = await rows(
      sql,
      `insert into castellan.organisation (org_id, name, created_by) values ($1, $2, $3)
       on conflict (org_id) do nothing returning org_id`,
      [orgId, name, created_by],
    );
    if (made.length === 0) return false;
    await insertRow(sql, CastellanOrganizationState, { org_id: orgId, ...state });
    return true;
  }

  async update(orgId: string, values: OrgValues, sql: Sql): Promise<void> {
    await updateRows(sql, CastellanOrganization, { org_id: orgId }, values);
  }

  private async count(text: string, parameters: readonly unknown[] = []): Promise<number> {
    const [found] = await rows<{ total: number }>(this.database.sql, text, parameters);
    return found?.total ?? 0;
  }
}
