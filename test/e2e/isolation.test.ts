import { encodeId } from '@castellan/core';
import { AccessService } from '@castellan/nest';
import type { Response } from 'supertest';
import { startTestServer, type Client, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';
import { fill, makeSamples, ROUTES, type RouteRow, type Samples } from './route-table';

let server: TestServer;
let own: Samples;
let foreign: Samples;

beforeAll(async () => {
  server = await startTestServer();
  own = await makeSamples(server);
  foreign = await makeSamples(server);
  // `eve` is Admin of the foreign organisation alone; `rex` was an Admin of the own one.
  const admin = server.as('alice');
  await admin.post(`/v1/orgs/${foreign.org_id}/iam/members`, { user_id: 'eve', role_ids: ['rl-admin'] }).expect(200);
  await admin.post(`/v1/orgs/${own.org_id}/iam/members`, { user_id: 'rex', role_ids: ['rl-admin'] }).expect(200);
  await server.as('rex').get(`/v1/orgs/${own.org_id}/iam/audit`).expect(200);
  await admin.delete(`/v1/orgs/${own.org_id}/iam/members/rex`).expect(204);
});
afterAll(() => server.close());

const named = ROUTES.map((row): [string, RouteRow] => [`${row.method} ${row.path}`, row]);
const IAM = '/v1/orgs/:org_id/iam';

const within = (id: string): object => ({ permission: 'apps:read', resource: { type: 'workspaces', id } });

/** What a body or query of each route can name of another organisation; null where it can name nothing. */
const NAMED: Readonly<Record<string, ((other: Samples) => object) | null>> = {
  'PUT /v1/orgs/:org_id': null,
  'POST /v1/orgs/:org_id/workspaces': null,
  'PUT /v1/orgs/:org_id/workspaces/:workspace_id': null,
  [`PUT ${IAM}/resources/:resource_type/:resource_id`]: ({ workspace_id }) => ({ name: 'App', workspace_id }),
  [`POST ${IAM}/policies`]: null,
  [`PUT ${IAM}/policies/:policy_id`]: null,
  [`POST ${IAM}/roles`]: ({ policy_id }) => ({ name: 'Foreign', policy_ids: [policy_id] }),
  [`PUT ${IAM}/roles/:role_id`]: ({ policy_id }) => ({ policy_ids: [policy_id] }),
  [`POST ${IAM}/members`]: ({ role_id }) => ({ user_id: 'bob', role_ids: [role_id] }),
  [`POST ${IAM}/members/batch`]: ({ role_id }) => ({ members: [{ user_id: 'bob', role_ids: [role_id] }] }),
  [`PUT ${IAM}/members/:member_user_id`]: null,
  [`POST ${IAM}/check`]: ({ workspace_id }) => within(workspace_id),
  [`POST ${IAM}/check/batch`]: ({ workspace_id }) => ({ questions: [within(workspace_id)] }),
  [`PUT ${IAM}/members/:user_id/roles/:role_id`]: null,
  [`POST ${IAM}/changes`]: ({ role_id, policy_id }) => ({
    changes: [
      { op: 'assign', kind: 'assignment', user_id: 'bob', role: { id: role_id } },
      { op: 'delete', kind: 'policy', id: policy_id },
    ],
  }),
  [`POST ${IAM}/changes/:revision/revert`]: null,
  [`POST ${IAM}/policies/:policy_id/restore`]: null,
  [`POST ${IAM}/roles/:role_id/restore`]: null,
};

const call = async (client: Client, { method }: RouteRow, path: string, body?: object): Promise<Response> => {
  if (method === 'GET') return client.get(path);
  if (method === 'DELETE') return client.delete(path);
  return method === 'PUT' ? client.put(path, body) : client.post(path, body);
};

const seen = ({ status, text }: Response, ...ids: string[]): string =>
  `${status} ${ids.reduce((shown, id) => shown.replaceAll(id, 'ID'), text).replace(/"timestamp":"[^"]*"/, '')}`;

describe.each(named)('%s', (_, row) => {
  it.each(['eve', 'rex', 'nobody'])('tells %s nothing, not even that the organisation exists', async (user) => {
    const body = row.body?.(own);
    const answer = await call(server.as(user), row, fill(row, own), body);
    const missing = await call(server.as(user), row, fill(row, own, { org_id: 'nowhere' }), body);
    expect(answer.status).toBe(403);
    expect(answer.headers['castellan-revision']).toBeUndefined();
    expect(seen(answer)).toBe(seen(missing));
  });

  it('answers a foreign id in the path as one that never was', async () => {
    for (const param of Object.keys(row.objects ?? {})) {
      // Users and registered ids may be the same in two organisations; these are only in the foreign one.
      const others: Record<string, string> = { user_id: 'eve', member_user_id: 'eve', resource_id: 'only-there' };
      const id = others[param] ?? foreign[param as keyof Samples];
      const body = row.body?.(own);
      const answer = await call(server.as('alice'), row, fill(row, own, { [param]: id }), body);
      const missing = await call(server.as('alice'), row, fill(row, own, { [param]: 'never-was' }), body);
      expect(answer.status).toBe(404);
      expect(seen(answer, id)).toBe(seen(missing, 'never-was'));
    }
  });
});

describe('what bodies and queries name of another organisation', () => {
  it('is listed for every route with a body', () => {
    const withBody = named.filter(([, { body }]) => body !== undefined).map(([name]) => name);
    expect(Object.keys(NAMED).sort()).toEqual(withBody.sort());
  });

  const naming = named.filter(([name]) => NAMED[name] != null);

  it.each(naming)('is, for %s, as if it never was', async (name, row) => {
    const path = name.includes('/resources/')
      ? fill(row, own, { resource_type: 'apps', resource_id: 'new-app' })
      : fill(row, own);
    const never: Samples = { ...own, policy_id: 'pol-never', role_id: 'rl-never', workspace_id: 'ws-never' };
    const answer = await call(server.as('alice'), row, path, NAMED[name]?.(foreign));
    const missing = await call(server.as('alice'), row, path, NAMED[name]?.(never));
    expect(answer.status).toBe(name.includes('/check') ? 200 : 404);
    const ids = ({ policy_id, role_id, workspace_id }: Samples): string[] => [policy_id, role_id, workspace_id];
    expect(seen(answer, ...ids(foreign))).toBe(seen(missing, ...ids(never)));
  });

  it('is no workspace to list', async () => {
    const list = (id: string): Promise<Response> =>
      call(
        server.as('alice'),
        named[0]?.[1] as RouteRow,
        `/v1/orgs/${own.org_id}/iam/resources?resource_type=apps&workspace_id=${id}`,
      );
    const answer = await list(foreign.workspace_id);
    expect(answer.status).toBe(404);
    expect(seen(answer, foreign.workspace_id)).toBe(seen(await list('ws-never'), 'ws-never'));
  });

  it.each(['policies', 'roles', 'members', 'audit'])('is no cursor for its %s', async (list) => {
    const page = await server.as('alice').get(`/v1/orgs/${foreign.org_id}/iam/${list}?limit=1`).expect(200);
    const path = `/v1/orgs/${own.org_id}/iam/${list}?limit=1&cursor=${page.body.next_cursor}`;
    const { body } = await server.as('alice').get(path).expect(422);
    expect(body.detail[0].loc).toEqual(['query', 'cursor']);
  });
});

it('keeps ids that are built to collide apart: opposite rights in two organisations, asked 10,000 times in turn', async () => {
  const [left, right] = [await givenTeam(server), await givenTeam(server)];
  const ids = [
    'a',
    'a:b',
    'a:b:c',
    '..',
    '.',
    '%2e',
    '%2E%2E',
    'a/b',
    'apps/a',
    '*',
    '$self',
    `${left.orgId}`,
    `${right.orgId}`,
  ];
  const [mine, theirs] = [ids.filter((_, at) => at % 2 === 0), ids.filter((_, at) => at % 2 === 1)];
  const permissions = (list: readonly string[]): string[] => list.map((id) => `models:${encodeId(id)}:read`);
  await left.member('bob', await left.role({ permissions: permissions(mine) }));
  await right.member('bob', await right.role({ permissions: permissions(theirs) }));
  const access = server.running.app.get(AccessService);
  let wrong = 0;
  for (let i = 0; i < 10_000; i++) {
    const id = ids[i % ids.length] as string;
    const [orgId, allowed] = i % 3 === 0 ? [left.orgId, mine.includes(id)] : [right.orgId, theirs.includes(id)];
    if ((await access.of(orgId, 'bob'))?.can('models:read', id) !== allowed) wrong++;
  }
  expect(wrong).toBe(0);
});
