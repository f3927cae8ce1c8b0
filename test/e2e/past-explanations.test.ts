import { defineSchema } from '@castellan/core';
import { PastEntriesRepository } from '../../libs/nest/src/past/past-entries.repository';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
let team: Team;
beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  team = await givenTeam(server);
});
afterAll(() => server.close());

const explain = async (query: string, user = 'bob', status = 200): Promise<any> =>
  (await team.alice.get(`${team.path}/members/${user}/explain?${query}`).expect(status)).body;
const at = async (): Promise<string> => `at_revision=${await team.revisionText()}`;

describe('an explanation of the past', () => {
  it('is what the explanation was then, whatever was done since', async () => {
    const role = await team.role({ permissions: ['apps:*:read'] });
    await team.member('bob', role);
    const { missing: _, roles: __, ...now } = await explain('permission=apps:read');
    const then = await at();
    const { policy_ids } = (await team.alice.get(`${team.path}/roles/${role}`).expect(200)).body;
    await team.alice.put(`${team.path}/policies/${policy_ids[0]}`, { permissions: [] }).expect(200);
    await team.alice.delete(`${team.path}/roles/${role}`).expect(204);
    await team.alice.delete(`${team.path}/members/bob`).expect(204);
    expect(await explain(`permission=apps:read&${then}`)).toEqual({ ...now, undetermined: [] });
  });

  it('denies what was granted later', async () => {
    await team.member('bob');
    const then = await at();
    await team.member('bob', await team.role({ permissions: ['apps:*:read'] }));
    expect(await explain(`permission=apps:read&${then}`)).toMatchObject({ allowed: false, reason: 'no-grant' });
    expect(await explain(`permission=apps:read&${await at()}`)).toMatchObject({ allowed: true });
  });

  it('is of a time, too', async () => {
    const role = await team.role({ permissions: ['apps:*:read'] });
    await team.member('bob', role);
    await new Promise((passed) => setTimeout(passed, 20));
    const time = new Date().toISOString();
    await new Promise((passed) => setTimeout(passed, 20));
    await team.member('bob');
    expect(await explain(`permission=apps:read&at=${time}`)).toMatchObject({ allowed: true });
    expect(await explain('permission=apps:read')).toMatchObject({ allowed: false });
  });

  it('counts an assignment until it expired', async () => {
    const role = await team.role({ permissions: ['apps:*:read'] });
    await team.member('bob');
    const expires_at = new Date(Date.now() + 1_000).toISOString();
    await team.alice.put(`${team.path}/members/bob/roles/${role}`, { expires_at }).expect(200);
    const then = await at();
    await new Promise((passed) => setTimeout(passed, 1_100));
    expect(await explain(`permission=apps:read&${then}`)).toMatchObject({ allowed: true });
    expect(await explain(`permission=apps:read&at=${new Date().toISOString()}`)).toMatchObject({ allowed: false });
  });

  it('knows the workspace in which a resource was', async () => {
    for (const workspace_id of ['ws-1', 'ws-2']) {
      await team.alice.post(`/v1/orgs/${team.orgId}/workspaces`, { workspace_id, name: workspace_id }).expect(201);
    }
    await team.alice.put(`${team.path}/resources/apps/app-1`, { name: 'App', workspace_id: 'ws-1' }).expect(201);
    await team.member('bob', await team.role({ permissions: ['apps:ws-1:read'] }));
    const then = await at();
    await team.alice.put(`${team.path}/resources/apps/app-1`, { workspace_id: 'ws-2' }).expect(200);
    const asked = 'permission=apps:read&resource_id=app-1';
    expect([(await explain(`${asked}&${then}`)).allowed, (await explain(asked)).allowed]).toEqual([true, false]);
  });

  it('is denied to a member who was suspended then', async () => {
    await team.member('bob', 'rl-admin');
    await team.alice.put(`${team.path}/members/bob`, { status: 'suspended' }).expect(200);
    const then = await at();
    await team.alice.put(`${team.path}/members/bob`, { status: 'active' }).expect(200);
    expect(await explain(`permission=apps:read&${then}`)).toMatchObject({ allowed: false, reason: 'suspended' });
  });

  it('does not exist for a user who was no member then', async () => {
    const then = await at();
    await team.member('bob');
    await explain(`permission=apps:read&${then}`, 'bob', 404);
  });

  it.each([
    ['a time beside a revision', () => `at=${new Date().toISOString()}&at_revision=1.1`],
    ['a time that is still to come', () => `at=${new Date(Date.now() + 60_000).toISOString()}`],
  ])('is not asked for with %s', async (_, query) => {
    await explain(`permission=apps:read&${query()}`, 'alice', 422);
  });

  it('is not about an entry of the registry, as an explanation of now', async () => {
    const asked = 'permission=resources:read&resource_id=m-1';
    const now = await explain(asked, 'alice', 422);
    expect(await explain(`${asked}&${await at()}`, 'alice', 422)).toEqual(now);
  });

  it('requires the right to read the log, also about oneself', async () => {
    await team.member('bob', await team.role({ permissions: ['members:*:check'] }));
    const path = `${team.path}/members/bob/explain?permission=apps:read&${await at()}`;
    const { body } = await server.as('bob').get(path).expect(403);
    expect(body.details.required_permission).toBe('audit:read');
  });

  it('reads one entry of the log for each object, however much was done to it', async () => {
    const role = await team.role({ permissions: ['apps:*:read'] });
    await team.member('bob', role);
    for (let step = 0; step < 20; step++) {
      await team.alice.put(`${team.path}/roles/${role}`, { description: `${step}` }).expect(200);
    }
    const read: number[] = [];
    const manager = server.running.app.get(PastEntriesRepository);
    const states = jest.spyOn(manager, 'states');
    await explain(`permission=apps:read&${await at()}`);
    for (const result of states.mock.results) read.push((await result.value).length);
    expect(read).toEqual([1, 1, 1]);
    states.mockRestore();
  });
});

describe('an explanation of the past, where something contains what the registry does not know', () => {
  const actions = { read: { label: 'Read' } };
  const schema = defineSchema({
    types: {
      projects: { label: 'Projects', scope: 'org', listable: true, actions },
      tasks: { label: 'Tasks', scope: 'org', parent: 'projects', listable: true, actions },
    },
  });
  let other: TestServer;
  beforeAll(async () => {
    other = await startTestServer({ schema });
  });
  afterAll(() => other.close());

  it('does not overlook a deny, as an explanation of now', async () => {
    const { alice, path, role, member, revisionText } = await givenTeam(other);
    await alice.put(`${path}/resources/tasks/t-1`, { name: 'Task' }).expect(201);
    const denied = await role({ permissions: ['tasks:projects/p-1:read'], effect: 'deny' });
    await member('bob', await role({ permissions: ['tasks:read'] }), denied);
    const asked = `${path}/members/bob/explain?permission=tasks:read&resource_id=t-1`;
    const { body: now } = await alice.get(asked).expect(200);
    const { body: then } = await alice.get(`${asked}&at_revision=${await revisionText()}`).expect(200);
    expect([then.reason, then.allowed]).toEqual(['context-missing', false]);
    expect([then.reason, then.could_deny]).toEqual([now.reason, now.could_deny]);
  });
});
