import { singleProcess } from '../../libs/nest/src/access/state/freshness';
import { Database } from '../../libs/nest/src/database/database';
import { postgresUrl } from '../support/postgres';
import { ISSUER, startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { givenMembers, heldBy } from './given-members';

const isEmbedded = postgresUrl() === undefined;
const title = isEmbedded
  ? 'the one process of an embedded database'
  : 'the one process (left out: PostgreSQL may have others)';

(isEmbedded ? describe : describe.skip)(title, () => {
  let server: TestServer;
  let team: Team;
  let role: string;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    team = await givenTeam(server);
    role = await team.role();
    await team.member('bob', role);
  });

  const given = () => {
    const { members, source } = givenMembers(server, singleProcess(server.running.app.get(Database)));
    return { source, of: (userId = 'bob') => members.load({ orgId: team.orgId, userId }) };
  };

  it('reads nothing as long as it changes nothing', async () => {
    const { source, of } = given();
    await of();
    for (let times = 0; times < 10; times++) await of();
    expect(source.asked).toEqual({ stamps: 0, grants: 1 });
  });

  it('compares again after any change, and loads only what changed', async () => {
    const { source, of } = given();
    await of();
    await givenTeam(server);
    await of();
    await of();
    expect(source.asked).toEqual({ stamps: 1, grants: 1 });
  });

  it.each([
    ['a role that is taken', () => team.member('bob')],
    ['a removal', () => team.alice.delete(`${team.path}/members/bob`).expect(204)],
    ['a role that is narrowed', () => team.alice.put(`${team.path}/roles/${role}`, { policy_ids: [] }).expect(200)],
  ])('sees %s at the very next check', async (_, change) => {
    const { of } = given();
    const before = heldBy(await of());
    await change();
    const now = heldBy(await givenMembers(server).members.load({ orgId: team.orgId, userId: 'bob' }));
    expect(now).not.toBe(before);
    expect(heldBy(await of())).toBe(now);
  });

  it('knows of a profile that a token brought, though that is no change', async () => {
    const { of } = given();
    expect((await of())?.stamps.profileIat).toBe(0);
    const iat = Math.floor(Date.now() / 1000) - 10;
    await server.as('bob', { iat, name: 'Bob' }).get(`${team.path}/me`).expect(200);
    expect((await of())?.stamps.profileIat).toBe(iat);
  });

  it('knows of groups that a token brought, and of a newer token with the same', async () => {
    const sso_connection = { issuer: ISSUER, claim: 'tenant', value: 'acme' };
    await team.alice.put(`/v1/orgs/${team.orgId}`, { sso_connection }).expect(200);
    await team.role({ sso_group_names: ['readers'], permissions: ['policies:read'] });
    const { of } = given();
    expect(heldBy(await of())).not.toContain('policies');
    const iat = Math.floor(Date.now() / 1000) - 10;
    for (const at of [iat, iat + 1]) {
      const bob = server.as('bob', { iat: at, tenant: 'acme', groups: ['readers'] });
      await bob.get(`${team.path}/policies`).expect(200);
      const known = await of();
      expect(heldBy(known)).toContain('policies:*:read');
      expect(known?.stamps.groupsIat).toBe(at);
    }
  });
});
