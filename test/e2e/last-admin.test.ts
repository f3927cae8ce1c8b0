import type { Response } from 'supertest';
import { ISSUER, startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

interface Stage extends Team {
  /** A role of `*:*:*` that is not built in, its policy, and a role that denies. */
  readonly boss: string;
  readonly policy: string;
  readonly denying: string;
}

/** An organisation whose only Admin is alice, by a role that can be changed. */
async function givenStage(): Promise<Stage> {
  const team = await givenTeam(server);
  const boss = await team.role({ permissions: ['*'] });
  const denying = await team.role({ effect: 'deny', permissions: ['analytics:view'] });
  const { body } = await team.alice.get(`${team.path}/roles/${boss}`).expect(200);
  await team.alice.post(`${team.path}/members`, { user_id: 'alice', role_ids: [boss] }).expect(200);
  return { ...team, boss, denying, policy: body.policy_ids[0] };
}

const soon = (): string => new Date(Date.now() + 3_600_000).toISOString();

describe('the last Admin', () => {
  const paths: Array<[string, (stage: Stage) => Promise<Response>]> = [
    ['does not leave', ({ alice, path }) => alice.delete(`${path}/members/alice`)],
    ['is not demoted', ({ alice, path }) => alice.post(`${path}/members`, { user_id: 'alice', role_ids: [] })],
    ['does not lose the role', ({ alice, path, boss }) => alice.delete(`${path}/members/alice/roles/${boss}`)],
    ['is not suspended', ({ alice, path }) => alice.put(`${path}/members/alice`, { status: 'suspended' })],
    [
      'does not get the role for a time',
      ({ alice, path, boss }) => alice.put(`${path}/members/alice/roles/${boss}`, { expires_at: soon() }),
    ],
    ['does not get a deny', ({ alice, path, denying }) => alice.put(`${path}/members/alice/roles/${denying}`, {})],
    [
      'does not get a deny for a time',
      ({ alice, path, denying }) =>
        alice.put(`${path}/members/alice/roles/${denying}`, { scope: 'ws-1', expires_at: soon() }),
    ],
    ['keeps the role from deletion', ({ alice, path, boss }) => alice.delete(`${path}/roles/${boss}`)],
    [
      'keeps the role from being emptied',
      ({ alice, path, boss }) => alice.put(`${path}/roles/${boss}`, { policy_ids: [] }),
    ],
    [
      'keeps the policy from being narrowed',
      ({ alice, path, policy }) => alice.put(`${path}/policies/${policy}`, { permissions: ['policies:*', 'roles:*'] }),
    ],
    [
      'keeps the policy from being turned round',
      ({ alice, path, policy }) => alice.put(`${path}/policies/${policy}`, { effect: 'deny' }),
    ],
    ['keeps the policy from deletion', ({ alice, path, policy }) => alice.delete(`${path}/policies/${policy}`)],
  ];

  it.each(paths)('%s', async (_, attempt) => {
    const stage = await givenStage();
    const revision = await stage.revision();
    const { status, body } = await attempt(stage);
    expect([status, body.details]).toEqual([409, { reason: 'last_admin' }]);
    expect(await stage.revision()).toBe(revision);
    await stage.alice.get(`${stage.path}/audit`).expect(200);
  });

  it.each(paths)('%s, but with another Admin it may', async (_, attempt) => {
    const stage = await givenStage();
    await stage.alice.put(`${stage.path}/members/anna/roles/rl-admin`, {}).expect(404);
    await stage.alice.post(`${stage.path}/members`, { user_id: 'anna', role_ids: ['rl-admin'] }).expect(200);
    const { status } = await attempt(stage);
    expect([200, 204]).toContain(status);
    await server.as('anna').get(`${stage.path}/audit`).expect(200);
    const left = await server.as('anna').delete(`${stage.path}/members/anna`);
    expect(left.status).toBe(409);
  });

  it.each([
    ['suspended', { status: 'suspended' }],
    ['for a time', { expires: true }],
    ['within a scope', { scope: 'ws-1' }],
    ['denied something', { deny: true }],
    ['by a group alone', { sso: true }],
  ])('is not replaced by an Admin %s', async (_, how: Record<string, unknown>) => {
    const { alice, path, orgId, denying, boss } = await givenStage();
    if (how['sso']) {
      const sso_connection = { issuer: ISSUER, claim: 'tenant', value: 'acme' };
      await alice.put(`/v1/orgs/${orgId}`, { sso_connection }).expect(200);
      await alice.put(`${path}/roles/${boss}`, { sso_group_names: ['bosses'] }).expect(200);
      await server
        .as('anna', { tenant: 'acme', groups: ['bosses'] })
        .get(`${path}/audit`)
        .expect(200);
    } else {
      await alice.post(`${path}/members`, { user_id: 'anna', role_ids: how['deny'] ? ['rl-admin', denying] : [] });
      const body = { scope: how['scope'] ?? '*', expires_at: how['expires'] ? soon() : null };
      await alice.put(`${path}/members/anna/roles/rl-admin`, body).expect(200);
      if (how['status']) await alice.put(`${path}/members/anna`, { status: how['status'] }).expect(200);
    }
    const { status, body } = await alice.delete(`${path}/members/alice`);
    expect([status, body.details]).toEqual([409, { reason: 'last_admin' }]);
  });

  it('is replaced by an Admin whose deny has ended, and not before', async () => {
    const { alice, path, denying, orgId } = await givenStage();
    await alice.post(`${path}/members`, { user_id: 'anna', role_ids: ['rl-admin'] }).expect(200);
    await alice.put(`${path}/members/anna/roles/${denying}`, { expires_at: soon() }).expect(200);
    await alice.delete(`${path}/members/alice`).expect(409);
    // The sweep of expired assignments is not awaited: the row is there and has ended.
    await server.dataSource.query(
      `update castellan.assignment set expires_at = now() - interval '1 second'
        where org_id = $1 and user_id = 'anna' and role_id = $2`,
      [orgId, denying],
    );
    await alice.delete(`${path}/members/alice`).expect(204);
    await server.as('anna').get(`${path}/audit`).expect(200);
  });

  it('goes on with a token whose group would deny it something', async () => {
    const { alice, path, orgId, denying } = await givenStage();
    await alice.put(`/v1/orgs/${orgId}`, { sso_connection: { issuer: ISSUER, claim: 'tenant', value: 'acme' } });
    await alice.put(`${path}/roles/${denying}`, { sso_group_names: ['limited'] }).expect(200);
    await server
      .as('alice', { tenant: 'acme', groups: ['limited'] })
      .get(`${path}/audit`)
      .expect(200);
  });
});
