import { Injectable } from '@nestjs/common';
import { rows, type Sql } from '../database/database';
import type { HeldRole, Membership } from './membership';

/** An assignment with its member. */
export interface AssignmentRow extends HeldRole {
  readonly user_id: string;
}

/** Writes members and assignments, many with one statement, inside a change's transaction. */
@Injectable()
export class MembershipsRepository {
  /** Makes users members; a removed one goes on from the newest token that it had used. */
  async join(orgId: string, userIds: readonly string[], sql: Sql): Promise<void> {
    await rows(
      sql,
      `with mark as (
         delete from castellan.removed_member where org_id = $1 and user_id = any($2::text[])
         returning user_id, groups_iat)
       insert into castellan.member (org_id, user_id, groups_iat)
       select $1, u.user_id, coalesce(mark.groups_iat, 0)
         from unnest($2::text[]) as u (user_id)
         left join mark on mark.user_id = u.user_id`,
      [orgId, [...userIds]],
    );
  }

  /** Removes members with their assignments, and leaves a mark of each. */
  async remove(orgId: string, userIds: readonly string[], sql: Sql): Promise<void> {
    await rows(
      sql,
      `with gone as (
         delete from castellan.member where org_id = $1 and user_id = any($2::text[])
         returning user_id, groups_iat)
       insert into castellan.removed_member (org_id, user_id, groups_iat)
       select $1, gone.user_id, gone.groups_iat from gone`,
      [orgId, [...userIds]],
    );
  }

  /** The members that hold any of these roles, at most `most`, the first by id. */
  async holders(orgId: string, roleIds: readonly string[], most: number, sql: Sql): Promise<string[]> {
    const found = await rows<{ user_id: string }>(
      sql,
      `select distinct user_id from castellan.assignment
        where org_id = $1 and role_id = any($2::text[]) order by user_id limit $3`,
      [orgId, [...roleIds], most],
    );
    return found.map(({ user_id }) => user_id);
  }

  async setStatus(orgId: string, members: readonly Membership[], sql: Sql): Promise<void> {
    await rows(
      sql,
      `update castellan.member m set status = n.status
         from jsonb_to_recordset($2::jsonb) as n (user_id text, status text)
        where m.org_id = $1 and m.user_id = n.user_id`,
      [orgId, JSON.stringify(members.map(({ user_id, status }) => ({ user_id, status })))],
    );
  }

  /** Deletes what of the users' assignments has expired by `now`. */
  async sweep(orgId: string, userIds: readonly string[], now: number, sql: Sql): Promise<void> {
    await rows(
      sql,
      'delete from castellan.assignment where org_id = $1 and user_id = any($2::text[]) and expires_at <= $3',
      [orgId, [...userIds], new Date(now)],
    );
  }

  async take(orgId: string, taken: readonly AssignmentRow[], sql: Sql): Promise<void> {
    await rows(
      sql,
      `delete from castellan.assignment a
        using jsonb_to_recordset($2::jsonb) as g (user_id text, role_id text, scope text, origin text)
        where a.org_id = $1 and a.user_id = g.user_id and a.role_id = g.role_id
          and a.scope = g.scope and a.origin = g.origin`,
      [orgId, JSON.stringify(taken)],
    );
  }

  /** Adds assignments; of one that is there already, its expiry is changed. */
  async give(orgId: string, given: readonly AssignmentRow[], by: string, sql: Sql): Promise<void> {
    await rows(
      sql,
      `insert into castellan.assignment (org_id, user_id, role_id, scope, origin, expires_at, created_by)
       select $1, n.user_id, n.role_id, n.scope, n.origin, n.expires_at, $3
         from jsonb_to_recordset($2::jsonb)
           as n (user_id text, role_id text, scope text, origin text, expires_at timestamptz)
       on conflict (org_id, user_id, role_id, scope, origin) do update set expires_at = excluded.expires_at`,
      [orgId, JSON.stringify(given), by],
    );
  }
}
