import type { Client, TestServer } from '../support/server';

/** The things of an organisation that the routes of the table are tried on. */
export interface Samples {
  readonly org_id: string;
  readonly policy_id: string;
  readonly role_id: string;
  readonly user_id: string;
  readonly workspace_id: string;
  readonly resource_id: string;
  /** The revision that made the role. */
  readonly revision: string;
}

/** One route and how it is called well. `path` is written as the application declares it. */
export interface RouteRow {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** What a member needs; null where being an active member is enough. */
  readonly permission: string | null;
  readonly query?: string;
  readonly body?: (samples: Samples) => object;
  readonly status: number;
  /** The path parameters whose absence is a 404, with the resource type that the answer names. */
  readonly objects?: Readonly<Record<string, string>>;
  /** What an Admin has to do first at this path, so that there is something to do. */
  readonly first?: (admin: Client, path: string) => PromiseLike<unknown>;
}

const IAM = '/v1/orgs/:org_id/iam';
const WORKSPACES = '/v1/orgs/:org_id/workspaces';
const REGISTERED = `${IAM}/resources/:resource_type/:resource_id`;
const objects = {
  policy: { policy_id: 'policies' },
  role: { role_id: 'roles' },
  user: { user_id: 'members' },
  member: { member_user_id: 'members' },
};

/** Every route below an organisation. */
export const ROUTES: readonly RouteRow[] = [
  { method: 'GET', path: '/v1/orgs/:org_id', permission: 'orgs:read', status: 200 },
  { method: 'PUT', path: '/v1/orgs/:org_id', permission: 'orgs:update', body: () => ({ name: 'Other' }), status: 200 },
  { method: 'GET', path: WORKSPACES, permission: 'workspaces:read', status: 200 },
  { method: 'POST', path: WORKSPACES, permission: 'workspaces:create', body: () => ({ name: 'New' }), status: 201 },
  {
    method: 'GET',
    path: `${WORKSPACES}/:workspace_id`,
    permission: 'workspaces:read',
    status: 200,
    objects: { workspace_id: 'workspaces' },
  },
  {
    method: 'PUT',
    path: `${WORKSPACES}/:workspace_id`,
    permission: 'workspaces:update',
    status: 200,
    body: () => ({ name: 'Renamed' }),
    objects: { workspace_id: 'workspaces' },
  },
  {
    method: 'DELETE',
    path: `${WORKSPACES}/:workspace_id`,
    permission: 'workspaces:delete',
    status: 204,
    objects: { workspace_id: 'workspaces' },
  },
  { method: 'GET', path: `${IAM}/permissions/schema`, permission: null, status: 200 },
  { method: 'POST', path: `${IAM}/check`, permission: null, body: () => ({ permission: 'apps:read' }), status: 200 },
  {
    method: 'POST',
    path: `${IAM}/check/batch`,
    permission: null,
    status: 200,
    body: () => ({ questions: [{ permission: 'apps:read' }] }),
  },
  {
    method: 'GET',
    path: `${IAM}/members/:user_id/permissions`,
    permission: 'members:check',
    status: 200,
    objects: objects.user,
  },
  {
    method: 'GET',
    path: `${IAM}/members/:user_id/explain`,
    permission: 'members:check',
    status: 200,
    query: 'permission=apps:read',
    objects: objects.user,
  },
  {
    method: 'GET',
    path: `${IAM}/permissions/:permission/members`,
    permission: 'members:check',
    status: 200,
    objects: { permission: 'permissions' },
  },
  {
    method: 'POST',
    path: `${IAM}/changes`,
    permission: null,
    status: 200,
    body: () => ({ changes: [{ op: 'create', kind: 'policy', body: { name: 'Of a set', permissions: [] } }] }),
  },
  {
    method: 'POST',
    path: `${IAM}/changes/:revision/revert`,
    permission: null,
    status: 200,
    body: () => ({}),
  },
  {
    method: 'GET',
    path: `${IAM}/policies/:policy_id/history`,
    permission: 'policies:read',
    status: 200,
    objects: objects.policy,
  },
  {
    method: 'POST',
    path: `${IAM}/policies/:policy_id/restore`,
    permission: 'policies:create or policies:update',
    status: 200,
    body: ({ revision }) => ({ revision }),
    objects: objects.policy,
  },
  {
    method: 'GET',
    path: `${IAM}/roles/:role_id/history`,
    permission: 'roles:read',
    status: 200,
    objects: objects.role,
  },
  {
    method: 'POST',
    path: `${IAM}/roles/:role_id/restore`,
    permission: 'roles:create or roles:update',
    status: 200,
    body: ({ revision }) => ({ revision }),
    objects: objects.role,
  },
  {
    method: 'GET',
    path: `${IAM}/members/:user_id/history`,
    permission: 'members:read',
    status: 200,
    objects: objects.user,
  },
  { method: 'GET', path: `${IAM}/audit`, permission: 'audit:read', status: 200 },
  { method: 'GET', path: `${IAM}/audit/export`, permission: 'audit:read', status: 200 },
  { method: 'GET', path: `${IAM}/me`, permission: null, status: 200 },
  {
    method: 'GET',
    path: `${IAM}/resources`,
    permission: 'resources:read',
    status: 200,
    query: 'resource_type=models',
  },
  {
    method: 'PUT',
    path: REGISTERED,
    permission: 'resources:create or resources:update',
    status: 200,
    body: () => ({ name: 'Renamed' }),
  },
  {
    method: 'GET',
    path: REGISTERED,
    permission: 'resources:read',
    status: 200,
    objects: { resource_id: 'models' },
  },
  {
    method: 'DELETE',
    path: REGISTERED,
    permission: 'resources:delete',
    status: 204,
    objects: { resource_id: 'models' },
  },
  { method: 'GET', path: `${IAM}/policies`, permission: 'policies:read', status: 200 },
  {
    method: 'POST',
    path: `${IAM}/policies`,
    permission: 'policies:create',
    status: 201,
    body: () => ({ name: 'New', permissions: ['apps:read'] }),
  },
  {
    method: 'GET',
    path: `${IAM}/policies/:policy_id`,
    permission: 'policies:read',
    status: 200,
    objects: objects.policy,
  },
  {
    method: 'PUT',
    path: `${IAM}/policies/:policy_id`,
    permission: 'policies:update',
    status: 200,
    body: () => ({ description: 'Changed' }),
    objects: objects.policy,
  },
  {
    method: 'DELETE',
    path: `${IAM}/policies/:policy_id`,
    permission: 'policies:delete',
    status: 204,
    objects: objects.policy,
  },
  { method: 'GET', path: `${IAM}/roles`, permission: 'roles:read', status: 200 },
  { method: 'POST', path: `${IAM}/roles`, permission: 'roles:create', body: () => ({ name: 'New' }), status: 201 },
  {
    method: 'GET',
    path: `${IAM}/roles/:role_id`,
    permission: 'roles:read',
    status: 200,
    objects: objects.role,
  },
  {
    method: 'PUT',
    path: `${IAM}/roles/:role_id`,
    permission: 'roles:update',
    status: 200,
    body: () => ({ description: 'Changed' }),
    objects: objects.role,
  },
  {
    method: 'DELETE',
    path: `${IAM}/roles/:role_id`,
    permission: 'roles:delete',
    status: 204,
    objects: objects.role,
  },
  { method: 'GET', path: `${IAM}/members`, permission: 'members:read', status: 200 },
  {
    method: 'POST',
    path: `${IAM}/members`,
    permission: 'members:assign',
    status: 200,
    body: ({ role_id }) => ({ user_id: 'carol', role_ids: [role_id] }),
  },
  {
    method: 'POST',
    path: `${IAM}/members/batch`,
    permission: 'members:assign',
    status: 200,
    body: ({ role_id }) => ({ members: [{ user_id: 'carol', role_ids: [role_id] }] }),
  },
  {
    method: 'GET',
    path: `${IAM}/members/:member_user_id`,
    permission: 'members:read',
    status: 200,
    objects: objects.member,
  },
  {
    method: 'PUT',
    path: `${IAM}/members/:member_user_id`,
    permission: 'members:assign',
    status: 200,
    body: () => ({ status: 'suspended' }),
    objects: objects.member,
  },
  {
    method: 'DELETE',
    path: `${IAM}/members/:member_user_id`,
    permission: 'members:remove',
    status: 204,
    objects: objects.member,
  },
  {
    method: 'PUT',
    path: `${IAM}/members/:user_id/roles/:role_id`,
    permission: 'members:assign',
    status: 200,
    body: () => ({}),
    objects: { ...objects.user, ...objects.role },
  },
  {
    method: 'DELETE',
    path: `${IAM}/members/:user_id/roles/:role_id`,
    permission: 'members:assign',
    status: 204,
    // A role that is not held cannot be revoked.
    objects: { ...objects.user, ...objects.role },
    first: (admin, path) => admin.put(path, {}),
  },
];

