import { conflict } from '@castellan/core';
import type { Change } from './change';
import { rows } from './database';

/**
 * Members who can repair an organisation: active, `*:*:*` by an unscoped, unexpiring assignment that is not of a group,
 * and no deny at all, not even one that ends.
 */
const ADMINS = `
  select a.user_id
    from castellan.role_policy rp
    join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
    join castellan.assignment a on a.org_id = rp.org_id and a.role_id = rp.role_id
    join castellan.member m on m.org_id = a.org_id and m.user_id = a.user_id
   where rp.org_id = $1 and p.effect = 'allow' and p.condition is null and '*:*:*' = any(p.permissions)
     and a.scope = '*' and a.origin <> 'sso' and a.expires_at is null and m.status = 'active'
     and ($2::text is null or a.user_id = $2)
     and not exists (
       select from castellan.assignment d
         join castellan.role_policy dr on dr.org_id = d.org_id and dr.role_id = d.role_id
         join castellan.policy dp on dp.org_id = dr.org_id and dp.policy_id = dr.policy_id
        where d.org_id = a.org_id and d.user_id = a.user_id and dp.effect = 'deny' and dp.permissions <> '{}')
   limit 1`;

/**
 * Holds a change to the rule that an organisation always keeps a member who can repair it. The witness of the time
 * before is asked first, so that not all members are walked.
 * @throws CastellanError conflict `last_admin`
 */
export async function keepAnAdmin(change: Change): Promise<void> {
  const { sql, orgId, state } = change;
  if (!change.grants && change.members.size === 0) return;
  const witness = async (userId: string | null): Promise<string | undefined> =>
    (await rows<{ user_id: string }>(sql, ADMINS, [orgId, userId]))[0]?.user_id;
  if (state.admin_witness !== null && (await witness(state.admin_witness)) !== undefined) return;
  const other = await witness(null);
  if (other === undefined) {
    throw conflict('last_admin', 'The organisation would be left without a member who can repair it');
  }
  await rows(sql, 'update castellan.organisation_state set admin_witness = $2 where org_id = $1', [orgId, other]);
}
