import { defineSchema } from '@castellan/core';
import { ContainersSource } from '../../libs/nest/src/access/sources/containers-source';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { refusal } from './answers';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const NOT_LISTED = 'not a type of resource that can be listed';
const NOT_REGISTERED = 'not a type of resource that is registered';
const NO_WORKSPACE = 'a resource of this type is in no workspace';

const at = (team: Team, key = ''): string => `${team.path}/resources${key}`;
const valueError = (loc: unknown[], reason: string, input: unknown): object => ({
  type: 'value_error',
  loc,
  msg: `Value error, ${reason}`,
  input,
  ctx: { reason },
});
const missing = (loc: unknown[], input: unknown): object => ({ type: 'missing', loc, msg: 'Field required', input });
const notFound = (type: string, id: string): object => ({
  error: 'RESOURCE_NOT_FOUND',
  message: 'The requested resource was not found',
  timestamp: TIME,
  status_code: 404,
  details: { resource_type: type, resource_id: id },
});
const ids = ({ resources }: any): string[] => resources.map(({ id }: any) => id);

async function givenWorkspaces(...workspaces: string[]): Promise<Team> {
  const team = await givenTeam(server);
  for (const id of workspaces) {
    await team.alice.post(`/v1/orgs/${team.orgId}/workspaces`, { workspace_id: id, name: id }).expect(201);
  }
  return team;
}

