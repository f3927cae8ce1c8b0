import { Injectable } from '@nestjs/common';
import { usersOf } from '../changes/user-references';
import { Database, rows, type Sql } from '../database/database';
import type { WeighedRow } from '../database/page-weight';

/** An object of the audit log: its type, and its id; of a member, the reference that stands for the user. */
export interface LoggedObject {
  readonly type: string;
  readonly id: string;
}

/** Objects of one type at a revision. */
export interface LoggedObjects {
  readonly type: string;
  readonly ids: readonly string[];
  readonly revision: number;
}

/** An entry as it is stored: its canonical text. */
export interface EntryRow {
  readonly seq: string;
  readonly revision: string;
  readonly entry: string;
}

/** The entry that says what an object was at a revision: `after` of the last one up to it, or `before` of the next. */
export interface StateRow {
  readonly id: string;
  readonly part: 'before' | 'after';
  readonly entry: string;
}

/** The most bytes of a page of entries: one may have megabytes. */
const MOST_BYTES = 4_000_000;

// Of each object one entry, found by the index on objects and revisions.
const STATES = `
  select k.id, e.part, e.entry
    from unnest($3::text[]) as k (id)
   cross join lateral (
     (select 'after' as part, a.entry from castellan.audit_entry a
       where a.org_id = $1 and a.target_type = $2 and a.target_id = k.id and a.revision <= $4
       order by a.revision desc, a.seq desc limit 1)
     union all
     (select 'before' as part, b.entry from castellan.audit_entry b
       where b.org_id = $1 and b.target_type = $2 and b.target_id = k.id and b.revision > $4
       order by b.revision, b.seq limit 1)
     limit 1) e`;

/** What the audit log says of the past, read by its indexes. */
@Injectable()
export class PastEntriesRepository {
  constructor(private readonly database: Database) {}

  /** The states of objects of one type at a revision; an object that the log does not know is not in it. */
  states(orgId: string, { type, ids, revision }: LoggedObjects, sql: Sql = this.database.sql): Promise<StateRow[]> {
    return rows(sql, STATES, [orgId, type, [...ids], revision]);
  }

  /** The entries of an object before `before`, newest first, as many as fit on a page; at least one, if there is one. */
  page(
    orgId: string,
    { type, id }: LoggedObject,
    before: string | null,
    most: number,
  ): Promise<Array<EntryRow & WeighedRow>> {
    return rows(
      this.database.sql,
      `select e.candidates, e.seq, e.revision, e.entry
         from (select t.*, count(*) over ()::int as candidates,
                      sum(octet_length(t.entry)) over (order by t.revision desc, t.seq desc) - octet_length(t.entry) as bytes_before
                 from (select a.seq, a.revision, a.entry from castellan.audit_entry a
                        where a.org_id = $1 and a.target_type = $2 and a.target_id = $3
                          and ($4::bigint is null or (a.revision, a.seq) < (
                            select c.revision, c.seq from castellan.audit_entry c where c.org_id = $1 and c.seq = $4))
                        order by a.revision desc, a.seq desc limit $5) t) e
        where e.bytes_before < $6
        order by e.revision desc, e.seq desc`,
      [orgId, type, id, before, most, MOST_BYTES],
    );
  }

  /** The entries of one revision, in their order; at most `most`. */
  ofRevision(orgId: string, revision: number, most: number, sql: Sql): Promise<EntryRow[]> {
    return rows(
      sql,
      `select e.seq, e.revision, e.entry from castellan.audit_entry e
        where e.org_id = $1 and e.revision = $2 order by e.seq limit $3`,
      [orgId, revision, most],
    );
  }

  /** For each of the objects that a later revision touched, the last such revision. */
  touchedLater(
    orgId: string,
    objects: readonly LoggedObject[],
    revision: number,
    sql: Sql,
  ): Promise<Array<{ readonly type: string; readonly id: string; readonly revision: string }>> {
    return rows(
      sql,
      `select k.type, k.id, e.revision
         from jsonb_to_recordset($2::jsonb) as k (type text, id text)
        cross join lateral (
          select a.revision from castellan.audit_entry a
           where a.org_id = $1 and a.target_type = k.type and a.target_id = k.id and a.revision > $3
           order by a.revision desc limit 1) e`,
      [orgId, JSON.stringify(objects), revision],
    );
  }

  /** When a revision was made, or the last one before it that is in the log; null when there is none. */
  async momentOf(orgId: string, revision: number): Promise<Date | null> {
    const [found] = await rows<{ at: Date }>(
      this.database.sql,
      `select e.at from castellan.audit_entry e where e.org_id = $1 and e.revision <= $2
        order by e.revision desc, e.seq desc limit 1`,
      [orgId, revision],
    );
    return found?.at ?? null;
  }

  /** The last revision that was made by a moment; null when there was none. */
  async revisionAt(orgId: string, at: Date): Promise<number | null> {
    const [found] = await rows<{ revision: string }>(
      this.database.sql,
      `select e.revision from castellan.audit_entry e where e.org_id = $1 and e.at <= $2
        order by e.at desc, e.seq desc limit 1`,
      [orgId, at],
    );
    return found === undefined ? null : Number(found.revision);
  }

  /** The reference that stands for a user in the log; null for a user who was never in it. */
  async referenceOf(orgId: string, userId: string): Promise<string | null> {
    const [found] = await rows<{ reference: string }>(
      this.database.sql,
      'select reference from castellan.user_reference where org_id = $1 and user_id = $2',
      [orgId, userId],
    );
    return found?.reference ?? null;
  }

  /** The users whom references stand for; one that was erased is not in it. */
  users(orgId: string, references: ReadonlySet<string>, sql: Sql = this.database.sql): Promise<Map<string, string>> {
    return usersOf(sql, orgId, references);
  }
}
