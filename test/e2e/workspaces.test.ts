import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { forbidden } from './answers';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const at = (team: Team, id = ''): string => `/v1/orgs/${team.orgId}/workspaces${id === '' ? '' : `/${id}`}`;
const make = async (team: Team, workspace_id: string, name = workspace_id): Promise<any> =>
  (await team.alice.post(at(team), { workspace_id, name }).expect(201)).body;
const error = (status_code: number, code: string, message: string, details: object): object => ({
  error: code,
  message,
  details,
  timestamp: TIME,
  status_code,
});
const conflict = (message: string, details: object): object => error(409, 'CONFLICT', message, details);

describe('making a workspace', () => {
  it('answers it whole, with its tag, and audits it', async () => {
    const team = await givenTeam(server);
    const { body, headers } = await team.alice
      .post(at(team), { workspace_id: 'auth0|ws@1', name: 'Payments', description: 'Money' })
      .expect(201);
    expect(body).toEqual({
      workspace_id: 'auth0|ws@1',
      org_id: team.orgId,
      name: 'Payments',
      description: 'Money',
      created_at: TIME,
      updated_at: TIME,
      created_by: 'alice',
      managed_by: null,
    });
    const shown = await team.alice.get(at(team, encodeURIComponent('auth0|ws@1'))).expect(200);
    expect([shown.body, shown.headers['etag']]).toEqual([body, headers['etag']]);
    expect((await team.audit()).at(-1)).toMatchObject({
      action: 'workspace.create',
      target: { type: 'workspaces', id: 'auth0|ws@1' },
      before: null,
      after: body,
    });
  });

  it('makes an id where none is given', async () => {
    const team = await givenTeam(server);
    const { body } = await team.alice.post(at(team), { name: 'Payments' }).expect(201);
    expect(body).toMatchObject({ workspace_id: expect.stringMatching(/^ws-[0-9a-z]{26}$/), description: null });
  });

  it('is refused a name that is taken in another spelling', async () => {
    const team = await givenTeam(server);
    await make(team, 'ws-1', 'Straße');
    const { body } = await team.alice.post(at(team), { name: 'STRASSE' }).expect(409);
    expect(body).toEqual(conflict('Another workspace has this name', { reason: 'name_taken', existing_id: 'ws-1' }));
  });

  it('is refused an id that is in use, or was, by anything', async () => {
    const team = await givenTeam(server);
    const taken = conflict('The id is in use, or was', { reason: 'id_taken' });
    await make(team, 'ws-1');
    await team.alice.put(`${team.path}/resources/apps/app-1`, { name: 'App', workspace_id: 'ws-1' }).expect(201);
    for (const workspace_id of ['ws-1', 'app-1']) {
      const { body } = await team.alice.post(at(team), { workspace_id, name: 'Other' }).expect(409);
      expect(body).toEqual(taken);
    }
    await team.alice.delete(`${team.path}/resources/apps/app-1`).expect(204);
    await team.alice.delete(at(team, 'ws-1')).expect(204);
    for (const workspace_id of ['ws-1', 'app-1']) {
      const { body } = await team.alice.post(at(team), { workspace_id, name: 'Other' }).expect(409);
      expect(body).toEqual(taken);
    }
  });

  it('is told all mistakes of its body at once', async () => {
    const team = await givenTeam(server);
    const { body } = await team.alice.post(at(team), { workspace_id: 'a b', description: 5, extra: 1 }).expect(422);
    const printable = 'must be printable ASCII characters without spaces';
    expect(body.detail).toEqual([
      {
        type: 'value_error',
        loc: ['body', 'workspace_id'],
        msg: `Value error, ${printable}`,
        input: 'a b',
        ctx: { reason: printable },
      },
      {
        type: 'missing',
        loc: ['body', 'name'],
        msg: 'Field required',
        input: { workspace_id: 'a b', description: 5, extra: 1 },
      },
      { type: 'string_type', loc: ['body', 'description'], msg: 'Input should be a valid string', input: 5 },
      { type: 'extra_forbidden', loc: ['body', 'extra'], msg: 'Extra inputs are not permitted', input: 1 },
    ]);
  });

  it('lets one of two win that come at the same time', async () => {
    const team = await givenTeam(server);
    await team.member('anna', 'rl-admin');
    const tries = ['alice', 'anna'].map((user) => server.as(user).post(at(team), { workspace_id: 'ws-1', name: user }));
    expect((await Promise.all(tries)).map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});

describe('a list of workspaces', () => {
  it('goes from page to page by id, and its cursor is good for nothing else', async () => {
    const team = await givenTeam(server);
    for (const id of ['b', 'C', 'a']) await make(team, id);
    const first = (await team.alice.get(`${at(team)}?limit=2`).expect(200)).body;
    expect(first).toMatchObject({
      total: 3,
      has_more: true,
      workspaces: [{ workspace_id: 'C' }, { workspace_id: 'a' }],
    });
    const cursor = first.next_cursor as string;
    const second = (await team.alice.get(`${at(team)}?limit=2&cursor=${cursor}`).expect(200)).body;
    expect(second).toMatchObject({ total: 3, has_more: false, next_cursor: null, workspaces: [{ workspace_id: 'b' }] });
    const changed = cursor.slice(0, -1) + (cursor.endsWith('A') ? 'B' : 'A');
    for (const path of [`${at(team)}?cursor=${changed}`, `${team.path}/policies?cursor=${cursor}`]) {
      const { body } = await team.alice.get(path).expect(422);
      expect(body.detail).toMatchObject([{ type: 'value_error', loc: ['query', 'cursor'] }]);
    }
  });

  it('shows only what the caller may read, and its total agrees', async () => {
    const team = await givenTeam(server);
    for (const id of ['ws-1', 'ws-2', 'ws-3']) await make(team, id);
    await team.member('bob', await team.role({ permissions: ['workspaces:ws-1:read', 'workspaces:ws-3:read'] }));
    const { body } = await server.as('bob').get(at(team)).expect(200);
    expect(body).toMatchObject({ total: 2, workspaces: [{ workspace_id: 'ws-1' }, { workspace_id: 'ws-3' }] });
    await server.as('bob').get(at(team, 'ws-3')).expect(200);
    await server.as('bob').get(at(team, 'ws-2')).expect(403);
  });
});

describe('changing a workspace', () => {
  it('changes what the body names, under the tag that was read', async () => {
    const team = await givenTeam(server);
    await team.alice.post(at(team), { workspace_id: 'ws-1', name: 'One', description: 'First' }).expect(201);
    const { headers, body: before } = await team.alice.get(at(team, 'ws-1')).expect(200);
    const tag = headers['etag'] as string;
    const { body } = await team.alice.put(at(team, 'ws-1'), { name: 'Uno' }).set('If-Match', tag).expect(200);
    expect(body).toMatchObject({ name: 'Uno', description: 'First', created_at: before.created_at });
    const late = await team.alice.put(at(team, 'ws-1'), { name: 'Eins' }).set('If-Match', tag).expect(412);
    expect(late.body).toEqual(error(412, 'PRECONDITION_FAILED', 'The resource has changed since it was read', {}));
    expect((await team.audit()).at(-1)).toMatchObject({ action: 'workspace.update', before, after: body });
  });

  it('of nothing is no change', async () => {
    const team = await givenTeam(server);
    await make(team, 'ws-1');
    const revision = await team.revision();
    await team.alice.put(at(team, 'ws-1'), { name: 'ws-1' }).expect(200);
    await team.alice.put(at(team, 'ws-1'), {}).expect(200);
    expect(await team.revision()).toBe(revision);
  });

  it('is refused a name of another, and may change its own spelling', async () => {
    const team = await givenTeam(server);
    await make(team, 'ws-1', 'One');
    await make(team, 'ws-2', 'Two');
    const { body } = await team.alice.put(at(team, 'ws-2'), { name: 'one' }).expect(409);
    expect(body.details).toEqual({ reason: 'name_taken', existing_id: 'ws-1' });
    await team.alice.put(at(team, 'ws-1'), { name: 'ONE' }).expect(200);
  });
});

describe('deleting a workspace', () => {
  it('is refused while it has resources', async () => {
    const team = await givenTeam(server);
    await make(team, 'ws-1');
    await team.alice.put(`${team.path}/resources/apps/app-1`, { name: 'App', workspace_id: 'ws-1' }).expect(201);
    const { body } = await team.alice.delete(at(team, 'ws-1')).expect(409);
    expect(body).toEqual(conflict('The workspace still has resources', { reason: 'not_empty' }));
  });

  it('frees its name, and not its id', async () => {
    const team = await givenTeam(server);
    const before = await make(team, 'ws-1', 'One');
    await team.alice.delete(at(team, 'ws-1')).set('If-Match', '"other"').expect(412);
    await team.alice.delete(at(team, 'ws-1')).expect(204);
    expect((await team.audit()).at(-1)).toMatchObject({ action: 'workspace.delete', before, after: null });
    const gone = await team.alice.get(at(team, 'ws-1')).expect(404);
    expect(gone.body).toEqual(
      error(404, 'RESOURCE_NOT_FOUND', 'The requested resource was not found', {
        resource_type: 'workspaces',
        resource_id: 'ws-1',
      }),
    );
    expect((await team.alice.get(at(team)).expect(200)).body.total).toBe(0);
    await make(team, 'ws-2', 'One');
  });
});

describe('a request about a workspace', () => {
  it('is answered 401, then 403, then 404, then 422, then 412, then 409', async () => {
    const team = await givenTeam(server);
    await make(team, 'ws-1', 'One');
    await make(team, 'ws-2', 'Two');
    await team.member('bob');
    const put = (user: string | null, id: string, body: object): Promise<number> =>
      (user === null ? server.anonymous : server.as(user))
        .put(at(team, id), body)
        .set('If-Match', '"stale"')
        .then(({ status }) => status);
    const wrong = { name: 5 };
    expect(await put(null, 'ws-9', wrong)).toBe(401);
    expect(await put('bob', 'ws-9', wrong)).toBe(403);
    expect(await put('alice', 'ws-9', wrong)).toBe(404);
    expect(await put('alice', 'ws-1', wrong)).toBe(422);
    expect(await put('alice', 'ws-1', { name: 'Two' })).toBe(412);
    expect((await team.alice.put(at(team, 'ws-1'), { name: 'Two' })).status).toBe(409);
  });

  it('of a stranger is the same 403 whether or not the organisation exists', async () => {
    const team = await givenTeam(server);
    const { body } = await server.as('mallory').get(at(team)).expect(403);
    expect(body).toEqual(forbidden('not-a-member', { required_permission: 'workspaces:read' }));
    const missing = await server.as('mallory').get('/v1/orgs/nowhere/workspaces').expect(403);
    expect({ ...missing.body, timestamp: 0 }).toEqual({ ...body, timestamp: 0 });
  });

  it('does not find a workspace of another organisation', async () => {
    const [team, other] = [await givenTeam(server), await givenTeam(server)];
    await make(other, 'ws-1');
    await team.alice.get(at(team, 'ws-1')).expect(404);
    await make(team, 'ws-1');
  });
});
