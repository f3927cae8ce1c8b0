import type { Response } from 'supertest';
import { startTestServer, type TestServer } from '../support/server';

/** A request in the making; `body` is what is sent as JSON. */
interface Draft {
  user: 'alice' | 'bob' | null;
  params: Record<string, string>;
  body: Record<string, unknown> | undefined;
  type: string;
  padding: string;
  ifMatch?: string;
}

/** One way in which a request is wrong, and what it is then answered. */
interface Wrong {
  readonly make: (draft: Draft) => void;
  readonly answer: { readonly status: number; readonly body?: object };
}

/** A route, a good request to it, and its wrongs in the order in which they are to be told. */
interface Row {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly params?: Record<string, string>;
  readonly body?: Record<string, unknown>;
  readonly wrongs: readonly Wrong[];
}

const wrong = (status: number, make: Wrong['make'], details?: object): Wrong => ({
  make,
  answer: { status, ...(details && { body: expect.objectContaining({ details: expect.objectContaining(details) }) }) },
});

const caller = [
  wrong(401, (draft) => (draft.user = null), {}),
  wrong(403, (draft) => (draft.user = 'bob'), { reason: 'no-grant' }),
];
const missing = (param: string, resource_type: string): Wrong =>
  wrong(404, ({ params }) => (params[param] = 'none'), { resource_type, resource_id: 'none' });
const body = [
  wrong(415, (draft) => (draft.type = 'text/plain')),
  wrong(413, (draft) => (draft.padding = ' '.repeat(300_000))),
  wrong(422, (draft) => (draft.body = { ...draft.body, surprise: 1 })),
];
const stale = wrong(412, (draft) => (draft.ifMatch = '"stale"'), {});
const says = (status: number, values: object, details: object): Wrong =>
  wrong(status, (draft) => (draft.body = { ...draft.body, ...values }), details);
const on = (param: string, id: string, reason: string): Wrong =>
  wrong(409, ({ params }) => (params[param] = id), { reason });
const nameTaken = says(409, { name: 'TAKEN' }, { reason: 'name_taken' });

const POLICIES = 'iam/policies';
const ROLES = 'iam/roles';
const MEMBERS = 'iam/members';
const policy = missing('policy_id', 'policies');
const role = missing('role_id', 'roles');
const user = missing('user_id', 'members');
const workspace = missing('workspace_id', 'workspaces');
const noPolicy = says(404, { policy_ids: ['pol-none'] }, { resource_type: 'policies', resource_id: 'pol-none' });
const noRole = says(404, { role_ids: ['rl-none'] }, { resource_type: 'roles', resource_id: 'rl-none' });
const noWorkspace = says(404, { workspace_id: 'none' }, { resource_type: 'workspaces', resource_id: 'none' });
const app = { params: { resource_type: 'apps' }, body: { name: 'App', workspace_id: 'ws-1' } };
const REGISTERED = 'iam/resources/:resource_type/:resource_id';