describe('registering a resource', () => {
  it('answers it whole with 201, and 200 from then on', async () => {
    const team = await givenWorkspaces('ws-1');
    const input = { name: 'Shop', description: 'Sells', workspace_id: 'ws-1', attributes: { tier: { b: 1, a: [2] } } };
    const made = await team.alice.put(at(team, '/apps/app-1'), input).expect(201);
    expect(made.body).toEqual({
      id: 'app-1',
      resource_type: 'apps',
      org_id: team.orgId,
      ...input,
      created_at: TIME,
      updated_at: TIME,
      created_by: 'alice',
    });
    expect((await team.audit()).at(-1)).toMatchObject({
      action: 'resource.create',
      target: { type: 'apps', id: 'app-1' },
      before: null,
      after: made.body,
    });
    const revision = await team.revision();
    const same = await team.alice.put(at(team, '/apps/app-1'), input).expect(200);
    expect([same.body, same.headers['etag']]).toEqual([made.body, made.headers['etag']]);
    expect(await team.revision()).toBe(revision);
    const renamed = await team.alice.put(at(team, '/apps/app-1'), { name: 'Store' }).expect(200);
    expect(renamed.body).toEqual({ ...made.body, name: 'Store', updated_at: TIME });
    expect((await team.alice.get(at(team, '/apps/app-1')).expect(200)).body).toEqual(renamed.body);
  });

  it('lets the same id stand for things of different types', async () => {
    const team = await givenWorkspaces('ws-1');
    await team.alice.put(at(team, '/apps/x'), { name: 'App', workspace_id: 'ws-1' }).expect(201);
    await team.alice.put(at(team, '/models/x'), { name: 'Model' }).expect(201);
  });

  it('lets a resource move, and a policy show its new name', async () => {
    const team = await givenWorkspaces('ws-1', 'ws-2');
    await team.alice.put(at(team, '/apps/app-1'), { name: 'Shop', workspace_id: 'ws-1' }).expect(201);
    const { body } = await team.alice.put(at(team, '/apps/app-1'), { name: 'Store', workspace_id: 'ws-2' }).expect(200);
    expect(body.workspace_id).toBe('ws-2');
    const permissions = ['apps:app-1:read', 'apps:ws-1:read', 'apps:workspaces/ws-2:read', 'apps:gone:read'];
    const policy = await team.alice.post(`${team.path}/policies`, { name: 'P', permissions }).expect(201);
    expect(policy.body.resolved_permissions).toMatchObject([
      { resource_id: 'app-1', resource_name: 'Store' },
      { resource_id: 'ws-1', resource_name: 'ws-1' },
      { resource_id: 'ws-2', resource_name: 'ws-2' },
      { resource_id: 'gone', resource_name: null },
    ]);
    const places = server.running.app.get<ContainersSource>(ContainersSource);
    const keys = ['app-1', 'gone'].map((id) => ({ type: 'apps', id }));
    const { containers } = await places.containersOf(team.orgId, [...keys, { type: 'workspaces', id: 'ws-1' }]);
    expect(containers).toEqual([[{ type: 'workspaces', id: 'ws-2' }], null, []]);
  });

  it('needs a name and a workspace where it is new, and says all mistakes in order', async () => {
    const team = await givenWorkspaces();
    const sent = { description: 5, attributes: [], extra: 1 };
    const { body } = await team.alice.put(at(team, '/apps/app-1'), sent).expect(422);
    expect(body.detail).toEqual([
      missing(['body', 'name'], sent),
      { type: 'string_type', loc: ['body', 'description'], msg: 'Input should be a valid string', input: 5 },
      missing(['body', 'workspace_id'], sent),
      valueError(['body', 'attributes'], 'must be an object', []),
      { type: 'extra_forbidden', loc: ['body', 'extra'], msg: 'Extra inputs are not permitted', input: 1 },
    ]);
  });

  it.each(['nothing', 'analytics', 'workspaces', 'policies', 'roles', 'Apps', 'constructor'])(
    'is refused for the type %s',
    async (type) => {
      const team = await givenWorkspaces();
      const unknown = valueError(['path', 'resource_type'], NOT_REGISTERED, type);
      const put = await team.alice.put(at(team, `/${type}/x`), { name: 5 }).expect(422);
      expect(put.body.detail).toEqual([
        unknown,
        { type: 'string_type', loc: ['body', 'name'], msg: 'Input should be a valid string', input: 5 },
      ]);
      expect((await team.alice.get(at(team, `/${type}/x`)).expect(422)).body.detail).toEqual([unknown]);
      expect((await team.alice.delete(at(team, `/${type}/x`)).expect(422)).body.detail).toEqual([unknown]);
    },
  );

  it('is refused an id that is none', async () => {
    const team = await givenWorkspaces();
    const reason = 'must be printable ASCII characters without spaces';
    const { body } = await team.alice.put(at(team, '/models/a%20b'), { name: 'Model' }).expect(422);
    expect(body.detail).toEqual([valueError(['path', 'resource_id'], reason, 'a b')]);
    const long = 'x'.repeat(256);
    const tooLong = await team.alice.put(at(team, `/models/${long}`), { name: 'Model' }).expect(422);
    expect(tooLong.body.detail).toMatchObject([{ type: 'string_too_long', loc: ['path', 'resource_id'] }]);
    for (const [spelled, id] of [
      ['a%20b', 'a b'],
      [long, long],
    ] as const) {
      expect((await team.alice.get(at(team, `/models/${spelled}`)).expect(404)).body).toEqual(notFound('models', id));
      await team.alice.delete(at(team, `/models/${spelled}`)).expect(404);
    }
  });

  it('is refused a workspace for what is in none, and an unknown one', async () => {
    const team = await givenWorkspaces('ws-1');
    const { body } = await team.alice.put(at(team, '/models/m'), { name: 'M', workspace_id: 'ws-1' }).expect(422);
    expect(body.detail).toEqual([valueError(['body', 'workspace_id'], NO_WORKSPACE, 'ws-1')]);
    const unknown = await team.alice.put(at(team, '/apps/a'), { name: 'A', workspace_id: 'ws-9' }).expect(404);
    expect(unknown.body).toEqual(notFound('workspaces', 'ws-9'));
    const late = team.alice.put(at(team, '/apps/a'), { name: 'A', workspace_id: 'ws-9' }).set('If-Match', '"x"');
    expect((await late).status).toBe(412);
  });

  it('is refused an id of a workspace, now or before', async () => {
    const team = await givenWorkspaces('ws-1', 'ws-2');
    await team.alice.delete(`/v1/orgs/${team.orgId}/workspaces/ws-2`).expect(204);
    for (const id of ['ws-1', 'ws-2']) {
      const { body } = await team.alice.put(at(team, `/models/${id}`), { name: 'M' }).expect(409);
      expect(body).toMatchObject({ error: 'CONFLICT', details: { reason: 'id_taken' } });
    }
  });

  it('asks for creation of what is new and for update of what is there', async () => {
    const team = await givenWorkspaces();
    await team.member('cora', await team.role({ permissions: ['resources:create'] }));
    await team.member('ulf', await team.role({ permissions: ['resources:models/m-1:update'] }));
    const refused = async (user: string, id: string, required_permission: string): Promise<void> => {
      const { body } = await server
        .as(user)
        .put(at(team, `/models/${id}`), { name: 'Other' })
        .expect(403);
      expect(body.details).toEqual(refusal('no-grant', { required_permission }));
    };
    await refused('ulf', 'm-1', 'resources:create');
    await refused('ulf', 'm-2', 'resources:create');
    await server.as('cora').put(at(team, '/models/m-1'), { name: 'Model' }).expect(201);
    await team.member('rita', await team.role({ permissions: ['resources:create', 'resources:models/m-1:read'] }));
    await refused('rita', 'm-1', 'resources:update');
    await server.as('ulf').put(at(team, '/models/m-1'), { name: 'Renamed' }).expect(200);
  });
});