/** Makes an organisation with one of each thing that a path can name; `bob` and `nora` are its members without rights. */
export async function makeSamples(server: TestServer): Promise<Samples> {
  const org_id = await server.org();
  const admin = server.as('alice');
  const base = `/v1/orgs/${org_id}`;
  const policy = await admin.post(`${base}/iam/policies`, { name: 'Sample', permissions: ['models:read'] }).expect(201);
  const role = await admin.post(`${base}/iam/roles`, { name: 'Sample' }).expect(201);
  const workspace = await admin.post(`${base}/workspaces`, { name: 'Sample' }).expect(201);
  await admin.put(`${base}/iam/resources/models/m-1`, { name: 'Sample' }).expect(201);
  const members = ['bob', 'nora'].map((user_id) => ({ user_id, role_ids: [] }));
  await admin.post(`${base}/iam/members/batch`, { members }).expect(200);
  const { policy_id } = policy.body as Samples;
  const { role_id } = role.body as Samples;
  const { workspace_id } = workspace.body as Samples;
  const revision = role.headers['castellan-revision'] as string;
  return { org_id, policy_id, role_id, workspace_id, user_id: 'bob', resource_id: 'm-1', revision };
}

const OF_ALL = { resource_type: 'models', permission: 'models:read' };

/** The path of a row, filled with samples; `other` replaces some of them. */
export function fill(row: RouteRow, samples: Samples, other: Readonly<Record<string, string>> = {}): string {
  const values = { ...samples, member_user_id: samples.user_id, ...OF_ALL, ...other };
  const path = row.path.replace(/:(\w+)/g, (_, name: keyof typeof values) => encodeURIComponent(values[name]));
  return row.query === undefined ? path : `${path}?${row.query}`;
}
