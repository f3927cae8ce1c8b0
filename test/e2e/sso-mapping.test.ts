import { ISSUER, startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const CONNECTION = { issuer: ISSUER, claim: 'tenant', value: 'acme' };
const NOW = Math.floor(Date.now() / 1000) - 1_000;

/** An organisation with an SSO connection, a role for `readers`, and bob who came with a token of that group. */
async function givenBob(): Promise<Team & { readers: string }> {
  const team = await givenTeam(server);
  await team.alice.put(`/v1/orgs/${team.orgId}`, { sso_connection: CONNECTION }).expect(200);
  const readers = await team.role({ sso_group_names: ['readers'], permissions: ['members:read'] });
  await bob().get(`${team.path}/members`).expect(200);
  return { ...team, readers };
}

const bob = (): ReturnType<TestServer['as']> =>
  server.as('bob', { iat: NOW, tenant: 'acme', groups: ['readers', 'oncall'] });

describe('changing the mapping of a group', () => {
  it('takes a role from its members at the very next request, with the same token', async () => {
    const team = await givenBob();
    await team.alice.put(`${team.path}/roles/${team.readers}`, { sso_group_names: ['writers'] }).expect(200);
    await bob().get(`${team.path}/members`).expect(403);
    expect(await team.held('bob')).toEqual([]);
    expect((await team.audit()).at(-1)).toMatchObject({ action: 'member.sso', target: { id: 'bob' } });
  });

  it('gives a role to its members at once', async () => {
    const team = await givenBob();
    const oncall = await team.role({ sso_group_names: ['oncall'], permissions: ['policies:read'] });
    await bob().get(`${team.path}/policies`).expect(200);
    expect(await team.held('bob')).toEqual([`${oncall} * sso`, `${team.readers} * sso`].sort());
  });

  it('leaves a role that another of the groups still gives', async () => {
    const team = await givenBob();
    const role = `${team.path}/roles/${team.readers}`;
    await team.alice.put(role, { sso_group_names: ['readers', 'oncall'] }).expect(200);
    await team.alice.put(role, { sso_group_names: ['oncall'] }).expect(200);
    await bob().get(`${team.path}/members`).expect(200);
  });

  it('makes nobody a member', async () => {
    const team = await givenBob();
    await team.alice.delete(`${team.path}/members/bob`).expect(204);
    await team.role({ sso_group_names: ['oncall'] });
    await bob().get(`${team.path}/me`).expect(403);
  });
});

describe('changing the SSO connection', () => {
  it.each([
    ['removed', null],
    ['of another claim', { ...CONNECTION, value: 'other' }],
  ])('takes every role that groups gave when it is %s', async (_, sso_connection) => {
    const team = await givenBob();
    const manual = await team.role({ permissions: ['roles:read'] });
    await team.alice.put(`${team.path}/members/bob/roles/${manual}`, {}).expect(200);
    await team.alice.put(`/v1/orgs/${team.orgId}`, { sso_connection }).expect(200);
    await bob().get(`${team.path}/members`).expect(403);
    expect(await team.held('bob')).toEqual([`${manual} * manual`]);
    await team.alice.put(`${team.path}/roles/${team.readers}`, { sso_group_names: ['oncall'] }).expect(200);
    expect(await team.held('bob')).toEqual([`${manual} * manual`]);
  });
});
