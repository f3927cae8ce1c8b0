import { OPERATOR, startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const batch = (team: Team, members: unknown) => team.alice.post(`${team.path}/members/batch`, { members });

describe('a batch of members', () => {
  it('names every role that does not exist, with its row', async () => {
    const team = await givenTeam(server);
    const members = [
      { user_id: 'bob', role_ids: ['rl-none', 'rl-viewer'] },
      { user_id: 'carol', role_ids: ['rl-viewer'] },
      { user_id: 'dave', role_ids: ['rl-other', 'rl-none'] },
    ];
    const { body } = await batch(team, members).expect(404);
    expect(body.details.rows).toEqual([
      { loc: ['body', 'members', 0, 'role_ids', 0], resource_id: 'rl-none' },
      { loc: ['body', 'members', 2, 'role_ids', 0], resource_id: 'rl-other' },
      { loc: ['body', 'members', 2, 'role_ids', 1], resource_id: 'rl-none' },
    ]);
  });

  it('names every row that gives a right that the actor lacks, and no other', async () => {
    const team = await givenTeam(server);
    const strong = await team.role({ permissions: ['apps:delete'] });
    const weak = await team.role({ permissions: ['members:assign'] });
    await team.member('mia', weak);
    const members = [
      { user_id: 'bob', role_ids: [strong] },
      { user_id: 'carol', role_ids: [weak] },
      { user_id: 'dave', role_ids: [weak, strong] },
      { user_id: 'erin', role_ids: [strong] },
    ];
    const { body } = await server.as('mia').post(`${team.path}/members/batch`, { members }).expect(403);
    const missing = ['apps:*:delete'];
    expect(body.details).toMatchObject({ required_permission: 'members:assign', reason: 'escalation', missing });
    const row = (at: number, user_id: string) => ({
      loc: ['body', 'members', at],
      user_id,
      reason: 'escalation',
      missing,
    });
    expect(body.details.rows).toEqual([row(0, 'bob'), row(2, 'dave'), row(3, 'erin')]);
    await team.alice.get(`${team.path}/members/carol`).expect(404);
  });

  it('names every row with a reserved or unusable user id', async () => {
    const team = await givenTeam(server);
    const ids = ['bob', 'sa-1', 'carol ', 'CN=Dave Miller', 'pm-1'];
    const members = ids.map((user_id) => ({ user_id, role_ids: ['rl-viewer'] }));
    const { body } = await batch(team, members).expect(422);
    expect(body.detail.map(({ loc }: any) => loc)).toEqual([1, 2, 4].map((at) => ['body', 'members', at, 'user_id']));
    for (const user_id of ['sa-1', 'pm-1']) {
      await team.alice.post(`${team.path}/members`, { user_id, role_ids: [] }).expect(422);
      const recovery = { user_id };
      await server.as(OPERATOR).post(`/v1/orgs/${team.orgId}/recovery`, recovery).expect(422);
      const org = { org_id: `${team.orgId}-2`, name: 'Two', admin_user_id: user_id };
      await server.as(OPERATOR).post('/v1/orgs', org).expect(422);
    }
  });

  it('takes a user id with spaces inside, which a scope writes as %20', async () => {
    const team = await givenTeam(server);
    const dn = 'CN=Alice Smith,OU=People,DC=corp';
    const reader = await team.role({
      permissions: [`members:${dn.replaceAll(' ', '%20')}:read`, 'members:$self:check'],
    });
    await batch(team, [{ user_id: dn, role_ids: [reader] }]).expect(200);
    const member = server.as(dn);
    expect((await member.get(`${team.path}/me`).expect(200)).body.user_id).toBe(dn);
    const path = `${team.path}/members/${encodeURIComponent(dn)}`;
    expect((await member.get(path).expect(200)).body.user_id).toBe(dn);
    await member.get(`${team.path}/members/alice`).expect(403);
    const question = { permission: 'members:read', resource: { type: 'members', id: dn } };
    expect((await member.post(`${team.path}/check`, question).expect(200)).body.allowed).toBe(true);
    await team.alice.delete(path).expect(204);
  });
});
