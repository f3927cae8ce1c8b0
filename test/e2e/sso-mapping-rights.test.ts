import { startTestServer, type TestServer } from '../support/server';
import { comes, givenConnected, givenMapped } from './directory';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const mapped = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...({
      id: `rl-zz${String(at).padStart(3, '0')}`,
      group: 'staff',
      effect: 'allow',
      permission: 'tools:*:read',
    } as const),
  }));

describe('mapping a group to a role', () => {
  it('takes the right to add members, because it adds them', async () => {
    const team = await givenConnected(server);
    await team.role({ permissions: ['secrets:*:read'], is_default: true });
    await team.member('dora', await team.role({ permissions: ['roles:*:*'] }));
    const door = { name: 'Door', policy_ids: [], sso_group_names: ['outsiders'] };
    const { body } = await server.as('dora').post(`${team.path}/roles`, door).expect(403);
    expect(body.details).toMatchObject({ reason: 'escalation', missing: ['members:*:assign'] });
    expect((await comes(server, team, 'eve', 1, ['outsiders'])).status).toBe(403);
  });

  it('takes everything once another role may be put out by it', async () => {
    const team = await givenConnected(server);
    await givenMapped(server, team, mapped(200));
    await comes(server, team, 'bob', 1, ['staff']);
    await team.member('max', await team.role({ permissions: ['roles:*:*', 'members:*:assign', 'tools:*:read'] }));
    const pushing = { name: 'Junk', policy_ids: [], sso_group_names: ['staff'] };
    const { body } = await server.as('max').post(`${team.path}/roles`, pushing).expect(403);
    expect(body.details).toMatchObject({ reason: 'escalation', missing: ['*:*:*'] });
    expect((await team.show('bob')).directory).toBe('whole');
    await team.alice.post(`${team.path}/roles`, pushing).expect(201);
    expect((await team.show('bob')).directory).toBe('truncated');
  });
});

describe('a member who was removed and is added again', () => {
  it('is given nothing by groups that the actor does not cover, whatever groups it had', async () => {
    const team = await givenConnected(server);
    await team.role({ permissions: ['models:*:read'], sso_group_names: ['builders'] });
    await team.member('ea', await team.role({ permissions: ['members:*:assign'] }));
    for (const [user, groups] of Object.entries({ none: undefined, other: ['h'], empty: [], same: ['builders'] })) {
      await team.member(user);
      if (groups !== undefined) await comes(server, team, user, 1, groups);
      await team.alice.delete(`${team.path}/members/${user}`).expect(204);
      await server.as('ea').post(`${team.path}/members`, { user_id: user, role_ids: [] }).expect(200);
      const { body } = await comes(server, team, user, 9, ['builders']);
      expect([user, body.permissions, body.directory]).toEqual([user, [], 'denies']);
    }
    await team.member('none');
    expect((await team.show('none')).permissions).toEqual(['models:*:read']);
  });

  it('is given no default role that the actor does not cover, but every one that denies', async () => {
    const team = await givenConnected(server);
    await team.member('weak', await team.role({ permissions: ['members:*:assign', 'tools:*:read'] }));
    await team.role({ permissions: ['secrets:*:read'], is_default: true });
    const covered = await team.role({ permissions: ['tools:*:read'], is_default: true });
    const denying = await team.role({ permissions: ['apps:*:read'], effect: 'deny', is_default: true });
    await team.member('vic');
    await team.alice.delete(`${team.path}/members/vic`).expect(204);
    await server.as('weak').post(`${team.path}/members`, { user_id: 'vic', role_ids: [] }).expect(200);
    expect(await team.held('vic')).toEqual([covered, denying].sort().map((id) => `${id} * default`));
  });
});
