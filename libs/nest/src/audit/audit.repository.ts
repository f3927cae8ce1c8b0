import { Injectable } from '@nestjs/common';
import type { AuditHead } from '../changes/audit-chain';
import { usersOf } from '../changes/user-references';
import { Database, rows, type Sql } from '../database/database';

/** An audit entry as it is stored: the canonical text, its place in the chain, and the columns that repeat the text. */
export interface AuditRow {
  readonly seq: string;
  readonly entry: string;
  readonly hash: string;
  readonly prev_hash: string;
  readonly revision: string;
  readonly at: Date;
  readonly actor_id: string;
  readonly action: string;
  readonly target_type: string;
  readonly target_id: string;
  readonly change_id: string | null;
  readonly reason: string | null;
}

/** Which entries are meant: all that fit everything that is given. */
export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly target_type?: string;
  readonly target_id?: string;
  /** The first moment, inclusive. */
  readonly from?: Date;
  /** The moment after the last, exclusive. */
  readonly to?: Date;
}

/** The entries after one sequence number, up to another. */
export interface AuditStretch {
  readonly after: string;
  readonly upTo: string;
}

/** The bounds of what a stretch may be of: every sequence number, also one that no entry should have. */
export const WHOLE: AuditStretch = { after: '-9223372036854775808', upTo: '9223372036854775807' };

/** The most entries of a batch, and the bytes of text after which it takes no more: one entry may have megabytes. */
const BATCH = { entries: 500, bytes: 4_000_000 };

const COLUMNS = `e.seq, e.entry, e.hash, e.prev_hash, e.revision, e.at,
                 e.actor_id, e.action, e.target_type, e.target_id, e.change_id, e.reason`;

/** What stands for users in the columns, by their ids. */
type References = ReadonlyMap<string, string>;

// As `at` never goes back, the first entry at or after a moment splits the sequence numbers.
const seqAt = (moment: string): string =>
  `(select f.seq from castellan.audit_entry f where f.org_id = $1 and f.at >= ${moment} order by f.at, f.seq limit 1)`;

/** The SQL of a filter, to be put behind other conditions; $1 is the organisation, `used` parameters come before its own. */
function matching(filter: AuditFilter, references: References, used: number): { text: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const next = (value: unknown): string => `$${used + parameters.push(value)}`;
  const { actor, action, target_type: type, target_id: id, from, to } = filter;
  let text = '';
  if (actor !== undefined) text += ` and e.actor_id = ${next(references.get(actor) ?? actor)}`;
  if (action !== undefined) text += ` and e.action = ${next(action)}`;
  if (type !== undefined) text += ` and e.target_type = ${next(type)}`;
  if (id !== undefined) text += ` and e.target_id ${oneOf(targets(type, id, references), next)}`;
  if (from !== undefined) text += ` and e.seq >= ${seqAt(next(from))}`;
  if (to !== undefined) text += ` and e.seq < coalesce(${seqAt(next(to))}, ${WHOLE.upTo})`;
  return { text, parameters };
}

/** What a target may be called in its column: when its type is not known, it may be a member or anything else of that id. */
function targets(type: string | undefined, id: string, references: References): string[] {
  const reference = references.get(id) ?? id;
  if (type === undefined) return [...new Set([id, reference])];
  return [type === 'members' ? reference : id];
}

const oneOf = (values: readonly string[], next: (value: unknown) => string): string =>
  values.length === 1 ? `= ${next(values[0])}` : `in (${values.map(next).join(', ')})`;

/** The audit log in the database. It is written by `changes/audit-chain.ts`, inside each change. */
@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  /** Entries older than `before`, newest first. */
  async page(orgId: string, filter: AuditFilter, before: string | null, most: number): Promise<AuditRow[]> {
    const { text, parameters } = matching(filter, await this.references(orgId, filter), 3);
    return rows(
      this.database.sql,
      `select ${COLUMNS} from castellan.audit_entry e
        where e.org_id = $1 and e.seq < coalesce($2::bigint, ${WHOLE.upTo})${text}
        order by e.seq desc limit $3`,
      [orgId, before, most, ...parameters],
    );
  }

  /** The first entries of a stretch, oldest first: as many as memory is sure to hold, at least one, none at its end. */
  async batch(
    orgId: string,
    filter: AuditFilter,
    { after, upTo }: AuditStretch,
    sql: Sql = this.database.sql,
  ): Promise<AuditRow[]> {
    const { text, parameters } = matching(filter, await this.references(orgId, filter, sql), 5);
    return rows(
      sql,
      `select ${COLUMNS}
         from (select t.*, sum(octet_length(t.entry)) over (order by t.seq) - octet_length(t.entry) as bytes_before
                 from (select ${COLUMNS} from castellan.audit_entry e
                        where e.org_id = $1 and e.seq > $2::bigint and e.seq <= $3::bigint${text}
                        order by e.seq limit $4) t) e
        where e.bytes_before < $5
        order by e.seq`,
      [orgId, after, upTo, BATCH.entries, BATCH.bytes, ...parameters],
    );
  }

  /** The users whom references stand for; one that was erased is not in it. */
  users(orgId: string, references: ReadonlySet<string>): Promise<Map<string, string>> {
    return usersOf(this.database.sql, orgId, references);
  }

  /** The end of the chain as the state row has it: its `seq` is how many entries there are. Null without a state row. */
  async head(orgId: string, sql: Sql = this.database.sql): Promise<AuditHead | null> {
    const [state] = await rows<AuditHead>(
      sql,
      'select audit_seq::float8 as seq, audit_head as hash from castellan.organisation_state where org_id = $1',
      [orgId],
    );
    return state ?? null;
  }

  /** The first organisation after `after` that is there, or that has entries: for those who look after all of them. */
  async nextOrganisation(after: string): Promise<string | null> {
    const [found] = await rows<{ org_id: string | null }>(
      this.database.sql,
      `select least((select min(org_id) from castellan.organisation where org_id > $1),
                    (select min(org_id) from castellan.audit_entry where org_id > $1)) as org_id`,
      [after],
    );
    return found?.org_id ?? null;
  }

  private async references(orgId: string, filter: AuditFilter, sql: Sql = this.database.sql): Promise<References> {
    const userIds = [filter.actor, filter.target_id].filter((id) => id !== undefined);
    if (userIds.length === 0) return new Map();
    const found = await rows<{ user_id: string; reference: string }>(
      sql,
      'select user_id, reference from castellan.user_reference where org_id = $1 and user_id = any($2::text[])',
      [orgId, userIds],
    );
    return new Map(found.map(({ user_id, reference }) => [user_id, reference]));
  }
}
