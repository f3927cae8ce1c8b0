import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const NOW = Math.floor(Date.now() / 1000) - 100;
const claims = {
  preferred_username: 'bob',
  email: 'bob@example.com',
  name: 'Bob B.',
  picture: 'https://example.com/bob.png',
};
const shown = {
  username: 'bob',
  email: 'bob@example.com',
  full_name: 'Bob B.',
  avatar_url: 'https://example.com/bob.png',
};
const me = async (team: Team, said: Record<string, unknown>): Promise<any> =>
  (await server.as('bob', said).get(`${team.path}/me`).expect(200)).body;

describe("a member's profile", () => {
  it('follows its token, without a revision or an audit entry', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    const before = [await team.revision(), (await team.audit()).length];
    expect(await me(team, { iat: NOW, ...claims })).toMatchObject(shown);
    expect(await team.show('bob')).toMatchObject(shown);
    expect([await team.revision(), (await team.audit()).length]).toEqual(before);
  });

  it('follows a newer token in what that says, and keeps the rest', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    await me(team, { iat: NOW, ...claims });
    expect(await me(team, { iat: NOW + 1, name: 'Robert' })).toMatchObject({ ...shown, full_name: 'Robert' });
  });

  it('follows neither an older token, nor one of the same second, nor one that does not say when it was issued', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    await me(team, { iat: NOW, ...claims });
    for (const iat of [NOW, NOW - 1, undefined]) {
      expect(await me(team, { iat, name: 'Robert' })).toMatchObject(shown);
    }
  });

  it('of one organisation is not that of another', async () => {
    const [team, other] = [await givenTeam(server), await givenTeam(server)];
    for (const each of [team, other]) await each.member('bob');
    await me(team, { iat: NOW, ...claims });
    expect(await other.show('bob')).toMatchObject({ username: null, email: null });
  });

  it('costs one write with a new token, and none with a token that was seen or says nothing', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    const cost = async (said: Record<string, unknown>): Promise<number> => {
      const statements = jest.spyOn(server.dataSource.logger, 'logQuery');
      await me(team, said);
      const count = statements.mock.calls.filter(([text]) => /^\s*update /i.test(text)).length;
      statements.mockRestore();
      return count;
    };
    expect(await cost({ iat: NOW })).toBe(0);
    expect(await cost({ iat: NOW, ...claims })).toBe(1);
    expect(await cost({ iat: NOW, ...claims })).toBe(0);
    expect(await cost({ iat: NOW + 1 })).toBe(0);
  });
});
