import { conflict, isPrivileged, OWN_EXPLICIT_ACTIONS, parsePermission } from '@castellan/core';
import { rows } from '../database/database';
import type { Change } from './change';

/**
 * Holds a change to the rule that a role which hands out rights (`*:*:*`, or an explicit action of Castellan's own types) is
 * no default role. Looks at the default roles that the change touches.
 * @throws CastellanError conflict `default`
 */
export async function keepDefaultsHarmless(change: Change): Promise<void> {
  const { sql, orgId, roles } = change;
  if (roles.size === 0) return;
  const found = await rows<{ role_id: string; permission: string }>(
    sql,
    `select distinct r.role_id, granted.permission
       from (select org_id, role_id from castellan.role
              where org_id = $1 and is_default and role_id = any($2::text[]) offset 0) r
      cross join lateral (
        select rp.policy_id from castellan.role_policy rp
         where rp.org_id = r.org_id and rp.role_id = r.role_id offset 0) attached
       join castellan.policy p on p.org_id = r.org_id and p.policy_id = attached.policy_id
      cross join unnest(p.permissions) as granted (permission)
      where p.effect = 'allow'
        and (granted.permission = '*:*:*' or split_part(granted.permission, ':', 3) = any($3::text[]))`,
    [orgId, [...roles], OWN_EXPLICIT_ACTIONS],
  );
  const privileged = found.find(({ permission }) => isPrivileged(parsePermission(permission)));
  if (privileged === undefined) return;
  const { role_id, permission } = privileged;
  const message = "A default role must not grant everything, or an explicit action of Castellan's own types";
  throw conflict('default', message, change.mayRead('roles', role_id) ? { role_id, permission } : {});
}
