import { TokenClaimsRepository } from '../../libs/nest/src/members/token-claims.repository';
import { ISSUER, startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const NOW = Math.floor(Date.now() / 1000) - 1_000;

/** An organisation with an SSO connection, and roles for its groups `readers` and `writers`. */
async function givenSso(connection: Record<string, string> = {}): Promise<Team & { readers: string; writers: string }> {
  const team = await givenTeam(server);
  const { issuer = ISSUER, claim = 'tenant', value = 'acme' } = connection;
  await server.dataSource.query(
    'update castellan.organisation set sso_issuer = $2, sso_claim = $3, sso_value = $4 where org_id = $1',
    [team.orgId, issuer, claim, value],
  );
  const readers = await team.role({ sso_group_names: ['readers', 'all'], permissions: ['members:*:read'] });
  const writers = await team.role({ sso_group_names: ['writers', 'all'], permissions: ['apps:*:write'] });
  return { ...team, readers, writers };
}

/** Bob's request with a token of so many seconds after the first, as its status. */
const comes = async (team: Team, at: number, said: Record<string, unknown>): Promise<number> =>
  (await server.as('bob', { iat: NOW + at, tenant: 'acme', ...said }).get(`${team.path}/me`)).status;

const rows = async (team: Team, table: string): Promise<any[]> =>
  server.dataSource.query(`select * from castellan.${table} where org_id = $1 and user_id = 'bob'`, [team.orgId]);

describe('a token with a mapped group', () => {
  it('makes its user a member with that role and the default roles, at once', async () => {
    const team = await givenSso();
    const joined = await team.role({ is_default: true });
    const bob = server.as('bob', { iat: NOW, tenant: 'acme', groups: ['readers', 'other'], email: 'bob@example.com' });
    const { body } = await bob.get(`${team.path}/members`).expect(200);
    expect(body.total).toBe(2);
    expect(await team.held('bob')).toEqual([`${joined} * default`, `${team.readers} * sso`].sort());
    expect(await team.show('bob')).toMatchObject({ email: 'bob@example.com', permissions: expect.any(Array) });
    expect((await team.audit()).at(-1)).toMatchObject({
      action: 'member.sso',
      actor: { id: 'bob', kind: 'token' },
      request_id: null,
      before: null,
      target: { type: 'members', id: 'bob' },
      after: { user_id: 'bob', status: 'active' },
    });
  });

  it('replaces what an older one gave, and nothing else', async () => {
    const team = await givenSso();
    await team.member('bob', 'rl-viewer');
    await team.alice.put(`${team.path}/members/bob/roles/${team.readers}`, { scope: 'ws-1' }).expect(200);
    const others = ['rl-viewer * manual', `${team.readers} ws-1 manual`];
    await comes(team, 0, { groups: ['readers'] });
    expect(await team.held('bob')).toEqual([...others, `${team.readers} * sso`].sort());
    await comes(team, 1, { groups: ['writers'] });
    expect(await team.held('bob')).toEqual([...others, `${team.writers} * sso`].sort());
    await comes(team, 2, { groups: ['all'] });
    expect(await team.held('bob')).toEqual([...others, `${team.readers} * sso`, `${team.writers} * sso`].sort());
    await comes(team, 3, { groups: [] });
    expect(await team.held('bob')).toEqual(others.sort());
  });

  it('gives each role once, however many of its groups the token names', async () => {
    const team = await givenSso();
    await comes(team, 0, { groups: ['all', 'readers', 'readers'] });
    expect(await team.held('bob')).toEqual([`${team.readers} * sso`, `${team.writers} * sso`].sort());
  });

  it('says nothing when it names no groups at all', async () => {
    const team = await givenSso();
    await comes(team, 0, { groups: ['readers'] });
    expect(await comes(team, 1, {})).toBe(200);
    expect(await team.held('bob')).toEqual([`${team.readers} * sso`]);
  });

  it('counts only when it is newer than the last one that counted', async () => {
    const team = await givenSso();
    await comes(team, 5, { groups: ['readers'] });
    const revision = await team.revision();
    for (const at of [5, 4]) expect(await comes(team, at, { groups: ['writers'] })).toBe(200);
    expect(await comes(team, 0, { groups: ['writers'], iat: undefined })).toBe(200);
    expect([await team.held('bob'), await team.revision()]).toEqual([[`${team.readers} * sso`], revision]);
  });

  it('is counted under the lock, but changes nothing, when it says what is known', async () => {
    const team = await givenSso();
    await comes(team, 0, { groups: ['readers'] });
    const before = [await team.revision(), (await team.audit()).length];
    const statements = jest.spyOn(server.dataSource.logger, 'logQuery');
    await comes(team, 9, { groups: ['readers'] });
    const locks = statements.mock.calls.filter(([text]) => text.includes('for no key update')).length;
    statements.mockRestore();
    expect([locks, await team.revision(), (await team.audit()).length]).toEqual([1, ...before]);
    await comes(team, 8, { groups: ['writers'] });
    expect(await team.held('bob')).toEqual([`${team.readers} * sso`]);
  });

  it('takes no lock for a stranger in no mapped group', async () => {
    const team = await givenSso();
    const statements = jest.spyOn(server.dataSource.logger, 'logQuery');
    expect(await comes(team, 0, { groups: ['others'] })).toBe(403);
    const locks = statements.mock.calls.filter(([text]) => text.includes('for no key update'));
    statements.mockRestore();
    expect(locks).toEqual([]);
  });

  it('costs nothing more once it has counted', async () => {
    const team = await givenSso();
    const cost = async (said: Record<string, unknown>): Promise<number> => {
      const statements = jest.spyOn(server.dataSource.logger, 'logQuery');
      expect(await comes(team, 0, said)).toBe(200);
      const count = statements.mock.calls.length;
      statements.mockRestore();
      return count;
    };
    await cost({ groups: ['readers'] });
    expect(await cost({ groups: ['readers'] })).toBe(await cost({}));
  });

  it('never lets a suspended member in', async () => {
    const team = await givenSso();
    await team.member('bob');
    await team.alice.put(`${team.path}/members/bob`, { status: 'suspended' }).expect(200);
    expect(await comes(team, 0, { groups: ['readers'] })).toBe(403);
    expect(await team.show('bob')).toMatchObject({ status: 'suspended', role_ids: [team.readers] });
  });
});

describe('a token that does not count', () => {
  it.each([
    ['of an organisation without a connection', null, {}],
    ['of another issuer', { issuer: 'https://other.test' }, {}],
    ['with another value of the claim', {}, { tenant: 'other' }],
    ['with a value that is no string', { value: '7' }, { tenant: 7 }],
    ['without the claim', {}, { tenant: undefined }],
    ['when the claim is one that every object has', { claim: 'toString', value: 'x' }, {}],
    ['with groups that no role is mapped to', {}, { groups: ['Readers', 'reader', 'readers '] }],
    ['with no group', {}, { groups: [] }],
  ])('%s gives its user the ordinary 403 and no row', async (_, connection, said) => {
    const team = await givenSso(connection ?? {});
    if (connection === null) {
      await server.dataSource.query('update castellan.organisation set sso_issuer = null where org_id = $1', [
        team.orgId,
      ]);
    }
    const bob = server.as('bob', { iat: NOW, tenant: 'acme', groups: ['readers'], ...said });
    const refused = (await bob.get(`${team.path}/members`).expect(403)).body;
    const nowhere = (await bob.get('/v1/orgs/no-such-organisation/iam/members').expect(403)).body;
    expect({ ...refused, timestamp: 0 }).toEqual({ ...nowhere, timestamp: 0 });
    for (const table of ['member', 'removed_member', 'assignment']) expect(await rows(team, table)).toEqual([]);
  });

  it('compares names of groups byte by byte', async () => {
    const team = await givenSso();
    const composed = await team.role({ sso_group_names: ['caf\u00e9'] });
    expect(await comes(team, 0, { groups: ['cafe\u0301', 'CAF\u00c9'] })).toBe(403);
    expect(await comes(team, 0, { groups: ['caf\u00e9'] })).toBe(200);
    expect(await team.held('bob')).toEqual([`${composed} * sso`]);
  });

  it('takes nothing away from a member', async () => {
    const team = await givenSso();
    await comes(team, 0, { groups: ['readers'] });
    await comes(team, 1, { groups: [], tenant: 'other' });
    expect(await team.held('bob')).toEqual([`${team.readers} * sso`]);
  });
});

describe('a removed member', () => {
  it('does not come back by a token, however new, but by hand', async () => {
    const team = await givenSso();
    await comes(team, 5, { groups: ['readers'] });
    await team.alice.delete(`${team.path}/members/bob`).expect(204);
    for (const at of [5, 6]) expect(await comes(team, at, { groups: ['writers'] })).toBe(403);
    expect(await rows(team, 'member')).toEqual([]);
    await team.member('bob', 'rl-viewer');
    expect(await rows(team, 'removed_member')).toEqual([]);
  });

  it('who was added again gets the groups of the next token, whatever its age', async () => {
    const team = await givenSso();
    await comes(team, 5, { groups: ['readers'] });
    await team.alice.delete(`${team.path}/members/bob`).expect(204);
    await team.member('bob', 'rl-viewer');
    expect(await team.held('bob')).toEqual(['rl-viewer * manual', `${team.readers} * sso`].sort());
    expect(await comes(team, 4, { groups: ['writers'] })).toBe(200);
    expect(await team.held('bob')).toEqual(['rl-viewer * manual', `${team.writers} * sso`].sort());
    await comes(team, 3, { groups: ['readers'] });
    expect(await team.held('bob')).toEqual(['rl-viewer * manual', `${team.writers} * sso`].sort());
  });
});

describe('tokens at the same moment', () => {
  it('of one user who joins all get in, and the user joins once', async () => {
    const team = await givenSso();
    const all = await Promise.all(Array.from({ length: 8 }, () => comes(team, 0, { groups: ['readers'] })));
    expect(all).toEqual(Array(8).fill(200));
    expect((await team.audit()).filter(({ action }) => action === 'member.sso')).toHaveLength(1);
    expect((await team.alice.get(`${team.path}/members`).expect(200)).body.total).toBe(2);
  });

  it('leave the groups of the newest', async () => {
    const team = await givenSso();
    for (let round = 0; round < 12; round++) {
      const newest = round % 2 === 0 ? 'readers' : 'writers';
      const groups = [[newest], ['all'], [], ['readers'], ['writers'], ['all']];
      // The newest starts first or a little later: what is older must not undo it, whenever it comes.
      const turned = [...groups.keys()].map((at) => (at + round) % groups.length);
      await Promise.all(turned.map((at) => comes(team, 10 * round + 9 - at, { groups: groups[at] })));
      const expected = newest === 'readers' ? team.readers : team.writers;
      expect(await team.held('bob')).toEqual([`${expected} * sso`]);
    }
  });

  it('let in a user whom another request made a member while this one looked', async () => {
    const team = await givenSso();
    const repository = server.running.app.get(TokenClaimsRepository, { strict: false });
    const state = jest.spyOn(repository, 'state').mockImplementationOnce(async (...args) => {
      const seen = await repository.state(...args);
      expect(await comes(team, 0, { groups: ['readers'] })).toBe(200);
      return seen;
    });
    expect(await comes(team, 0, { groups: ['readers'] })).toBe(200);
    state.mockRestore();
  });

  it('leave the groups of the newer one, when the older one changes them after it was compared', async () => {
    const team = await givenSso();
    await comes(team, 0, { groups: ['readers'] });
    const repository = server.running.app.get(TokenClaimsRepository, { strict: false });
    const state = jest.spyOn(repository, 'state').mockImplementationOnce(async (...args) => {
      const seen = await repository.state(...args);
      await comes(team, 1, { groups: ['writers'] });
      return seen;
    });
    await comes(team, 2, { groups: ['readers'] });
    state.mockRestore();
    expect(await team.held('bob')).toEqual([`${team.readers} * sso`]);
  });
});