const rows: readonly Row[] = [
  {
    method: 'POST',
    path: POLICIES,
    body: { name: 'New', permissions: [] },
    wrongs: [...caller, ...body, nameTaken],
  },
  {
    method: 'PUT',
    path: `${POLICIES}/:policy_id`,
    body: { name: 'New' },
    wrongs: [...caller, policy, ...body, stale, nameTaken],
  },
  {
    method: 'PUT',
    path: `${POLICIES}/:policy_id`,
    body: { name: 'New' },
    wrongs: [...caller, policy, ...body, stale, on('policy_id', 'pol-viewer', 'builtin')],
  },
  {
    method: 'DELETE',
    path: `${POLICIES}/:policy_id`,
    wrongs: [...caller, policy, stale, on('policy_id', 'pol-viewer', 'builtin')],
  },
  { method: 'POST', path: ROLES, body: { name: 'New' }, wrongs: [...caller, ...body, noPolicy, nameTaken] },
  {
    method: 'PUT',
    path: `${ROLES}/:role_id`,
    body: { name: 'New' },
    wrongs: [...caller, role, ...body, stale, noPolicy, nameTaken],
  },
  {
    method: 'PUT',
    path: `${ROLES}/:role_id`,
    body: { name: 'New' },
    wrongs: [...caller, role, ...body, stale, noPolicy, on('role_id', 'rl-viewer', 'builtin')],
  },
  {
    method: 'DELETE',
    path: `${ROLES}/:role_id`,
    wrongs: [...caller, role, stale, on('role_id', 'rl-viewer', 'builtin')],
  },
  { method: 'POST', path: MEMBERS, body: { user_id: 'dave', role_ids: [] }, wrongs: [...caller, ...body, noRole] },
  {
    method: 'PUT',
    path: `${MEMBERS}/:user_id`,
    body: { status: 'suspended' },
    wrongs: [...caller, user, ...body, stale],
  },
  { method: 'DELETE', path: `${MEMBERS}/:user_id`, wrongs: [...caller, user, stale] },
  {
    method: 'PUT',
    path: `${MEMBERS}/:user_id/roles/:role_id`,
    body: {},
    wrongs: [...caller, user, role, ...body, stale],
  },
  { method: 'DELETE', path: `${MEMBERS}/:user_id/roles/:role_id`, wrongs: [...caller, user, role, stale] },
  { method: 'POST', path: 'workspaces', body: { name: 'New' }, wrongs: [...caller, ...body, nameTaken] },
  {
    method: 'PUT',
    path: 'workspaces/:workspace_id',
    body: { name: 'New' },
    wrongs: [...caller, workspace, ...body, stale, nameTaken],
  },
  {
    method: 'DELETE',
    path: 'workspaces/:workspace_id',
    wrongs: [...caller, workspace, stale, on('workspace_id', 'ws-full', 'not_empty')],
  },
  {
    method: 'PUT',
    path: REGISTERED,
    ...app,
    wrongs: [...caller, ...body, stale, noWorkspace, on('resource_id', 'used', 'id_taken')],
  },
  {
    method: 'DELETE',
    path: REGISTERED,
    params: app.params,
    wrongs: [...caller, missing('resource_id', 'apps'), stale],
  },
  { method: 'PUT', path: '', body: { name: 'New' }, wrongs: [...caller, ...body, stale] },
];

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** An organisation with one of each, and what makes the wrongs wrong; tells the ids. */
async function given(): Promise<Record<string, string>> {
  const alice = server.as('alice');
  const orgId = await server.org();
  const base = `/v1/orgs/${orgId}`;
  const ids: Record<string, string> = { orgId, user_id: 'carol', workspace_id: 'ws-1', resource_id: 'app-1' };
  for (const name of ['Taken', 'Own']) {
    const made = await alice.post(`${base}/${POLICIES}`, { name, permissions: [] }).expect(201);
    ids['policy_id'] = made.body.policy_id;
    ids['role_id'] = (await alice.post(`${base}/${ROLES}`, { name }).expect(201)).body.role_id;
  }
  const role_ids = [ids['role_id']];
  for (const user_id of ['bob', 'carol']) await alice.post(`${base}/${MEMBERS}`, { user_id, role_ids }).expect(200);
  for (const [workspace_id, name] of [
    ['ws-1', 'Own'],
    ['ws-2', 'Taken'],
    ['ws-full', 'Full'],
  ]) {
    await alice.post(`${base}/workspaces`, { workspace_id, name }).expect(201);
  }
  for (const [id, workspace_id] of [
    ['app-1', 'ws-2'],
    ['app-2', 'ws-full'],
    ['used', 'ws-2'],
  ]) {
    await alice.put(`${base}/iam/resources/apps/${id}`, { name: 'App', workspace_id }).expect(201);
  }
  await alice.delete(`${base}/iam/resources/apps/used`).expect(204);
  return ids;
}

async function send(row: Row, ids: Record<string, string>, wrongs: readonly Wrong[]): Promise<Response> {
  const draft: Draft = {
    user: 'alice',
    params: { ...ids, ...row.params },
    body: row.body,
    type: 'application/json',
    padding: '',
  };
  // What is told first has the last word.
  for (const { make } of wrongs.toReversed()) make(draft);
  const filled = row.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(draft.params[name] ?? ''));
  const path = `/v1/orgs/${ids['orgId']}${filled === '' ? '' : `/${filled}`}`;
  const client = draft.user === null ? server.anonymous : server.as(draft.user);
  const test = client[row.method.toLowerCase() as 'post'](path);
  if (draft.ifMatch !== undefined) test.set('If-Match', draft.ifMatch);
  if (draft.body === undefined) return test;
  return test.set('Content-Type', draft.type).send(JSON.stringify(draft.body) + draft.padding);
}

describe('a request that is wrong in several ways', () => {
  const named = rows.map((row): [string, string, Row] => [
    `${row.method} /${row.path}`,
    row.wrongs.map(({ answer }) => answer.status).join(', '),
    row,
  ]);

  it.each(named)('to %s is answered the first of %s', async (_name, _statuses, row) => {
    const ids = await given();
    const [before] = await server.dataSource.query(
      'select revision from castellan.organisation_state where org_id = $1',
      [ids['orgId']],
    );
    for (const [at, { answer }] of row.wrongs.entries()) {
      const { status, body } = await send(row, ids, row.wrongs.slice(at));
      expect([at, status, body]).toEqual([at, answer.status, answer.body ?? expect.anything()]);
    }
    const [after] = await server.dataSource.query(
      'select revision from castellan.organisation_state where org_id = $1',
      [ids['orgId']],
    );
    expect(after).toEqual(before);
    expect((await send(row, ids, [])).status).toBeLessThan(300);
  });
});
