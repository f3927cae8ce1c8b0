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
  /**
   * Makes users members. The next token of each counts, whatever its age. Of a removed one the groups come back with it,
   * unless they are of another connection; they stay known where they count for their denies alone.
   */
  async insertMany(orgId: string, members: readonly Membership[], sql: Sql): Promise<void> {
    await rows(
      sql,
      `with mark as (
         delete from castellan.removed_member r using jsonb_to_recordset($2::jsonb) as n (user_id text)
          where r.org_id = $1 and r.user_id = n.user_id
         returning r.user_id, r.groups_iat, r.sso_groups)
       insert into castellan.member (org_id, user_id, directory, sso_groups)
       select $1, n.user_id, n.directory,
              case when mark.groups_iat > 0 or (mark.user_id is not null and n.directory in ('denies', 'overflow'))
                then mark.sso_groups else '{}' end
         from jsonb_to_recordset($2::jsonb) as n (user_id text, directory text)
         left join mark on mark.user_id = n.user_id`,
      [orgId, JSON.stringify(members.map(({ user_id, directory }) => ({ user_id, directory })))],
    );
  }

  /**
   * Removes members with their assignments, and leaves a mark of each with its groups; its time is 0 when the groups may
   * be of another connection.
   */
  async remove(orgId: string, userIds: readonly string[], sql: Sql): Promise<void> {
    await rows(
      sql,
      `with gone as (
         delete from castellan.member where org_id = $1 and user_id = any($2::text[])
         returning user_id, groups_iat, sso_groups, directory)
       insert into castellan.removed_member (org_id, user_id, groups_iat, sso_groups)
       select $1, gone.user_id,
              case when gone.sso_groups = '{}' or gone.directory = 'denies' then gone.groups_iat
                else greatest(gone.groups_iat, 1) end,
              gone.sso_groups
         from gone`,
      [orgId, [...userIds]],
    );
  }

  /** The members that hold any of these roles, at most `most`, the first by id. */
  async findHolders(orgId: string, roleIds: readonly string[], most: number, sql: Sql): Promise<string[]> {
    const found = await rows<{ user_id: string }>(
      sql,
      `select distinct held.user_id
         from unnest($2::text[]) as r (role_id)
        cross join lateral (
          select distinct a.user_id from castellan.assignment a
           where a.org_id = $1 and a.role_id = r.role_id order by a.user_id limit $3) held
        order by held.user_id limit $3`,
      [orgId, [...roleIds], most],
    );
    return found.map(({ user_id }) => user_id);
  }

  /** Writes status and mark. Groups that were off were passed over, so the next token counts, whatever its age. */
  async setState(orgId: string, members: readonly Membership[], sql: Sql): Promise<void> {
    await rows(
      sql,
      `update castellan.member m
          set status = n.status, directory = n.directory,
              groups_iat = case when m.directory = 'off' and n.directory <> 'off' then 0 else m.groups_iat end
         from jsonb_to_recordset($2::jsonb) as n (user_id text, status text, directory text)
        where m.org_id = $1 and m.user_id = n.user_id`,
      [orgId, JSON.stringify(members.map(({ user_id, status, directory }) => ({ user_id, status, directory })))],
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
      `insert into castellan.assignment (org_id, user_id, role_id, scope, origin, expires_at, reason, managed_by, created_by)
       select $1, n.user_id, n.role_id, n.scope, n.origin, n.expires_at, n.reason, n.managed_by, $3
         from jsonb_to_recordset($2::jsonb)
           as n (user_id text, role_id text, scope text, origin text, expires_at timestamptz, reason text, managed_by text)
       on conflict (org_id, user_id, role_id, scope, origin)
       do update set expires_at = excluded.expires_at, reason = excluded.reason, managed_by = excluded.managed_by`,
      [orgId, JSON.stringify(given), by],
    );
  }
}
