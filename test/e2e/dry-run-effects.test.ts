import type { Response } from 'supertest';
import { EffectsReader } from '../../libs/nest/src/changes/rehearsal';
import { OPERATOR, startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** What a change would do, tried by a user; the change is one of the organisation's face 1. */
async function tried(
  team: Team,
  method: 'post' | 'put' | 'delete',
  path: string,
  body?: object,
  user = 'alice',
): Promise<any> {
  const client = server.as(user);
  const url = `${team.path}/${path}${path.includes('?') ? '&' : '?'}dry_run=true`;
  const answer: Response = await (method === 'delete' ? client.delete(url) : client[method](url, body)).expect(200);
  return answer.body;
}

const policyOf = async (team: Team, role: string): Promise<string> =>
  (await team.alice.get(`${team.path}/roles/${role}`).expect(200)).body.policy_ids[0];

const many = async (team: Team, total: number, ...role_ids: string[]): Promise<void> => {
  const members = Array.from({ length: total }, (_, at) => ({ user_id: `user-${at}`, role_ids }));
  await team.alice.post(`${team.path}/members/batch`, { members }).expect(200);
};

const permissions = (rows: any[]): string[] => rows.map(({ permission }) => permission);

describe('the dry run of a deny', () => {
  it('shows the rights that it takes away and gives back, never the deny itself', async () => {
    const team = await givenTeam(server);
    const deny = await team.role({ effect: 'deny', permissions: ['secrets:*:*'] });
    await team.member('bob', await team.role({ permissions: ['secrets:*:read', 'apps:*:read'] }), deny);
    await team.member('carol', deny);
    const removed = await tried(team, 'delete', `roles/${deny}`);
    expect(removed).toMatchObject({
      gained_total: 1,
      lost_total: 0,
      members_total: 1,
      gained: [{ user_id: 'bob', permission: 'secrets:*:read' }],
      lost: [],
    });
    const body = { effect: 'allow' };
    const turned = await tried(team, 'put', `policies/${await policyOf(team, deny)}`, body);
    expect(turned.gained).toEqual([
      { user_id: 'bob', permission: 'secrets:*:*' },
      { user_id: 'bob', permission: 'secrets:*:read' },
      { user_id: 'carol', permission: 'secrets:*:*' },
    ]);
  });

  it('shows what a deny in a workspace takes from a wide allow', async () => {
    const team = await givenTeam(server);
    const deny = await team.role({ effect: 'deny', permissions: ['*:*:*'] });
    await team.member('bob', await team.role({ permissions: ['apps:*:manage', 'models:read'] }));
    const given = await tried(team, 'put', `members/bob/roles/${deny}`, { scope: 'ws-1' });
    expect(permissions(given.lost)).toEqual(['apps:ws-1:manage', 'models:ws-1:read']);
    expect(given.gained).toEqual([]);
  });

  it('shows nothing where another deny still holds, or where another role still gives the right', async () => {
    const team = await givenTeam(server);
    const [one, other] = [await team.role({ effect: 'deny' }), await team.role({ effect: 'deny' })];
    await team.member('bob', await team.role(), await team.role({ permissions: ['apps:*:*'] }), one, other);
    const taken = await tried(team, 'delete', `members/bob/roles/${one}`);
    expect(taken).toMatchObject({ gained: [], lost: [], members_total: 0 });
    const reading = await team.role();
    await team.member('carol', reading, await team.role({ permissions: ['*:*:*'] }));
    expect(await tried(team, 'delete', `members/carol/roles/${reading}`)).toMatchObject({ lost: [], lost_total: 0 });
  });
});

describe('the totals of a dry run', () => {
  it('are exact beside 1,000 rows of each kind, and losses are not hidden behind gains', async () => {
    const team = await givenTeam(server);
    const role = await team.role({ permissions: ['apps:read', 'apps:write', 'models:read'] });
    await many(team, 600, role);
    const path = `policies/${await policyOf(team, role)}`;
    const found = await tried(team, 'put', path, { permissions: ['tools:read', 'tools:write', 'models:read'] });
    expect(found).toMatchObject({ gained_total: 1200, lost_total: 1200, members_total: 600, totals_capped: false });
    expect([found.gained.length, found.lost.length, found.truncated]).toEqual([1000, 1000, true]);
    expect(found.by_permission).toEqual([
      { permission: 'apps:*:read', gained: 0, lost: 600 },
      { permission: 'apps:*:write', gained: 0, lost: 600 },
      { permission: 'tools:*:read', gained: 600, lost: 0 },
      { permission: 'tools:*:write', gained: 600, lost: 0 },
    ]);
  });

  it('say whether the caller is among the members, and who could still repair the organisation', async () => {
    const team = await givenTeam(server);
    const role = await team.role();
    for (const user of ['anna', 'ben']) await team.member(user, 'rl-admin', role);
    const gone = await tried(team, 'delete', `roles/${role}`, undefined, 'anna');
    expect(gone).toMatchObject({ includes_you: false, members_total: 0, repairers: 3 });
    const left = await tried(team, 'post', 'members', { user_id: 'anna', role_ids: [] }, 'anna');
    expect(left).toMatchObject({ includes_you: true, members_total: 1, repairers: 2 });
    expect(permissions(left.lost)).toEqual(['*:*:*', 'apps:*:read']);
    const refused = await tried(team, 'put', 'roles/rl-admin', { name: 'Boss' });
    expect(refused).toMatchObject({ would_succeed: false, includes_you: false, repairers: null, gained_total: 0 });
  });

  it('count up to ten who could repair it', async () => {
    const team = await givenTeam(server);
    await many(team, 12, 'rl-admin');
    expect((await tried(team, 'post', 'policies', { name: 'New', permissions: [] })).repairers).toBe(10);
  });

  it('are of one state when another change comes in between', async () => {
    const team = await givenTeam(server);
    const [one, other] = [await team.role(), await team.role({ permissions: ['models:read'] })];
    await many(team, 40, one);
    for (let at = 0; at < 12; at++) await team.member(`admin-${at}`, 'rl-admin');
    const tries = Array.from({ length: 12 }, (_, at) =>
      at % 2 === 0
        ? tried(team, 'delete', `roles/${one}`, undefined, `admin-${at}`).then(({ lost }) => [
            ...new Set(permissions(lost)),
          ])
        : server
            .as(`admin-${at}`)
            .put(`${team.path}/members/user-1/roles/${other}`, { scope: `ws-${at}` })
            .then(() => null),
    );
    const found = (await Promise.all(tries)).filter((list) => list !== null);
    expect(found).toEqual(Array(6).fill(['apps:*:read']));
  });
});

describe('what no row of a dry run can show', () => {
  const body = { name: 'A', workspace_id: 'ws-1' };
  const given = async (): Promise<Team> => {
    const team = await givenTeam(server);
    for (const workspace_id of ['ws-1', 'ws-2']) {
      await team.alice.post(`/v1/orgs/${team.orgId}/workspaces`, { name: workspace_id, workspace_id }).expect(201);
    }
    return team;
  };

  it('is an assignment that would end at another time', async () => {
    const team = await given();
    const role = await team.role();
    await team.member('bob', role);
    const expires_at = '2100-01-01T00:00:00.000Z';
    const path = `members/bob/roles/${role}`;
    const ends = { user_id: 'bob', role_id: role, scope: '*', expires_at_before: null, expires_at_after: expires_at };
    expect(await tried(team, 'put', path, { expires_at })).toMatchObject({ lost_total: 0, ends: [ends], moved: [] });
    await team.alice.put(`${team.path}/${path}`, { expires_at }).expect(200);
    expect((await tried(team, 'put', path, { expires_at: null })).ends).toEqual([
      { ...ends, expires_at_before: expires_at, expires_at_after: null },
    ]);
    expect((await tried(team, 'put', path, { expires_at })).ends).toEqual([]);
    const assigner = await team.role({ permissions: ['members:*:assign', 'apps:*:read'] });
    await team.member('ann', assigner);
    expect(await tried(team, 'put', path, { expires_at: null }, 'ann')).toMatchObject({
      would_succeed: true,
      ends: [],
    });
  });

  it('is an object that is put into a container, moves or is taken out of it', async () => {
    const team = await given();
    const [resource_type, resource_id] = ['apps', 'a-1'];
    const path = 'resources/apps/a-1';
    const moved = { resource_type, resource_id, from: null, to: 'ws-1' };
    const found = await tried(team, 'put', path, body);
    expect(found).toMatchObject({ gained: [], gained_total: 0, totals_capped: true, moved: [moved], ends: [] });
    await team.alice.put(`${team.path}/${path}`, body).expect(201);
    const moving = await tried(team, 'put', path, { workspace_id: 'ws-2' });
    expect(moving.moved).toEqual([{ ...moved, from: 'ws-1', to: 'ws-2' }]);
    expect((await tried(team, 'delete', path)).moved).toEqual([{ ...moved, from: 'ws-1', to: null }]);
    expect(await tried(team, 'put', path, { name: 'B' })).toMatchObject({ moved: [], totals_capped: false });
  });

  it('is a grant on one object within the scope of an assignment', async () => {
    const team = await given();
    const role = await team.role({ permissions: ['apps:apps/a-1:read'] });
    await team.member('bob');
    const scoped = await tried(team, 'put', `members/bob/roles/${role}`, { scope: 'ws-1' });
    expect(scoped).toMatchObject({ gained_total: 0, totals_capped: true });
    const whole = await tried(team, 'put', `members/bob/roles/${role}`, {});
    expect(whole).toMatchObject({ gained_total: 1, totals_capped: false });
  });
});

describe('a dry run that takes long', () => {
  it('gives up the lock after two seconds and is answered 503', async () => {
    const team = await givenTeam(server);
    const reader = server.running.app.get<EffectsReader>(EffectsReader);
    const slow = jest.spyOn(reader, 'readAfter').mockImplementation(async (_change, _sql, assertTime) => {
      await new Promise((done) => setTimeout(done, 2_050));
      assertTime();
      throw new Error('There was time left');
    });
    const body = { name: 'New', permissions: [] };
    const answer = await team.alice.post(`${team.path}/policies?dry_run=true`, body).expect(503);
    expect(answer.headers['retry-after']).toBe('1');
    slow.mockRestore();
    await team.alice.post(`${team.path}/policies`, body).expect(201);
  });
});

describe('a dry run without members:read', () => {
  async function givenWriter(affected: number): Promise<{ team: Team; path: string }> {
    const team = await givenTeam(server);
    const role = await team.role();
    await many(team, affected, role);
    await team.member('wes', await team.role({ permissions: ['policies:*', 'apps:*'] }));
    return { team, path: `policies/${await policyOf(team, role)}` };
  }

  it('tells nothing but whether it would succeed, for fewer than ten members', async () => {
    const { team, path } = await givenWriter(9);
    const body = { permissions: ['apps:write'] };
    expect(await tried(team, 'put', path, body, 'wes')).toEqual({ would_succeed: true });
  });

  it('counts ten members, and names none', async () => {
    const { team, path } = await givenWriter(10);
    const found = await tried(team, 'put', path, { permissions: ['apps:write'] }, 'wes');
    expect(found).toEqual({
      would_succeed: true,
      gained_total: 10,
      lost_total: 10,
      members_total: 10,
      totals_capped: false,
      by_permission: [
        { permission: 'apps:*:read', gained: 0, lost: 10 },
        { permission: 'apps:*:write', gained: 10, lost: 0 },
      ],
      includes_you: false,
      repairers: 1,
    });
    await team.alice
      .post(`${team.path}/members`, {
        user_id: 'wes',
        role_ids: [await team.role({ permissions: ['members:read', 'policies:*', 'apps:*'] })],
      })
      .expect(200);
    expect((await tried(team, 'put', path, { permissions: ['apps:write'] }, 'wes')).gained).toHaveLength(10);
  });

  it('tells a platform admin nothing of the members whose organisation it recovers', async () => {
    const team = await givenTeam(server);
    await team.member('bob', await team.role());
    const url = `/v1/orgs/${team.orgId}/recovery?dry_run=true`;
    const { body } = await server.as(OPERATOR).post(url, { user_id: 'bob' }).expect(200);
    expect(body).toEqual({ would_succeed: true });
  });
});
