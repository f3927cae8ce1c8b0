import { Logger } from '@nestjs/common';
import { startTestServer, type TestServer } from '../support/server';
import type { Team } from '../support/team';
import { comes, givenConnected, givenMapped, ids } from './directory';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const allows = (prefix: string, count: number, group = 'many'): any[] =>
  ids(prefix, count).map((id) => ({ id, group, effect: 'allow', permission: 'apps:*:read' }));
const denies = (prefix: string, count: number, group = 'many'): any[] =>
  ids(prefix, count).map((id) => ({ id, group, effect: 'deny', permission: 'secrets:*:read' }));

const fromGroups = async (team: Team): Promise<string[]> =>
  (await team.show('bob')).roles_detail.flatMap((held: any) => (held.origin === 'sso' ? held.role_id : []));

describe('the roles of directory groups', () => {
  it('are all given, beside as many manual roles as a member may have', async () => {
    const team = await givenConnected(server);
    await givenMapped(server, team, [...allows('rl-m', 1_000, 'none'), ...allows('rl-z', 199), ...denies('rl-zz', 1)]);
    await team.member('bob', ...ids('rl-m', 1_000));
    expect((await comes(server, team, 'bob', 0, ['many'])).body.denied_permissions).toEqual(['secrets:*:read']);
    expect(await fromGroups(team)).toHaveLength(200);
    expect(await team.show('bob')).toMatchObject({ directory: 'whole' });
  });

  it('are cut when more than 200 are mapped: those that deny first, then the rest by id, and told', async () => {
    const team = await givenConnected(server);
    await givenMapped(server, team, [...allows('rl-a', 201), ...denies('rl-z', 3)]);
    const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const { body } = await comes(server, team, 'bob', 0, ['many']);
    expect(body).toMatchObject({ directory: 'truncated', denied_permissions: ['secrets:*:read'] });
    expect(await fromGroups(team)).toEqual([...ids('rl-a', 197), ...ids('rl-z', 3)]);
    const leftOut = ids('rl-a', 201).slice(197);
    expect((await team.audit()).at(-1)).toMatchObject({
      action: 'member.sso',
      after: { directory: 'truncated', left_out: leftOut, left_out_total: 4 },
    });
    expect(warned.mock.calls.join()).toContain(`Left out 4 mapped roles: ${leftOut.join(', ')}`);
    warned.mockRestore();
    expect((await comes(server, team, 'bob', 1, [])).body.directory).toBe('whole');
  });

  it('deny access when more than 200 of them deny', async () => {
    const team = await givenConnected(server);
    await givenMapped(server, team, [...denies('rl-d', 201), ...denies('rl-e', 1, 'few')]);
    await team.member('bob', 'rl-admin');
    const { status, body } = await comes(server, team, 'bob', 0, ['many']);
    expect([status, body.details.reason]).toEqual([403, 'groups-overflow']);
    const required = await server.as('bob').get(`${team.path}/roles`).expect(403);
    expect(required.body.details).toMatchObject({ required_permission: 'roles:read', reason: 'groups-overflow' });
    const question = { user_id: 'bob', permission: 'roles:read' };
    expect((await team.alice.post(`${team.path}/check`, question).expect(200)).body).toEqual({
      allowed: false,
      reason: 'groups-overflow',
      by: null,
    });
    expect(await team.show('bob')).toMatchObject({ directory: 'overflow', permissions: [], denied_permissions: [] });
    expect((await team.audit()).at(-1).after).toMatchObject({ directory: 'overflow', left_out_total: 1 });
    expect((await comes(server, team, 'bob', 1, ['few'])).body).toMatchObject({ directory: 'whole' });
    await server.as('bob').get(`${team.path}/roles`).expect(200);
  });

  it('come back when the mapping is changed so that they fit', async () => {
    const team = await givenConnected(server);
    await givenMapped(server, team, denies('rl-d', 201));
    await team.member('bob', 'rl-viewer');
    expect((await comes(server, team, 'bob', 0, ['many'])).status).toBe(403);
    await team.alice.put(`${team.path}/roles/rl-d0000`, { sso_group_names: [] }).expect(200);
    expect((await comes(server, team, 'bob', 0, ['many'])).body.directory).toBe('whole');
    expect(await fromGroups(team)).toEqual(ids('rl-d', 201).slice(1));
  });

  it('are fitted again when a role that did not fit begins to deny, and when one that denies is deleted', async () => {
    const team = await givenConnected(server);
    await givenMapped(server, team, [...denies('rl-a', 200), ...allows('rl-b', 2), ...denies('rl-c', 1, 'other')]);
    await team.member('bob', 'rl-viewer');
    expect((await comes(server, team, 'bob', 0, ['many'])).body.directory).toBe('truncated');
    await team.alice.put(`${team.path}/policies/polrl-b0001`, { effect: 'deny' }).expect(200);
    expect((await comes(server, team, 'bob', 0, ['many'])).body.details).toMatchObject({ reason: 'groups-overflow' });
    await team.alice.put(`${team.path}/roles/rl-b0001`, { policy_ids: [] }).expect(200);
    expect((await comes(server, team, 'bob', 0, ['many'])).body.directory).toBe('truncated');
    await team.alice.put(`${team.path}/roles/rl-b0001`, { policy_ids: ['polrl-c0000'] }).expect(200);
    expect((await comes(server, team, 'bob', 0, ['many'])).body.details).toMatchObject({ reason: 'groups-overflow' });
    await team.alice.delete(`${team.path}/roles/rl-a0000`).expect(204);
    expect((await comes(server, team, 'bob', 0, ['many'])).body.directory).toBe('truncated');
    await team.alice.delete(`${team.path}/policies/polrl-a0001`).expect(204);
    expect(await fromGroups(team)).toContain('rl-b0001');
  });

  it('are given to who joins beside every default role', async () => {
    const team = await givenConnected(server);
    for (let count = 0; count < 20; count++)
      await team.role({ is_default: true, effect: count === 7 ? 'deny' : 'allow' });
    await givenMapped(server, team, allows('rl-z', 200));
    expect((await comes(server, team, 'bob', 0, ['many'])).status).toBe(200);
    expect(await team.held('bob')).toHaveLength(220);
  });
});

describe('the manual and default assignments of a member', () => {
  it('are at most 1,000, and those of roles that deny at most 200 more', async () => {
    const team = await givenConnected(server);
    const deny = await team.role({ effect: 'deny', permissions: ['secrets:read'] });
    await givenMapped(server, team, [...allows('rl-m', 1_000, 'none'), ...denies('rl-d', 200, 'none')]);
    await team.member('bob', ...ids('rl-m', 1_000));
    const give = (role: string, scope = '*') => team.alice.put(`${team.path}/members/bob/roles/${role}`, { scope });
    const { body } = await give('rl-viewer').expect(409);
    expect(body.details).toEqual({ reason: 'limit', limit: 1_000 });
    for (let at = 0; at < 3; at++) await give(deny, `ws-${at}`).expect(200);
    await team.member('carol', ...ids('rl-d', 200));
    const more = await team.alice.put(`${team.path}/members/carol/roles/${deny}`, {}).expect(409);
    expect(more.body.details).toEqual({ reason: 'limit', limit: 200 });
  });
});
