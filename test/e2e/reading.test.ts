import { OPERATOR, startTestServer, type Client, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** A member with these permissions, without those. */
async function givenReader(team: Team, permissions: string[], denied: string[] = []): Promise<Client> {
  const roles = [await team.role({ permissions })];
  if (denied.length > 0) roles.push(await team.role({ permissions: denied, effect: 'deny' }));
  await team.member('rita', ...roles);
  return server.as('rita');
}

const made = async (team: Team, kind: string, body: object): Promise<any> =>
  (await team.alice.post(`${team.path}/${kind}`, body).expect(201)).body;

describe('who may update an object', () => {
  const kinds: Array<[string, (team: Team) => Promise<string>, object]> = [
    [
      'policies',
      async (team) =>
        `${team.path}/policies/${(await made(team, 'policies', { name: 'P', permissions: [] })).policy_id}`,
      { description: 'New' },
    ],
    [
      'roles',
      async (team) => `${team.path}/roles/${(await made(team, 'roles', { name: 'R' })).role_id}`,
      { description: 'New' },
    ],
    [
      'workspaces',
      async (team) => {
        const path = `/v1/orgs/${team.orgId}/workspaces`;
        await team.alice.post(path, { workspace_id: 'ws-1', name: 'One' }).expect(201);
        return `${path}/ws-1`;
      },
      { description: 'New' },
    ],
    [
      'resources',
      async (team) => {
        const path = `${team.path}/resources/models/m-1`;
        await team.alice.put(path, { name: 'Model' }).expect(201);
        return path;
      },
      { description: 'New' },
    ],
    ['orgs', async (team) => `/v1/orgs/${team.orgId}`, { name: 'New' }],
  ];

  it.each(kinds)('may read it: %s', async (type, given, body) => {
    const team = await givenTeam(server);
    const path = await given(team);
    const rita = await givenReader(team, [`${type}:update`]);
    const { headers } = await rita.get(path).expect(200);
    const { body: answer } = await rita
      .put(path, body)
      .set('If-Match', headers['etag'] as string)
      .expect(200);
    expect(answer).toMatchObject(body);
    expect(answer.created_by).toBeNull();
    expect((await team.alice.get(path)).headers['etag']).toBe((await rita.get(path)).headers['etag']);
  });

  it.each(kinds)('is told the id and the revision alone under a deny on reading: %s', async (type, given, body) => {
    const team = await givenTeam(server);
    const path = await given(team);
    const rita = await givenReader(team, [`${type}:update`], [`${type}:read`]);
    await rita.get(path).expect(403);
    const answer = await rita.put(path, body).expect(200);
    const id = decodeURIComponent(path.split('/').at(-1) as string);
    expect(answer.body).toEqual({ id, revision: await team.revision() });
    expect(answer.headers['etag']).toBeUndefined();
    expect((await team.alice.get(path)).body).toMatchObject(body);
  });

  it('is told as much on the second face', async () => {
    const team = await givenTeam(server);
    const { role_id } = await made(team, 'roles', { name: 'R' });
    const rita = await givenReader(team, ['roles:update'], ['roles:read']);
    const { body } = await rita
      .put(`/organizations/${team.orgId}/roles/${role_id}`, { description: 'New' })
      .expect(200);
    expect(body).toEqual({ data: { id: role_id, revision: await team.revision() } });
  });

  it('is shown what it creates', async () => {
    const team = await givenTeam(server);
    const rita = await givenReader(team, ['policies:create'], ['policies:read']);
    const { body } = await rita.post(`${team.path}/policies`, { name: 'Mine', permissions: [] }).expect(201);
    expect(body).toMatchObject({ name: 'Mine', created_by: 'rita' });
  });
});

describe('what is shown of another object', () => {
  it('is not the name of a resource in a policy, unless the reader may read the resource', async () => {
    const team = await givenTeam(server);
    for (const ws of ['ws-1', 'ws-2']) {
      await team.alice
        .post(`/v1/orgs/${team.orgId}/workspaces`, { workspace_id: ws, name: `Name of ${ws}` })
        .expect(201);
      const app = { name: `App in ${ws}`, workspace_id: ws };
      await team.alice.put(`${team.path}/resources/apps/app-${ws}`, app).expect(201);
    }
    const permissions = ['apps:app-ws-1:read', 'apps:app-ws-2:read', 'apps:ws-1:read', 'apps:ws-2:read'];
    const { policy_id } = await made(team, 'policies', { name: 'P', permissions });
    const names = async (...rights: string[]): Promise<Array<string | null>> => {
      const rita = await givenReader(team, ['policies:read', ...rights]);
      const { body } = await rita.get(`${team.path}/policies/${policy_id}`).expect(200);
      return body.resolved_permissions.map(({ resource_name }: any) => resource_name);
    };
    expect(await names()).toEqual([null, null, null, null]);
    expect(await names('resources:ws-1:read')).toEqual(['App in ws-1', null, null, null]);
    expect(await names('workspaces:ws-2:read')).toEqual([null, null, null, 'Name of ws-2']);
    expect(await names('resources:read', 'workspaces:read')).not.toContain(null);
  });

  it('is not a policy of a role that the reader may not read, but is what the role itself grants', async () => {
    const team = await givenTeam(server);
    const { policy_id } = await made(team, 'policies', { name: 'Shared', permissions: ['apps:read'] });
    const own = { name: 'Both', policies: [{ resources: ['tools'], actions: ['read'], effect: 'allow' }] };
    const { id } = (await team.alice.post(`/organizations/${team.orgId}/roles`, own).expect(200)).body.data;
    const { policy_ids } = (await team.alice.get(`${team.path}/roles/${id}`)).body;
    await team.alice.put(`${team.path}/roles/${id}`, { policy_ids: [...policy_ids, policy_id] }).expect(200);
    const rita = await givenReader(team, ['roles:read']);
    const { body } = await rita.get(`${team.path}/roles/${id}`).expect(200);
    expect(body.policy_ids).toEqual([...policy_ids, policy_id]);
    expect(body.policies.map((policy: any) => policy.policy_id)).toEqual(policy_ids);
    const { body: page } = await rita.get(`${team.path}/roles`).expect(200);
    expect(JSON.stringify(page)).not.toContain('Shared');
  });

  it('is no creator, unless the reader may read members, and on the second face an empty text', async () => {
    const team = await givenTeam(server);
    const { role_id } = await made(team, 'roles', { name: 'R' });
    const creators = async (rita: Client): Promise<unknown[]> => [
      (await rita.get(`${team.path}/roles/${role_id}`).expect(200)).body.created_by,
      (await rita.get(`/organizations/${team.orgId}/roles/${role_id}`).expect(200)).body.data.createdBy,
      (await rita.get(`/organizations/${team.orgId}/roles/rl-admin`).expect(200)).body.data.createdBy,
    ];
    expect(await creators(await givenReader(team, ['roles:read']))).toEqual([null, '', 'system']);
    expect(await creators(await givenReader(team, ['roles:read', 'members:alice:read']))).toEqual([
      'alice',
      'alice',
      'system',
    ]);
  });

  it('is no role of a member that the reader may not read, and all of one’s own', async () => {
    const team = await givenTeam(server);
    const role = await team.role();
    await team.member('bob', role);
    const rita = await givenReader(team, ['members:read']);
    const { body } = await rita.get(`${team.path}/members/bob`).expect(200);
    expect(body).toMatchObject({ role_ids: [role], roles_detail: [], permissions: ['apps:*:read'] });
    expect((await rita.get(`${team.path}/me`).expect(200)).body.roles_detail).toHaveLength(1);
    await givenReader(team, ['members:read', `roles:${role}:read`]);
    expect((await rita.get(`${team.path}/members/bob`).expect(200)).body.roles_detail).toMatchObject([
      { role_id: role },
    ]);
  });
});

describe('a conflict', () => {
  it('names the other object only to who may read it', async () => {
    const team = await givenTeam(server);
    const policy = (await made(team, 'policies', { name: 'Taken', permissions: [] })).policy_id;
    const role = (await made(team, 'roles', { name: 'Taken' })).role_id;
    const spaces = `/v1/orgs/${team.orgId}/workspaces`;
    await team.alice.post(spaces, { name: 'Taken', workspace_id: 'ws-1' }).expect(201);
    const conflicts = async (...rights: string[]): Promise<unknown[]> => {
      const rita = await givenReader(team, ['policies:create', 'roles:create', 'workspaces:create', ...rights]);
      const told = async (path: string, more: object = {}): Promise<unknown> =>
        (await rita.post(path, { name: 'taken', ...more }).expect(409)).body.details;
      return [
        await told(`${team.path}/policies`, { permissions: [] }),
        await told(`${team.path}/roles`),
        await told(spaces),
      ];
    };
    const reason = 'name_taken';
    expect(await conflicts()).toEqual([{ reason }, { reason }, { reason }]);
    expect(await conflicts(`policies:${policy}:read`, 'roles:read', 'workspaces:ws-1:update')).toEqual([
      { reason, existing_id: policy },
      { reason, existing_id: role },
      { reason, existing_id: 'ws-1' },
    ]);
  });

  it('names the role that owns a policy only to who may read it', async () => {
    const team = await givenTeam(server);
    const own = { name: 'Owner', policies: [{ resources: ['tools'], actions: ['read'], effect: 'allow' }] };
    const { id } = (await team.alice.post(`/organizations/${team.orgId}/roles`, own).expect(200)).body.data;
    const [policy] = (await team.alice.get(`${team.path}/roles/${id}`)).body.policy_ids;
    const change = async (...rights: string[]): Promise<unknown> => {
      const rita = await givenReader(team, ['policies:update', 'tools:*', ...rights]);
      return (await rita.put(`${team.path}/policies/${policy}`, { name: 'Other' }).expect(409)).body.details;
    };
    expect(await change()).toEqual({ reason: 'owned' });
    expect(await change('roles:read')).toEqual({ reason: 'owned', role_id: id });
  });
});

describe('who changes members without members:read', () => {
  it('is told the status, and what it wrote', async () => {
    const team = await givenTeam(server);
    const role = await team.role();
    await team.member('bob', await team.role({ permissions: ['apps:read'] }));
    const rita = await givenReader(team, ['members:assign', 'apps:*']);
    const bob = `${team.path}/members/bob`;
    const status = await rita.put(bob, { status: 'suspended' }).expect(200);
    expect(status.body).toEqual({ user_id: 'bob', status: 'suspended' });
    await rita.put(bob, { status: 'active' }).expect(200);
    const given = await rita.put(`${bob}/roles/${role}`, { scope: 'ws-1' }).expect(200);
    expect(given.body).toEqual({ user_id: 'bob', status: 'active', role_id: role, scope: 'ws-1' });
    await rita.get(bob).expect(403);
    await rita.put(`${team.path}/members/rita/roles/${role}`, {}).expect(200);
    expect((await rita.get(`${team.path}/me`)).body.role_ids).toContain(role);
  });
});

describe('a platform admin who is not a member', () => {
  it('reads an organisation and changes its name, and nothing else', async () => {
    const team = await givenTeam(server);
    const operator = server.as(OPERATOR);
    const path = `/v1/orgs/${team.orgId}`;
    const shown = await operator.get(path).expect(200);
    expect(shown.body).toMatchObject({ org_id: team.orgId, created_by: OPERATOR });
    expect(shown.headers['castellan-revision']).toBeUndefined();
    expect((await operator.put(path, { name: 'Renamed' }).expect(200)).body.name).toBe('Renamed');
    const sso = { issuer: 'https://issuer.example', claim: 'tenant', value: 'x' };
    const refused = await operator.put(path, { sso_connection: sso }).expect(403);
    expect(refused.body.details).toMatchObject({ required_permission: 'orgs:update', reason: 'not-a-member' });
    for (const other of [`${path}/workspaces`, `${team.path}/roles`, `${team.path}/members`, `${team.path}/me`]) {
      await operator.get(other).expect(403);
    }
    await operator.get('/v1/orgs/no-such-organisation').expect(404);
    await server.as('mallory').get(path).expect(403);
  });

  it('who is a member needs a right like any other', async () => {
    const team = await givenTeam(server);
    await team.member(OPERATOR);
    await server.as(OPERATOR).get(`/v1/orgs/${team.orgId}`).expect(403);
  });
});