describe('a resource that the caller may neither read nor update', () => {
  it('is like one that is not registered, but for the id that is taken', async () => {
    const team = await givenWorkspaces('ws-1', 'ws-2');
    await team.alice.put(at(team, '/apps/a-1'), { name: 'A', workspace_id: 'ws-1' }).expect(201);
    await team.alice.put(at(team, '/apps/mine'), { name: 'Mine', workspace_id: 'ws-2' }).expect(201);
    await team.member('ulf', await team.role({ permissions: ['resources:apps/mine:update'] }));
    const inWs2 = ['resources:ws-2:create', ...['read', 'write', 'manage', 'delete'].map((a) => `apps:ws-2:${a}`)];
    await team.member(
      'cora',
      await team.role({ permissions: [...inWs2, 'resources:*:delete', 'resources:ws-2:read'] }),
    );
    const bodies = [
      {},
      { name: 'B' },
      { name: 'B', workspace_id: 'ws-1' },
      { name: 'B', workspace_id: 'ws-9' },
      { x: 1 },
    ];
    for (const user of ['ulf', 'cora']) {
      for (const body of bodies) {
        for (const tag of ['', '"x"', '*']) {
          const told = async (id: string): Promise<string> => {
            const sent = server.as(user).put(at(team, `/apps/${id}`), body);
            const { status, body: answer } = await (tag === '' ? sent : sent.set('If-Match', tag));
            return JSON.stringify([status, answer])
              .replaceAll(id, 'ID')
              .replaceAll(/"timestamp":"[^"]*"/g, '');
          };
          expect(await told('a-1')).toEqual(await told('a-2'));
        }
      }
    }
    await server.as('cora').put(at(team, '/apps/a-1'), { name: 'B', workspace_id: 'ws-2' }).expect(403);
    const all = ['read', 'create', 'update', 'delete'].map((action) => `resources:ws-2:${action}`);
    await team.member('dora', await team.role({ permissions: [...inWs2, ...all] }));
    const { body } = await server
      .as('dora')
      .put(at(team, '/apps/a-1'), { name: 'B', workspace_id: 'ws-2' })
      .expect(409);
    expect(body.details).toEqual({ reason: 'id_taken' });
  });
});

