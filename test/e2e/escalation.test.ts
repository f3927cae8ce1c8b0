import type { Response } from 'supertest';
import { OPERATOR, startTestServer, type Client, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { refusal } from './answers';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** What manages everything but holds nothing of the product. */
const MANAGER = ['policies:*', 'roles:*', 'members:*', 'workspaces:*', 'resources:*', 'orgs:*'];

interface Stage extends Team {
  readonly manager: Client;
  /** A policy of `apps:*:write` and a role with it; `bob` is a member without roles. */
  readonly policy: string;
  readonly role: Team['role'];
  readonly strong: string;
  readonly denying: string;
}

async function givenStage(): Promise<Stage> {
  const team = await givenTeam(server);
  const strong = await team.role({ permissions: ['apps:write'] });
  const denying = await team.role({ effect: 'deny', permissions: ['apps:write'] });
  await team.member('mia', await team.role({ permissions: MANAGER }));
  await team.member('bob');
  const { body } = await team.alice.get(`${team.path}/roles/${strong}`).expect(200);
  return { ...team, manager: server.as('mia'), policy: body.policy_ids[0], strong, denying };
}

const refused = ({ status, body }: Response, ...missing: string[]): void => {
  expect([status, body.details]).toEqual([403, expect.objectContaining({ ...refusal('escalation'), missing })]);
};

describe('who lacks a right', () => {
  const paths: Array<[string, (stage: Stage) => Promise<Response>]> = [
    [
      'makes no policy with it',
      ({ manager, path }) =>
        manager.post(`${path}/policies`, { name: 'New', permissions: ['policies:read', 'apps:write'] }),
    ],
    [
      'makes no deny of it',
      ({ manager, path }) =>
        manager.post(`${path}/policies`, { name: 'New', effect: 'deny', permissions: ['apps:write'] }),
    ],
    [
      'takes it out of no policy',
      ({ manager, path, policy }) => manager.put(`${path}/policies/${policy}`, { permissions: [] }),
    ],
    [
      'turns no policy of it round',
      ({ manager, path, policy }) => manager.put(`${path}/policies/${policy}`, { effect: 'deny' }),
    ],
    ['deletes no policy with it', ({ manager, path, policy }) => manager.delete(`${path}/policies/${policy}`)],
    [
      'makes no role with it',
      ({ manager, path, policy }) => manager.post(`${path}/roles`, { name: 'New', policy_ids: [policy] }),
    ],
    [
      'detaches no policy with it',
      ({ manager, path, strong }) => manager.put(`${path}/roles/${strong}`, { policy_ids: [] }),
    ],
    [
      'makes no role with it a default',
      ({ manager, path, strong }) => manager.put(`${path}/roles/${strong}`, { is_default: true }),
    ],
    [
      'maps no group to a role with it',
      ({ manager, path, strong }) => manager.put(`${path}/roles/${strong}`, { sso_group_names: ['everybody'] }),
    ],
    ['deletes no role with it', ({ manager, path, strong }) => manager.delete(`${path}/roles/${strong}`)],
    [
      'gives no role with it',
      ({ manager, path, strong }) => manager.post(`${path}/members`, { user_id: 'bob', role_ids: [strong] }),
    ],
    [
      'gives itself no role with it',
      ({ manager, path, strong }) => manager.put(`${path}/members/mia/roles/${strong}`, {}),
    ],
    [
      'gives none by a batch',
      ({ manager, path, strong }) =>
        manager.post(`${path}/members/batch`, { members: [{ user_id: 'bob', role_ids: [strong] }] }),
    ],
    [
      'gives no role that denies it',
      ({ manager, path, denying }) => manager.put(`${path}/members/bob/roles/${denying}`, {}),
    ],
  ];

  it.each(paths)('%s', async (_, attempt) => {
    const stage = await givenStage();
    const revision = await stage.revision();
    refused(await attempt(stage), 'apps:*:write');
    expect(await stage.revision()).toBe(revision);
  });

  it('gives it within no scope, and for no time', async () => {
    const { manager, path, strong } = await givenStage();
    refused(await manager.put(`${path}/members/bob/roles/${strong}`, { scope: 'ws-1' }), 'apps:ws-1:write');
    const expires_at = new Date(Date.now() + 60_000).toISOString();
    refused(await manager.put(`${path}/members/bob/roles/${strong}`, { expires_at }), 'apps:*:write');
  });

  it('takes a role with it from nobody, suspends and removes nobody who has it', async () => {
    const { alice, manager, path, strong } = await givenStage();
    await alice.put(`${path}/members/bob/roles/${strong}`, {}).expect(200);
    refused(await manager.delete(`${path}/members/bob/roles/${strong}`), 'apps:*:write');
    refused(await manager.post(`${path}/members`, { user_id: 'bob', role_ids: [] }), 'apps:*:write');
    refused(await manager.put(`${path}/members/bob`, { status: 'suspended' }), 'apps:*:write');
    refused(await manager.delete(`${path}/members/bob`), 'apps:*:write');
  });

  it('connects no identity provider whose groups are mapped to it', async () => {
    const { alice, orgId, path, manager, strong } = await givenStage();
    await alice.put(`${path}/roles/${strong}`, { sso_group_names: ['builders'] }).expect(200);
    const sso_connection = { issuer: 'https://issuer.test', claim: 'sub', value: 'mia' };
    refused(await manager.put(`/v1/orgs/${orgId}`, { sso_connection }), 'apps:*:write');
  });

  it('renames what has it, and changes its description', async () => {
    const { manager, path, policy, strong } = await givenStage();
    await manager.put(`${path}/policies/${policy}`, { name: 'Other', description: 'Renamed' }).expect(200);
    await manager.put(`${path}/roles/${strong}`, { name: 'Other' }).expect(200);
  });

  it('moves and deletes nothing of the kind', async () => {
    const { alice, manager, orgId, path } = await givenStage();
    for (const workspace_id of ['ws-1', 'ws-2']) {
      await alice.post(`/v1/orgs/${orgId}/workspaces`, { workspace_id, name: workspace_id }).expect(201);
    }
    await alice.put(`${path}/resources/apps/app-1`, { name: 'App', workspace_id: 'ws-1' }).expect(201);
    const moved = await manager.put(`${path}/resources/apps/app-1`, { workspace_id: 'ws-2' });
    const whole = ['delete', 'manage', 'read', 'write'].map((action) => `apps:apps/app-1:${action}`);
    refused(moved, ...whole);
    refused(await manager.delete(`${path}/resources/apps/app-1`), ...whole);
    await manager.put(`${path}/resources/apps/app-1`, { name: 'Renamed' }).expect(200);
  });
});

describe('who holds a right', () => {
  it('hands it out, whole or narrower, and takes it', async () => {
    const { alice, manager, path, strong } = await givenStage();
    await alice.put(`${path}/members/mia/roles/${strong}`, {}).expect(200);
    await manager.put(`${path}/members/bob/roles/${strong}`, { scope: 'ws-1' }).expect(200);
    await manager.post(`${path}/policies`, { name: 'Narrow', permissions: ['apps:ws-1:write'] }).expect(201);
    await manager.delete(`${path}/members/bob/roles/${strong}?scope=ws-1`).expect(204);
  });

  it('within a scope hands it out there alone', async () => {
    const { alice, manager, path, strong } = await givenStage();
    await alice.put(`${path}/members/mia/roles/${strong}`, { scope: 'ws-1' }).expect(200);
    await manager.put(`${path}/members/bob/roles/${strong}`, { scope: 'ws-1' }).expect(200);
    refused(await manager.put(`${path}/members/bob/roles/${strong}`, { scope: 'ws-2' }), 'apps:ws-2:write');
    refused(await manager.put(`${path}/members/bob/roles/${strong}`, {}), 'apps:*:write');
  });

  it('for a time, or under a deny, hands nothing of it out', async () => {
    const { alice, manager, path, strong, denying } = await givenStage();
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    await alice.put(`${path}/members/mia/roles/${strong}`, { expires_at }).expect(200);
    refused(await manager.put(`${path}/members/bob/roles/${strong}`, {}), 'apps:*:write');
    await alice.put(`${path}/members/mia/roles/${strong}`, { expires_at: null }).expect(200);
    await alice.put(`${path}/members/mia/roles/${denying}`, { scope: 'ws-1' }).expect(200);
    refused(await manager.put(`${path}/members/bob/roles/${strong}`, {}), 'apps:*:write');
  });

  it('to bind a role gives that role without holding it, and no other', async () => {
    const { alice, manager, path, strong, denying, role } = await givenStage();
    const binder = await role({ permissions: [`roles:${strong}:bind`] });
    await alice.put(`${path}/members/mia/roles/${binder}`, {}).expect(200);
    await manager.put(`${path}/members/bob/roles/${strong}`, {}).expect(200);
    refused(await manager.put(`${path}/members/bob/roles/${denying}`, {}), 'apps:*:write');
    await manager.delete(`${path}/members/bob/roles/${strong}`).expect(204);
  });

  it('of everything by name still hands out no wildcard', async () => {
    const team = await givenTeam(server);
    const all = ['read', 'write', 'manage', 'delete'].map((action) => `apps:${action}`);
    await team.member('mia', await team.role({ permissions: [...MANAGER, ...all] }));
    const wild = { name: 'Wild', permissions: ['apps:*'] };
    refused(await server.as('mia').post(`${team.path}/policies`, wild), 'apps:*:*');
  });
});

it('gives default roles at joining without the authority of who adds the member', async () => {
  const { alice, manager, path, strong, held } = await givenStage();
  await alice.put(`${path}/roles/${strong}`, { is_default: true }).expect(200);
  await manager.post(`${path}/members`, { user_id: 'carol', role_ids: [] }).expect(200);
  expect(await held('carol')).toEqual([`${strong} * default`]);
});

it('lets platform admins make a new Admin without being a member', async () => {
  const { orgId, path, alice } = await givenStage();
  await server.as(OPERATOR).post(`/v1/orgs/${orgId}/recovery`, { user_id: 'rita' }).expect(204);
  await server.as('rita').get(`${path}/audit`).expect(200);
  await server.as('mia').post(`/v1/orgs/${orgId}/recovery`, { user_id: 'mia' }).expect(403);
  const { body } = await alice.get(`${path}/audit?limit=1`).expect(200);
  expect(body.entries[0]).toMatchObject({ action: 'org.recover', actor: { id: OPERATOR, kind: 'operator' } });
  await server.as(OPERATOR).post('/v1/orgs/nowhere/recovery', { user_id: 'rita' }).expect(404);
});
