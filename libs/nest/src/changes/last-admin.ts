import { conflict } from '@castellan/core';
import type { Change } from './change';
import { rows, type Sql } from '../database/database';
import { ROLES_GRANTING_EVERYTHING } from './granting-everything';

/**
 * A member who can repair an organisation: active, `*:*:*` by an unscoped, unexpiring assignment that is not of a group,
 * no deny at all, not even one that ends later, and not denied access because its groups deny more than can be kept. A deny
 * that has ended counts no more.
 *
 * Invariant: it walks the holders of such a role until the first that fits, and nobody else. So the roles come first,
 * the order is the index's own, and `offset 0` keeps the look for denies from becoming one for all members at once.
 */
const adminAmong = (some: string, most = 1): string => `
  select found.user_id
    from (${ROLES_GRANTING_EVERYTHING}) granting
   cross join lateral (
     select a.user_id
       from castellan.assignment a
       join castellan.member m on m.org_id = a.org_id and m.user_id = a.user_id
      where a.org_id = $1 and a.role_id = granting.role_id${some}
        and a.scope = '*' and a.origin <> 'sso' and a.expires_at is null and m.status = 'active'
        and m.directory <> 'overflow'
        and not exists (
          select from castellan.assignment d
            join castellan.role_policy dr on dr.org_id = d.org_id and dr.role_id = d.role_id
            join castellan.policy dp on dp.org_id = dr.org_id and dp.policy_id = dr.policy_id
           where d.org_id = a.org_id and d.user_id = a.user_id and dp.effect = 'deny' and dp.permissions <> '{}'
             and (d.expires_at is null or d.expires_at > clock_timestamp())
          offset 0)
      order by a.user_id
      limit ${most}) found`;

const THIS_ONE = `${adminAmong(' and a.user_id = $2')} limit 1`;
const ANY = `${adminAmong('')} limit 1`;
const ONE_OF = `${adminAmong(' and a.user_id = any($2::text[])')} limit 1`;
const ANY_OTHER = `${adminAmong(' and a.user_id <> all($2::text[])')} limit 1`;

/** Up to how many members who can repair the organisation are counted. */
const MOST_REPAIRERS = 10;

const MANY = `
  select count(*)::int as total
    from (select distinct able.user_id from (${adminAmong('', MOST_REPAIRERS)}) able limit ${MOST_REPAIRERS}) counted`;

/** How many members can repair an organisation, counted up to 10. */
export async function countRepairers(sql: Sql, orgId: string): Promise<number> {
  return (await rows<{ total: number }>(sql, MANY, [orgId]))[0]?.total ?? 0;
}

/** The one of `userIds` that must stay able to repair the organisation, as nobody else can; null when somebody else can. */
export async function lastAdminAmong({ sql, orgId }: Change, userIds: readonly string[]): Promise<string | null> {
  const found = (text: string): Promise<Array<{ user_id: string }>> => rows(sql, text, [orgId, [...userIds]]);
  if (userIds.length === 0 || (await found(ANY_OTHER)).length > 0) return null;
  return (await found(ONE_OF))[0]?.user_id ?? null;
}

/**
 * Holds a change to the rule that an organisation always keeps a member who can repair it. The witness of the time
 * before is asked first, so that not all members are walked.
 * @throws CastellanError conflict `last_admin`
 */
export async function keepAnAdmin(change: Change): Promise<void> {
  const { sql, orgId, state } = change;
  if (!change.grants && change.members.size === 0) return;
  const found = async (text: string, ...user: string[]): Promise<string | undefined> =>
    (await rows<{ user_id: string }>(sql, text, [orgId, ...user]))[0]?.user_id;
  if (state.admin_witness !== null && (await found(THIS_ONE, state.admin_witness)) !== undefined) return;
  const other = await found(ANY);
  if (other === undefined) {
    throw conflict('last_admin', 'The organisation would be left without a member who can repair it');
  }
  await rows(sql, 'update castellan.organisation_state set admin_witness = $2 where org_id = $1', [orgId, other]);
}
