import { startTestServer, type Client, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const APPS = ['read', 'write', 'manage', 'delete'].map((action) => `apps:ws-1:${action}`);

interface Stage extends Team {
  /** Who may register anything anywhere, and what else is given it. */
  readonly registrar: Client;
  readonly grant: (permissions: string[], effect?: 'allow' | 'deny') => Promise<void>;
}

async function givenStage(): Promise<Stage> {
  const team = await givenTeam(server);
  for (const workspace_id of ['ws-1', 'ws-2']) {
    await team.alice.post(`/v1/orgs/${team.orgId}/workspaces`, { workspace_id, name: workspace_id }).expect(201);
  }
  await team.member('reg', await team.role({ permissions: ['resources:*:*', 'workspaces:*:*'] }));
  const grant: Stage['grant'] = async (permissions, effect) => {
    await team.alice.put(`${team.path}/members/reg/roles/${await team.role({ permissions, effect })}`, {}).expect(200);
  };
  return { ...team, registrar: server.as('reg'), grant };
}

const missing = (answer: { status: number; body: any }): unknown => [answer.status, answer.body.details?.missing];

describe('registering a resource in a workspace', () => {
  it('takes every action of its type there', async () => {
    const { registrar, path, grant } = await givenStage();
    const register = () => registrar.put(`${path}/resources/apps/a-1`, { name: 'A', workspace_id: 'ws-1' });
    await grant(APPS.slice(0, 3));
    expect(missing(await register())).toEqual([403, ['apps:apps/a-1:delete']]);
    await grant(APPS.slice(3));
    await register().expect(201);
  });

  it('takes every action on its registry entry there', async () => {
    const { alice, member, role, path } = await givenStage();
    await member('rob', await role({ permissions: [...APPS, 'resources:ws-1:create'] }));
    const body = { name: 'A', workspace_id: 'ws-1' };
    const answer = await server.as('rob').put(`${path}/resources/apps/a-1`, body);
    expect(missing(answer)).toEqual([403, ['delete', 'read', 'update'].map((one) => `resources:apps/a-1:${one}`)]);
    await alice.put(`${path}/members/rob/roles/${await role({ permissions: ['resources:ws-1:*'] })}`, {}).expect(200);
    await server.as('rob').put(`${path}/resources/apps/a-1`, body).expect(201);
  });

  it('takes rights that last and that nothing denies', async () => {
    const { alice, registrar, path, grant, role } = await givenStage();
    const register = () => registrar.put(`${path}/resources/apps/a-1`, { name: 'A', workspace_id: 'ws-1' });
    const at = `${path}/members/reg/roles/${await role({ permissions: APPS })}`;
    await alice.put(at, { expires_at: new Date(Date.now() + 3_600_000).toISOString() }).expect(200);
    await register().expect(403);
    await alice.put(at, { expires_at: null }).expect(200);
    await grant(['apps:ws-1:delete'], 'deny');
    expect(missing(await register())).toEqual([403, ['apps:apps/a-1:delete']]);
  });

  it('of a type that is in nothing takes the right to register alone', async () => {
    const { registrar, path } = await givenStage();
    await registrar.put(`${path}/resources/models/m-1`, { name: 'M' }).expect(201);
  });
});

describe('moving a resource', () => {
  it('takes every action of its type and on its entry at both places', async () => {
    const { alice, registrar, path, grant } = await givenStage();
    await alice.put(`${path}/resources/apps/a-1`, { name: 'A', workspace_id: 'ws-1' }).expect(201);
    const move = () => registrar.put(`${path}/resources/apps/a-1`, { workspace_id: 'ws-2' });
    await grant(APPS);
    expect((await move()).status).toBe(403);
    await grant(APPS.map((text) => text.replace('ws-1', 'ws-2')));
    await move().expect(200);
  });

  it('gives nobody the update of an entry that its mover lacks', async () => {
    const { alice, path, role, member } = await givenStage();
    await alice.put(`${path}/resources/apps/a-1`, { name: 'A', workspace_id: 'ws-1' }).expect(201);
    await member('rob', await role({ permissions: ['apps:*:*', 'resources:*:update', 'resources:ws-2:delete'] }));
    const answer = await server.as('rob').put(`${path}/resources/apps/a-1`, { workspace_id: 'ws-2' });
    expect(answer.status).toBe(403);
    expect(answer.body.details.missing).toContain('resources:apps/a-1:delete');
  });
});

describe('making a workspace', () => {
  it('under an id that no scope names takes the right to make it alone', async () => {
    const { registrar, orgId } = await givenStage();
    await registrar.post(`/v1/orgs/${orgId}/workspaces`, { workspace_id: 'fresh', name: 'Fresh' }).expect(201);
    await registrar.post(`/v1/orgs/${orgId}/workspaces`, { name: 'Generated' }).expect(201);
  });

  it.each([
    ['a policy', async ({ role }: Stage) => void (await role({ permissions: ['apps:later:read'] }))],
    [
      'a typed scope of a policy',
      async ({ role }: Stage) => void (await role({ permissions: ['apps:workspaces/later:read'] })),
    ],
    [
      'an assignment',
      async ({ alice, path }: Stage) =>
        void (await alice.put(`${path}/members/reg/roles/rl-viewer`, { scope: 'later' }).expect(200)),
    ],
    [
      'a statement',
      async ({ alice, orgId }: Stage) =>
        void (await alice
          .post(`/organizations/${orgId}/roles`, {
            name: 'Stated',
            policies: [{ resources: ['apps:later'], actions: ['read'], effect: 'allow' }],
          })
          .expect(200)),
    ],
  ])('under an id that %s names takes everything in it', async (_, name) => {
    const stage = await givenStage();
    await name(stage);
    const body = { workspace_id: 'later', name: 'Later' };
    const answer = await stage.registrar.post(`/v1/orgs/${stage.orgId}/workspaces`, body).expect(403);
    expect(answer.body.details.reason).toBe('escalation');
    expect(answer.body.details.missing).toContain('apps:workspaces/later:write');
    await stage.alice.post(`/v1/orgs/${stage.orgId}/workspaces`, body).expect(201);
  });
});