describe('deleting a resource', () => {
  it('is under its tag, is audited, and its id is never given out again', async () => {
    const team = await givenWorkspaces();
    const { body: before, headers } = await team.alice.put(at(team, '/models/m'), { name: 'M' }).expect(201);
    await team.alice.delete(at(team, '/models/m')).set('If-Match', '"other"').expect(412);
    await team.alice
      .delete(at(team, '/models/m'))
      .set('If-Match', headers['etag'] as string)
      .expect(204);
    expect((await team.audit()).at(-1)).toMatchObject({ action: 'resource.delete', before, after: null });
    expect((await team.alice.get(at(team, '/models/m')).expect(404)).body).toEqual(notFound('models', 'm'));
    const again = await team.alice.put(at(team, '/models/m'), { name: 'M' }).expect(409);
    expect(again.body).toMatchObject({ message: 'The id is in use, or was', details: { reason: 'id_taken' } });
  });
});

describe('a list of resources', () => {
  it('shows one workspace, page by page, with a cursor for it alone', async () => {
    const team = await givenWorkspaces('ws-1', 'ws-2');
    for (const [id, workspace_id] of [
      ['b', 'ws-1'],
      ['a', 'ws-1'],
      ['Z', 'ws-1'],
      ['c', 'ws-2'],
    ] as const) {
      await team.alice.put(at(team, `/apps/${id}`), { name: `App ${id}`, workspace_id }).expect(201);
    }
    const list = `${at(team)}?limit=2&resource_type=apps&workspace_id=`;
    const first = (await team.alice.get(`${list}ws-1`).expect(200)).body;
    expect(first).toEqual({
      resources: ['Z', 'a'].map((id) => ({
        id,
        name: `App ${id}`,
        description: null,
        resource_type: 'apps',
        workspace_id: 'ws-1',
      })),
      has_more: true,
      next_cursor: expect.any(String),
    });
    const second = (await team.alice.get(`${list}ws-1&cursor=${first.next_cursor}`).expect(200)).body;
    expect([ids(second), second.has_more, second.next_cursor]).toEqual([['b'], false, null]);
    const elsewhere = await team.alice.get(`${list}ws-2&cursor=${first.next_cursor}`).expect(422);
    expect(elsewhere.body.detail).toMatchObject([{ type: 'value_error', loc: ['query', 'cursor'] }]);
  });

  it('is told all mistakes of its query at once', async () => {
    const team = await givenWorkspaces('ws-1');
    const detail = async (query: string): Promise<unknown> =>
      (await team.alice.get(`${at(team)}?${query}`).expect(422)).body.detail;
    expect(await detail('')).toEqual([missing(['query', 'resource_type'], {})]);
    expect(await detail('resource_type=')).toMatchObject([{ type: 'value_error', loc: ['query', 'resource_type'] }]);
    for (const type of ['nothing', 'analytics', 'members', '__proto__']) {
      const [found] = (await detail(`resource_type=${type}`)) as object[];
      expect(found).toEqual(valueError(['query', 'resource_type'], NOT_LISTED, type));
    }
    const asked = { resource_type: 'apps', limit: 'x', extra: '1' };
    expect(await detail('resource_type=apps&limit=x&extra=1')).toMatchObject([
      { type: 'int_parsing', loc: ['query', 'limit'] },
      missing(['query', 'workspace_id'], asked),
      { type: 'extra_forbidden', loc: ['query', 'extra'] },
    ]);
    for (const type of ['models', 'workspaces', 'policies', 'roles']) {
      const found = valueError(['query', 'workspace_id'], NO_WORKSPACE, 'ws-1');
      expect(await detail(`resource_type=${type}&workspace_id=ws-1`)).toEqual([found]);
    }
  });

  it('does not find an unknown workspace', async () => {
    const team = await givenWorkspaces();
    const { body } = await team.alice.get(`${at(team)}?resource_type=apps&workspace_id=ws-9`).expect(404);
    expect(body).toEqual(notFound('workspaces', 'ws-9'));
  });

  it('shows only what the caller may read, and a deny hides', async () => {
    const team = await givenWorkspaces();
    for (const id of ['m-1', 'm-2', 'm-3']) await team.alice.put(at(team, `/models/${id}`), { name: id }).expect(201);
    const some = await team.role({ permissions: ['resources:m-1:read', 'resources:models/m-3:read'] });
    const all = await team.role({ permissions: ['resources:read'] });
    const deny = await team.role({ permissions: ['resources:models/m-2:read'], effect: 'deny' });
    await team.member('bob', some);
    await team.member('dan', all, deny);
    for (const user of ['bob', 'dan']) {
      const { body } = await server
        .as(user)
        .get(`${at(team)}?resource_type=models`)
        .expect(200);
      expect(ids(body)).toEqual(['m-1', 'm-3']);
      await server.as(user).get(at(team, '/models/m-2')).expect(403);
      await server.as(user).get(at(team, '/models/m-3')).expect(200);
    }
  });

  it('shows workspaces, policies and roles to those who may also read these', async () => {
    const team = await givenWorkspaces('ws-1', 'ws-2');
    const list = (type: string): string => `${at(team)}?resource_type=${type}`;
    const { body } = await team.alice.get(`${list('workspaces')}&limit=1`).expect(200);
    expect(body).toEqual({
      resources: [{ id: 'ws-1', name: 'ws-1', description: null, resource_type: 'workspaces', workspace_id: null }],
      has_more: true,
      next_cursor: expect.any(String),
    });
    const rest = await team.alice.get(`${list('workspaces')}&cursor=${body.next_cursor}`).expect(200);
    expect(ids(rest.body)).toEqual(['ws-2']);
    expect(ids((await team.alice.get(list('policies'))).body)).toContain('pol-admin');
    expect(ids((await team.alice.get(list('roles'))).body)).toContain('rl-viewer');
    await team.member('bob', await team.role({ permissions: ['resources:read', 'roles:rl-viewer:read'] }));
    expect(ids((await server.as('bob').get(list('roles')).expect(200)).body)).toEqual(['rl-viewer']);
    for (const type of ['workspaces', 'policies']) {
      const refused = await server.as('bob').get(list(type)).expect(403);
      expect(refused.body.details).toEqual(refusal('no-grant', { required_permission: `${type}:read` }));
    }
  });
});

