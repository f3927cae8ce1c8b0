import { EVERYTHING } from '@castellan/core';
import { rows } from '../database/database';
import type { Change } from './change';
import { ROLES_GRANTING_EVERYTHING } from './granting-everything';

/** Whom a change denies something: these users, and whoever holds one of these roles. */
export interface Denied {
  readonly userIds?: readonly string[];
  readonly roleIds?: readonly string[];
}

// It begins at the few roles that grant everything, and ends at the first member that is found.
const HOLDS_EVERYTHING = `
  select a.user_id
    from (${ROLES_GRANTING_EVERYTHING}) granting
    join castellan.assignment a on a.org_id = $1 and a.role_id = granting.role_id
   where a.scope = '*' and (a.expires_at is null or a.expires_at > now())
     and (a.user_id = any($2::text[])
          or exists (select from castellan.assignment h
                      where h.org_id = a.org_id and h.user_id = a.user_id and h.role_id = any($3::text[])))
     and not exists (
       select from castellan.assignment d
         join castellan.role_policy dr on dr.org_id = d.org_id and dr.role_id = d.role_id
         join castellan.policy dp on dp.org_id = dr.org_id and dp.policy_id = dr.policy_id
        where d.org_id = a.org_id and d.user_id = a.user_id and (d.expires_at is null or d.expires_at > now())
          and dp.effect = 'deny' and dp.permissions <> '{}'
       offset 0)
   limit 1`;

/**
 * Holds a change that denies something to the rule that only a member with `*:*:*` and without any deny may deny anything to
 * another such member: a deny takes its holder's power to cover. Asked before anything is written.
 * @throws CastellanError forbidden `escalation`
 */
export async function assertMayDeny(change: Change, { userIds = [], roleIds = [] }: Denied): Promise<void> {
  if ((userIds.length === 0 && roleIds.length === 0) || change.covers([EVERYTHING])) return;
  const parameters = [change.orgId, [...userIds], [...roleIds]];
  const [found] = await rows<{ user_id: string }>(change.sql, HOLDS_EVERYTHING, parameters);
  if (found !== undefined) change.requires([EVERYTHING]);
}
