import type { Query } from './databases';
import type { Figure } from './figure';
import { measurePages, READER, type PagedList } from './paged-lists';
import type { Scratch } from './scratch';

const DIGITS = 7;

const members: PagedList = {
  path: 'members',
  cursorName: 'members',
  rowsName: 'members',
  key: 'user_id',

  // The Admin is the first by id, and the only one who is there before.
  async fill(query: Query, orgId: string, total: number): Promise<void> {
    // Members do not join in the order of their ids, so the rows of a page lie scattered over the table.
    await query(
      `insert into castellan.member (org_id, user_id, username, email, full_name)
       select $1, user_id, user_id, user_id || '@example.com', 'User ' || n
         from (select n, 'user-' || lpad(n::text, ${DIGITS}, '0') as user_id from generate_series(1, $2::int) n) made
        order by md5(user_id)`,
      [orgId, total - 1],
    );
    await query(
      `insert into castellan.assignment (org_id, user_id, role_id, scope, origin, created_by)
       select org_id, user_id, 'rl-developer', '*', 'manual', $2 from castellan.member
        where org_id = $1 and user_id <> $2`,
      [orgId, READER],
    );
    await query(
      `update castellan.organisation_state set members = (select count(*) from castellan.member where org_id = $1)
        where org_id = $1`,
      [orgId],
    );
  },

  keyAt: (row) => (row === 0 ? READER : `user-${String(row).padStart(DIGITS, '0')}`),
};

/** A page of 50 members, `total` included, whatever the number of members. */
export function membersBench(scratch: Scratch): Promise<Figure[]> {
  return measurePages(scratch, members);
}
