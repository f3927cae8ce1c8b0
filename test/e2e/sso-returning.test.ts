import { startTestServer, type TestServer } from '../support/server';
import type { Team } from '../support/team';
import { comes, CONNECTION, givenConnected } from './directory';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

interface Stage extends Team {
  /** Mapped to `limited`: denies secrets. */
  readonly denying: string;
  /** Mapped to `bosses`: allows what Carol, who may assign roles, does not hold. */
  readonly boss: string;
  readonly carol: ReturnType<TestServer['as']>;
}

async function givenStage(): Promise<Stage> {
  const team = await givenConnected(server);
  const denying = await team.role({ effect: 'deny', permissions: ['secrets:read'], sso_group_names: ['limited'] });
  const boss = await team.role({ permissions: ['policies:*'], sso_group_names: ['bosses'] });
  const assigner = await team.role({ permissions: ['members:*', 'apps:read'] });
  await team.member('carol', assigner);
  return { ...team, denying, boss, carol: server.as('carol') };
}

const connect = (team: Team, sso_connection: object | null) =>
  team.alice.put(`/v1/orgs/${team.orgId}`, { sso_connection }).expect(200);

/** Bob was in both groups, and was removed. */
async function givenRemoved(): Promise<Stage> {
  const team = await givenStage();
  await comes(server, team, 'bob', 5, ['limited', 'bosses']);
  await server.as('bob').get(`${team.path}/policies`).expect(200);
  await team.alice.delete(`${team.path}/members/bob`).expect(204);
  return team;
}

const adds = (client: Stage['carol'], team: Team) =>
  client.post(`${team.path}/members`, { user_id: 'bob', role_ids: [] }).expect(200);

describe('the groups of a member', () => {
  it('come back with the same token after the connection was changed and changed back', async () => {
    const team = await givenStage();
    await team.member('bob', 'rl-viewer');
    await comes(server, team, 'bob', 5, ['limited']);
    await connect(team, null);
    expect((await comes(server, team, 'bob', 5, ['limited'])).body.denied_permissions).toEqual([]);
    await connect(team, CONNECTION);
    expect((await comes(server, team, 'bob', 5, ['limited'])).body.denied_permissions).toEqual(['secrets:*:read']);
  });

  it('come back even where they were mapped to nothing before', async () => {
    const team = await givenStage();
    await team.member('bob', 'rl-viewer');
    await comes(server, team, 'bob', 5, ['unmapped']);
    await connect(team, null);
    await connect(team, CONNECTION);
    expect((await comes(server, team, 'bob', 4, ['limited'])).body.denied_permissions).toEqual(['secrets:*:read']);
  });
});

