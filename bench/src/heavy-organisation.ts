import type { Query } from './databases';

/** How much an organisation holds: all of it at 100 % of the limits. */
export interface Weight {
  readonly policies: number;
  /** So many of them have all permissions that a policy may have, and are shared by the roles; the others have one. */
  readonly fullPolicies: number;
  readonly permissionsOfPolicy: number;
  readonly roles: number;
  readonly policiesOfRole: number;
  readonly members: number;
  /** The assignments of the members who have the most. */
  readonly assignments: number;
}

/** The limits of the design; the number of members is not limited. */
export const FULL: Weight = {
  policies: 9_900,
  fullPolicies: 9_900,
  permissionsOfPolicy: 1_000,
  roles: 1_980,
  policiesOfRole: 10,
  members: 20_000,
  assignments: 1_000,
};

/** A tenth of them. */
export const TENTH: Weight = {
  policies: 990,
  fullPolicies: 990,
  permissionsOfPolicy: 100,
  roles: 198,
  policiesOfRole: 10,
  members: 2_000,
  assignments: 100,
};

/** Members of a heavy organisation: without any role, with all roles, with many, with one in many scopes, and who may delete. */
export const HEAVY_MEMBERS = {
  nobody: 'nobody',
  roles: 'roles',
  most: 'most',
  scopes: 'scopes',
  holder: 'user-0000777',
} as const;

/** The role of the members with many scopes, and one that every second member has. */
export const HEAVY_ROLES = { scoped: 'rl-heavy-1', shared: 'rl-shared', own: 'rl-own' } as const;

/** A member who makes policies of what it holds in 60 scopes. */
export const CHIEF = 'chief';

const pad = (column: string): string => `lpad(${column}::text, 7, '0')`;

/** Fills an organisation that the service has made, past the service. */
export async function storeHeavy(query: Query, orgId: string, weight: Weight): Promise<void> {
  await storeGrants(query, orgId, weight);
  await storeMembers(query, orgId, weight);
  await query(
    `update castellan.organisation_state set
        policies = (select count(*) from castellan.policy where org_id = $1),
        roles = (select count(*) from castellan.role where org_id = $1),
        members = (select count(*) from castellan.member where org_id = $1)
      where org_id = $1`,
    [orgId],
  );
}

async function storeGrants(query: Query, orgId: string, weight: Weight): Promise<void> {
  const { policies, fullPolicies, permissionsOfPolicy, roles, policiesOfRole } = weight;
  await query(
    `insert into castellan.policy (org_id, policy_id, name, name_key, effect, permissions)
     select $1, 'pol-heavy-' || p, 'Heavy ' || p, 'heavy ' || p, 'allow',
            array(select 'models:m-' || p || '-' || n || ':read'
                    from generate_series(1, case when p < $4::int then $3::int else 1 end) n)
       from generate_series(0, $2::int - 1) p`,
    [orgId, policies, permissionsOfPolicy, fullPolicies],
  );
  const single = [
    ['delete', 'allow', '{secrets:*:delete}'],
    ['chief', 'allow', '{policies:*:create,policies:*:read,members:*:check,members:*:read}'],
    ['own', 'allow', '{apps:*:read}'],
  ];
  for (const [name, effect, permissions] of single) {
    await query(
      `insert into castellan.policy (org_id, policy_id, name, name_key, effect, permissions)
       values ($1, 'pol-' || $2::text, $2::text, $2::text, $3, $4::text[])`,
      [orgId, name, effect, permissions],
    );
    await query(
      `insert into castellan.role (org_id, role_id, name, name_key) values ($1, 'rl-' || $2::text, $2::text, $2::text)`,
      [orgId, name],
    );
    await query(
      `insert into castellan.role_policy (org_id, role_id, policy_id, position)
       values ($1, 'rl-' || $2::text, 'pol-' || $2::text, 1)`,
      [orgId, name],
    );
  }
  await query(
    `insert into castellan.role (org_id, role_id, name, name_key)
     select $1, 'rl-heavy-' || r, 'Heavy ' || r, 'heavy ' || r from generate_series(0, $2::int - 1) r
     union all select $1, '${HEAVY_ROLES.shared}', 'Shared', 'shared'`,
    [orgId, roles],
  );
  await query(
    `insert into castellan.role_policy (org_id, role_id, policy_id, position)
     select $1, 'rl-heavy-' || r, 'pol-heavy-' || ((r * $3 + i) % $4), i + 1
       from generate_series(0, $2::int - 1) r, generate_series(0, $3::int - 1) i`,
    [orgId, roles, policiesOfRole, fullPolicies],
  );
}

async function storeMembers(query: Query, orgId: string, weight: Weight): Promise<void> {
  const { members, assignments, roles } = weight;
  const { nobody, roles: many, most, scopes, holder } = HEAVY_MEMBERS;
  await query(
    `insert into castellan.member (org_id, user_id)
     select $1, user_id from (
       select 'user-' || ${pad('n')} as user_id from generate_series(1, $2::int) n
       union all select unnest($3::text[])) made order by md5(user_id)`,
    [orgId, members, [nobody, many, most, scopes, CHIEF]],
  );
  const assign = (rows: string, parameters: readonly unknown[]): Promise<unknown> =>
    query(
      `insert into castellan.assignment (org_id, user_id, role_id, scope, origin)
       select $1, made.user_id, made.role_id, made.scope, 'manual' from (${rows}) made (user_id, role_id, scope)`,
      [orgId, ...parameters],
    );
  await assign(
    `select 'user-' || ${pad('n')}, 'rl-heavy-' || (n % $3::int), '*' from generate_series(1, $2::int) n
     union all select 'user-' || ${pad('n')}, '${HEAVY_ROLES.shared}', '*' from generate_series(1, $2::int, 2) n`,
    [members, roles],
  );
  // As many as a process decides about: its roles have 1,400,000 permissions.
  await assign(`select '${most}', 'rl-heavy-' || n, '*' from generate_series(0, $2::int - 1) n`, [
    Math.min(140, assignments),
  ]);
  await assign(`select '${many}', 'rl-heavy-' || n, '*' from generate_series(0, $2::int - 1) n`, [assignments]);
  await assign(`select '${scopes}', '${HEAVY_ROLES.scoped}', 'ws-' || n from generate_series(1, $2::int) n`, [
    assignments,
  ]);
  await assign(
    `select '${CHIEF}', '${HEAVY_ROLES.scoped}', 'ws-' || n from generate_series(1, 60) n
     union all select '${CHIEF}', 'rl-chief', '*' union all select '${CHIEF}', '${HEAVY_ROLES.scoped}', '*'
     union all select '${holder}', 'rl-delete', '*'`,
    [],
  );
}
