import { Injectable } from '@nestjs/common';
import { Database, rows } from '../database/database';

/** An audit entry as it is stored: the canonical text with its place in the chain. */
export interface AuditRow {
  readonly seq: string;
  readonly entry: string;
  readonly hash: string;
}

/** The audit log in the database. It is written by `database/audit-chain.ts`, inside each change. */
@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  /** Entries older than `before`, newest first. */
  page(orgId: string, before: string | null, reach: number): Promise<AuditRow[]> {
    return rows(
      this.database.sql,
      `select e.seq::text as seq, e.entry, e.hash from castellan.audit_entry e
        where e.org_id = $1 and e.seq < coalesce($2::bigint, 9223372036854775807) order by e.seq desc limit $3`,
      [orgId, before, reach],
    );
  }

  /** How many entries there are: sequence numbers have no gaps. */
  async total(orgId: string): Promise<number> {
    const [state] = await rows<{ total: number }>(
      this.database.sql,
      'select audit_seq::float8 as total from castellan.organisation_state where org_id = $1',
      [orgId],
    );
    return state?.total ?? 0;
  }
}
