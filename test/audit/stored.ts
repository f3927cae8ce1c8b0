import type { DataSource } from 'typeorm';
import type { State } from './replay';

const TIMES = { created_at: true, updated_at: true, expires_at: true } as Record<string, boolean>;

/** A row with its times as the API shows them. */
const shown = (row: any): any =>
  Object.fromEntries(
    Object.entries<any>(row).map(([name, value]) => [name, TIMES[name] && value ? value.toISOString() : value]),
  );

/** What an organisation is, by its tables alone. */
export async function stored(dataSource: DataSource, orgId: string): Promise<State> {
  const read = async (text: string): Promise<any[]> => (await dataSource.query(text, [orgId])).map(shown);
  const keyed = (rows: any[], key: (row: any) => string): Map<string, any> =>
    new Map(rows.map((row) => [key(row), row]));
  const without = (map: Map<string, any>, name: string): Map<string, any> =>
    new Map([...map].map(([id, { [name]: _, ...rest }]) => [id, rest]));
  const policies = await read(
    `select policy_id, name, description, effect, permissions, builtin, created_at, updated_at, created_by,
            managed_by, owner_role_id, statement
       from castellan.policy where org_id = $1`,
  );
  const roles = await read(
    `select r.role_id, r.name, r.description, r.is_default, r.builtin, r.created_at, r.updated_at, r.created_by, r.managed_by,
            array(select policy_id from castellan.role_policy p
                   where p.org_id = r.org_id and p.role_id = r.role_id order by position) as policy_ids,
            array(select group_name from castellan.role_sso_group g
                   where g.org_id = r.org_id and g.role_id = r.role_id order by position) as sso_group_names
       from castellan.role r where r.org_id = $1`,
  );
  const assignments = await read(
    `select user_id, role_id, scope, origin, expires_at, created_by, managed_by from castellan.assignment
      where org_id = $1 order by user_id, role_id, scope, origin`,
  );
  const members = keyed(
    await read('select user_id, status, directory from castellan.member where org_id = $1'),
    ({ user_id }) => user_id,
  );
  for (const member of members.values()) {
    member.assignments = assignments
      .filter(({ user_id }) => user_id === member.user_id)
      .map(({ user_id: _, managed_by, ...held }) => ({ ...held, ...(managed_by !== null && { managed_by }) }));
  }
  const [org] = await read('select * from castellan.organisation where org_id = $1');
  const { sso_issuer: issuer, sso_claim: claim, sso_value: value, ...named } = org;
  const workspaces = await read(
    `select org_id, workspace_id, name, description, created_at, updated_at, created_by, managed_by
       from castellan.workspace where org_id = $1`,
  );
  const resources = await read(
    `select org_id, resource_type, resource_id, name, description, workspace_id, attributes,
            created_at, updated_at, created_by
       from castellan.resource where org_id = $1`,
  );
  return {
    org: { ...named, sso_connection: issuer === null ? null : { issuer, claim, value } },
    policies: without(
      keyed(policies, ({ policy_id }) => policy_id),
      'policy_id',
    ),
    roles: without(
      keyed(roles, ({ role_id }) => role_id),
      'role_id',
    ),
    members,
    workspaces: keyed(workspaces, ({ workspace_id }) => workspace_id),
    resources: keyed(
      resources.map(({ resource_id: id, ...row }) => ({ id, ...row })),
      ({ resource_type, id }) => `${resource_type}/${id}`,
    ),
  };
}