describe('a removed member who is added again', () => {
  it('has its groups at once, when the actor holds all that they are mapped to', async () => {
    const team = await givenRemoved();
    await adds(team.alice, team);
    expect(await team.show('bob')).toMatchObject({ directory: 'whole', denied_permissions: ['secrets:*:read'] });
    await server.as('bob').get(`${team.path}/policies`).expect(200);
    expect((await comes(server, team, 'bob', 4, [])).body.role_ids).toEqual([]);
  });

  it('has only what they deny, when the actor does not', async () => {
    const team = await givenRemoved();
    await adds(team.carol, team);
    const shown = { directory: 'denies', permissions: [], denied_permissions: ['secrets:*:read'] };
    expect(await team.show('bob')).toMatchObject(shown);
    for (const at of [5, 6]) {
      expect((await comes(server, team, 'bob', at, ['limited', 'bosses'])).body).toMatchObject(shown);
      await server.as('bob').get(`${team.path}/policies`).expect(403);
    }
    expect((await comes(server, team, 'bob', 7, ['bosses'])).body.denied_permissions).toEqual([]);
    const question = { user_id: 'bob', permission: 'policies:read' };
    const { body } = await team.alice.post(`${team.path}/check`, question).expect(200);
    expect(body).toEqual({ allowed: false, reason: 'no-grant', by: null });
    const held = await team.alice.get(`${team.path}/members/bob/permissions`).expect(200);
    expect(held.body.permissions).toEqual([]);
  });

  it('shows only what counts in a dry run, and can be removed and added again without more', async () => {
    const team = await givenRemoved();
    const body = { user_id: 'bob', role_ids: [] };
    const tried = await team.carol.post(`${team.path}/members?dry_run=true`, body).expect(200);
    expect(tried.body).toMatchObject({ would_succeed: true, gained: [] });
    await adds(team.carol, team);
    await team.alice.delete(`${team.path}/members/bob`).expect(204);
    await adds(team.carol, team);
    expect(await team.show('bob')).toMatchObject({ directory: 'denies', permissions: [] });
  });

  it('has them whole again after an actor who holds every mapped role assigned one', async () => {
    const team = await givenRemoved();
    await adds(team.carol, team);
    await adds(team.carol, team);
    await team.carol.put(`${team.path}/members/bob`, { status: 'active' }).expect(200);
    expect((await team.show('bob')).directory).toBe('denies');
    // A token of fewer groups, which Carol's rights would cover, lifts nothing either.
    await comes(server, team, 'bob', 6, []);
    await adds(team.carol, team);
    await comes(server, team, 'bob', 7, ['bosses']);
    expect(await team.show('bob')).toMatchObject({ directory: 'denies', permissions: [] });
    await team.alice.put(`${team.path}/members/bob/roles/rl-viewer`, {}).expect(200);
    expect((await team.show('bob')).directory).toBe('whole');
    await server.as('bob').get(`${team.path}/policies`).expect(200);
    expect((await team.audit()).at(-1)).toMatchObject({
      before: { directory: 'denies' },
      after: { directory: 'whole' },
    });
  });

  it('has only what they deny, though the connection was changed meanwhile', async () => {
    const team = await givenRemoved();
    await connect(team, null);
    await adds(team.carol, team);
    await connect(team, CONNECTION);
    await adds(team.carol, team);
    const { body } = await comes(server, team, 'bob', 4, ['limited', 'bosses']);
    expect(body).toMatchObject({ directory: 'denies', permissions: [], denied_permissions: ['secrets:*:read'] });
  });

  it('gets nothing of another connection back', async () => {
    const team = await givenRemoved();
    await connect(team, { ...CONNECTION, value: 'other' });
    await adds(team.alice, team);
    expect(await team.show('bob')).toMatchObject({ directory: 'whole', role_ids: [] });
    await connect(team, CONNECTION);
    expect((await comes(server, team, 'bob', 4, ['bosses'])).body.role_ids).toEqual([team.boss]);
  });

  it('never loses the limit by groups that deny too much', async () => {
    const team = await givenRemoved();
    await adds(team.carol, team);
    await server.dataSource.query(
      `insert into castellan.role (org_id, role_id, name, name_key)
       select $1, 'rl-d' || n, 'd' || n, 'd' || n from generate_series(1, 201) n`,
      [team.orgId],
    );
    await server.dataSource.query(
      `insert into castellan.role_policy (org_id, role_id, policy_id, position)
       select $1, 'rl-d' || n, (select policy_id from castellan.role_policy where org_id = $1 and role_id = $2), 0
         from generate_series(1, 201) n`,
      [team.orgId, team.denying],
    );
    await server.dataSource.query(
      `insert into castellan.role_sso_group (org_id, role_id, group_name, position)
       select $1, 'rl-d' || n, 'denied', 0 from generate_series(1, 201) n`,
      [team.orgId],
    );
    expect((await comes(server, team, 'bob', 6, ['denied'])).body.details).toMatchObject({ reason: 'groups-overflow' });
    const { body } = await comes(server, team, 'bob', 7, ['bosses']);
    expect(body).toMatchObject({ directory: 'denies', permissions: [], role_ids: [team.boss] });
  });
});
