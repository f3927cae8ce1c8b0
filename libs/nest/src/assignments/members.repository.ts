import type { AllowedIds } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { Database, rows, type Sql } from '../database/database';
import { pageCutByWeight, type WeighedRow } from '../database/page-weight';
import { allowedTotal, allowedIdsCondition } from '../database/allowed-ids';
import type { Membership } from './membership';

/** A member as it is stored, with its live assignments by role, scope and origin. */
export interface MemberRow extends Membership {
  readonly org_id: string;
  readonly username: string | null;
  readonly email: string | null;
  readonly full_name: string | null;
  readonly avatar_url: string | null;
  readonly joined_at: Date;
}

// Live is what expires after $2.
const SELECT = `
  select m.org_id, m.user_id, m.status, m.directory, m.username, m.email, m.full_name, m.avatar_url, m.joined_at, held.assignments
    from castellan.member m
   cross join lateral (
     select coalesce(jsonb_agg(jsonb_build_object(
              'role_id', a.role_id, 'scope', a.scope, 'origin', a.origin,
              'expires_at', to_char(a.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
              || jsonb_strip_nulls(jsonb_build_object('reason', a.reason, 'managed_by', a.managed_by))
              order by a.role_id, a.scope, a.origin), '[]') as assignments
       from castellan.assignment a
      where a.org_id = m.org_id and a.user_id = m.user_id and (a.expires_at is null or a.expires_at > $2)
   ) held`;

/** Members in the database, for showing. `now` is the moment at which assignments are live. */
@Injectable()
export class MembersRepository {
  constructor(private readonly database: Database) {}

  async exists(orgId: string, userId: string): Promise<boolean> {
    const text = 'select from castellan.member where org_id = $1 and user_id = $2';
    return (await rows(this.database.sql, text, [orgId, userId])).length > 0;
  }

  /** The members among `ids`, in no particular order. */
  findMany(orgId: string, ids: readonly string[], now: number, sql: Sql = this.database.sql): Promise<MemberRow[]> {
    return rows(sql, `${SELECT} where m.org_id = $1 and m.user_id = any($3::text[])`, [orgId, new Date(now), [...ids]]);
  }

  page(
    orgId: string,
    page: { readonly after: string; readonly most: number },
    allowed: AllowedIds,
    now: number,
  ): Promise<Array<MemberRow & WeighedRow>> {
    const shown = allowedIdsCondition(allowed, 'm.user_id', 4);
    const candidates = `
      select m.user_id, held.total as strings, 0 as bytes
        from (select m.user_id from castellan.member m
               where m.org_id = $1 and m.user_id > $3${shown.text} order by m.user_id limit $4) m
       cross join lateral (
         select count(*) as total from castellan.assignment a where a.org_id = $1 and a.user_id = m.user_id) held`;
    const text = pageCutByWeight('user_id', candidates, (id) => `${SELECT} where m.org_id = $1 and m.user_id = ${id}`);
    return rows(this.database.sql, text, [orgId, new Date(now), page.after, page.most, ...shown.parameters]);
  }

  total(orgId: string, allowed: AllowedIds): Promise<number> {
    const counted = { table: 'member', key: 'user_id', counter: 'members' } as const;
    return allowedTotal(this.database.sql, orgId, counted, allowed);
  }
}
