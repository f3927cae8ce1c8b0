import { conflict } from '@castellan/core';
import { rows } from '../database/database';
import type { Change } from './change';

/** The most permissions of a role, of all its policies together; and the most bytes of their texts, in canonical form. */
export const MOST_PERMISSIONS_OF_ROLE = 10_000;
export const MOST_BYTES_OF_ROLE = 1024 * 1024;

/**
 * Holds a change to the rule that no role grants more than its members can be decided about at once. Looks at the roles
 * that the change touches, and at the weights that are kept beside their policies.
 * @throws CastellanError conflict `limit`
 */
export async function keepRolesBounded(change: Change): Promise<void> {
  const { sql, orgId, roles } = change;
  if (roles.size === 0) return;
  const [found] = await rows<{ role_id: string; permissions: number }>(
    sql,
    `select rp.role_id, sum(p.permission_count)::int as permissions
       from castellan.role_policy rp
       join castellan.policy p on p.org_id = rp.org_id and p.policy_id = rp.policy_id
      where rp.org_id = $1 and rp.role_id = any($2::text[])
      group by rp.role_id
     having sum(p.permission_count) > $3 or sum(p.permission_bytes) > $4
      order by rp.role_id limit 1`,
    [orgId, [...roles], MOST_PERMISSIONS_OF_ROLE, MOST_BYTES_OF_ROLE],
  );
  if (found === undefined) return;
  const { role_id, permissions } = found;
  const isMany = permissions > MOST_PERMISSIONS_OF_ROLE;
  const most = isMany ? `${MOST_PERMISSIONS_OF_ROLE} permissions` : `${MOST_BYTES_OF_ROLE} bytes of permissions`;
  const limit = isMany ? MOST_PERMISSIONS_OF_ROLE : MOST_BYTES_OF_ROLE;
  throw conflict('limit', `All policies of a role together have at most ${most}`, {
    limit,
    ...(change.mayRead('roles', role_id) ? { role_id } : {}),
  });
}
