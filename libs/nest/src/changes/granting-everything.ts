/**
 * The roles of the organisation `$1` that grant `*:*:*`, as `role_id`. It begins at the few policies that do, by an index
 * of their own: the condition is the index's, word for word.
 */
export const ROLES_GRANTING_EVERYTHING = `
  select distinct rp.role_id
    from (select policy_id from castellan.policy
           where org_id = $1 and effect = 'allow' and condition is null and '*:*:*' = any(permissions)
          offset 0) everything
    join castellan.role_policy rp on rp.org_id = $1 and rp.policy_id = everything.policy_id`;