describe('a request about a resource', () => {
  it('is answered 401, then 403, then 404 or 422, then 412', async () => {
    const team = await givenWorkspaces('ws-1');
    await team.alice.put(at(team, '/models/m'), { name: 'M' }).expect(201);
    await team.member('bob');
    const put = (client = server.anonymous, body: object = { name: 5 }): Promise<number> =>
      client
        .put(at(team, '/models/m'), body)
        .set('If-Match', '"stale"')
        .then(({ status }) => status);
    expect(await put()).toBe(401);
    expect(await put(server.as('mallory'))).toBe(403);
    expect(await put(server.as('bob'))).toBe(403);
    expect(await put(team.alice)).toBe(422);
    expect(await put(team.alice, { name: 'N' })).toBe(412);
    expect((await team.alice.delete(at(team, '/models/n')).set('If-Match', '"stale"')).status).toBe(404);
  });
});

describe('a type that contains others', () => {
  it('shares its ids with nothing', async () => {
    const schema = defineSchema({
      types: {
        projects: { label: 'Projects', scope: 'org', listable: true, actions: { read: { label: 'Read' } } },
        tasks: {
          label: 'Tasks',
          scope: 'org',
          parent: 'projects',
          listable: true,
          actions: { read: { label: 'Read' } },
        },
      },
    });
    const own = await startTestServer({ schema });
    const team = await givenTeam(own);
    const put = (key: string): Promise<number> =>
      team.alice.put(at(team, key), { name: 'X' }).then(({ status }) => status);
    expect(await put('/tasks/a')).toBe(201);
    expect(await put('/projects/a')).toBe(409);
    expect(await put('/projects/b')).toBe(201);
    expect(await put('/tasks/b')).toBe(409);
    await team.alice.post(`/v1/orgs/${team.orgId}/workspaces`, { workspace_id: 'b', name: 'B' }).expect(409);
    await own.close();
  });
});
