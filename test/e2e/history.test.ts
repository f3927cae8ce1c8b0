import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
let team: Team;
beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  team = await givenTeam(server);
});
afterAll(() => server.close());

const get = async (path: string, status = 200): Promise<any> =>
  (await team.alice.get(`${team.path}/${path}`).expect(status)).body;
const put = async (path: string, body: object): Promise<any> =>
  (await team.alice.put(`${team.path}/${path}`, body).expect(200)).body;

describe('the history of an object', () => {
  it('lists its changes, newest first, with who made them, why, and what differs', async () => {
    const id = await team.role();
    await put(`roles/${id}`, { description: 'On call' });
    await team.alice
      .post(`${team.path}/changes`, {
        reason: 'No longer needed',
        changes: [{ op: 'delete', kind: 'role', id }],
      })
      .expect(200);
    const { entries, has_more } = await get(`roles/${id}/history`);
    const revision = await team.revision();
    const [epoch] = (await team.revisionText()).split('.');
    expect(entries.map((entry: any) => [entry.revision, entry.action, entry.changed, entry.reason])).toEqual([
      [`${epoch}.${revision}`, 'role.delete', expect.arrayContaining(['name', 'policy_ids']), 'No longer needed'],
      [`${epoch}.${revision - 1}`, 'role.update', ['description'], null],
      [`${epoch}.${revision - 2}`, 'role.create', expect.arrayContaining(['name', 'policy_ids']), null],
    ]);
    expect(entries[1]).toMatchObject({
      actor: { id: 'alice', kind: 'member' },
      before: { description: null },
      after: { description: 'On call' },
    });
    expect(has_more).toBe(false);
  });

  it('comes page by page', async () => {
    const id = await team.role();
    for (const description of ['One', 'Two']) await put(`roles/${id}`, { description });
    const first = await get(`roles/${id}/history?limit=2`);
    const second = await get(`roles/${id}/history?limit=2&cursor=${first.next_cursor}`);
    expect([first, second].map(({ entries }) => entries.map(({ action }: any) => action))).toEqual([
      ['role.update', 'role.update'],
      ['role.create'],
    ]);
    expect([first.has_more, second.has_more, second.next_cursor]).toEqual([true, false, null]);
  });

  it('ends a page before it has more than 8 MB', async () => {
    const permissions = Array.from({ length: 1_000 }, (_, at) => `apps:${'x'.repeat(200)}-${at}:read`);
    const { policy_id } = (await team.alice.post(`${team.path}/policies`, { name: 'Heavy', permissions }).expect(201))
      .body;
    for (let at = 1; at <= 12; at++) await put(`policies/${policy_id}`, { permissions: permissions.slice(at % 2) });
    const answer = await team.alice.get(`${team.path}/policies/${policy_id}/history?limit=200`).expect(200);
    expect([answer.text.length < 8_000_000, answer.body.has_more]).toEqual([true, true]);
    let seen = answer.body.entries.length;
    for (let cursor = answer.body.next_cursor; cursor !== null;) {
      const next = await get(`policies/${policy_id}/history?limit=200&cursor=${cursor}`);
      seen += next.entries.length;
      cursor = next.next_cursor;
    }
    expect(seen).toBe(13);
  });

  it('is empty for a built-in that was never changed', async () => {
    expect((await get('roles/rl-viewer/history')).entries).toEqual([]);
  });

  it('does not exist for an object that never was', async () => {
    const { details } = await get('policies/pol-never/history', 404);
    expect(details).toEqual({ resource_type: 'policies', resource_id: 'pol-never' });
  });

  it('does not exist in another organisation', async () => {
    const id = await team.role();
    const other = await givenTeam(server);
    await other.alice.get(`${other.path}/roles/${id}/history`).expect(404);
  });

  it.each([
    ['only the right to read roles', ['roles:read'], 'audit:read'],
    ['a scoped right to read the log', ['roles:read', 'audit:x:read'], 'audit:read'],
    ['only the right to read the log', ['audit:read'], 'roles:read'],
  ])('is refused to a member with %s', async (_, permissions, required_permission) => {
    const id = await team.role();
    await team.member('bob', await team.role({ permissions }));
    const { body } = await server.as('bob').get(`${team.path}/roles/${id}/history`).expect(403);
    expect(body.details).toMatchObject({ required_permission, reason: 'no-grant' });
  });

  it('is shown to the member itself without the ids of others', async () => {
    await team.member('bob');
    await team.member('bob', 'rl-viewer');
    const { body } = await server.as('bob').get(`${team.path}/members/bob/history`).expect(200);
    expect(body.entries.map(({ action, actor }: any) => [action, actor])).toEqual([
      ['member.assign', { id: null, kind: 'member' }],
      ['member.assign', { id: null, kind: 'member' }],
    ]);
    expect(JSON.stringify(body)).not.toContain('alice');
    await server.as('bob').get(`${team.path}/members/alice/history`).expect(403);
  });
});

describe('an object at an earlier revision', () => {
  it('is a policy as it was, also when it was deleted since', async () => {
    const created = (
      await team.alice.post(`${team.path}/policies`, { name: 'P', permissions: ['apps:read'] }).expect(201)
    ).body;
    const then = await team.revisionText();
    await put(`policies/${created.policy_id}`, { permissions: ['apps:write'] });
    expect(await get(`policies/${created.policy_id}?at_revision=${then}`)).toEqual(created);
    await team.alice.delete(`${team.path}/policies/${created.policy_id}`).expect(204);
    expect(await get(`policies/${created.policy_id}?at_revision=${then}`)).toEqual(created);
    await get(`policies/${created.policy_id}?at_revision=${await team.revisionText()}`, 404);
  });

  it('is a role with its policies as they were', async () => {
    const id = await team.role({ permissions: ['apps:*:read'] });
    const role = await get(`roles/${id}`);
    const then = await team.revisionText();
    await put(`policies/${role.policy_ids[0]}`, { permissions: ['apps:write'] });
    expect(await get(`roles/${id}?at_revision=${then}`)).toEqual(role);
    await team.alice.delete(`${team.path}/policies/${role.policy_ids[0]}`).expect(204);
    expect(await get(`roles/${id}?at_revision=${then}`)).toEqual(role);
  });

  it('is a built-in that never changed', async () => {
    const role = await get('roles/rl-viewer');
    expect(await get(`roles/rl-viewer?at_revision=${await team.revisionText()}`)).toEqual(role);
  });

  it('is a member with the roles that it had', async () => {
    const id = await team.role();
    await team.member('bob', id);
    const { role_ids, roles_detail } = await team.show('bob');
    const then = await team.revisionText();
    await team.alice.delete(`${team.path}/roles/${id}`).expect(204);
    await team.alice.delete(`${team.path}/members/bob`).expect(204);
    expect(await get(`members/bob?at_revision=${then}`)).toEqual({
      user_id: 'bob',
      org_id: team.orgId,
      role_ids,
      roles_detail,
      status: 'active',
      directory: 'whole',
    });
  });

  it.each([
    ['of another epoch', (epoch: number, revision: number) => `${epoch + 1}.${revision}`],
    ['that is still to come', (epoch: number, revision: number) => `${epoch}.${revision + 1}`],
  ])('does not exist at a revision %s', async (_, other) => {
    const [epoch, revision] = (await team.revisionText()).split('.').map(Number) as [number, number];
    const { details } = await get(`roles/rl-viewer?at_revision=${other(epoch, revision)}`, 409);
    expect(details).toMatchObject({ reason: 'moved', revision: await team.revisionText() });
  });

  it('is not asked for with a number alone', async () => {
    await get('roles/rl-viewer?at_revision=3', 422);
  });

  it('is refused without the right to read the log', async () => {
    await team.member('bob', await team.role({ permissions: ['roles:read', 'policies:read', 'members:read'] }));
    const at = await team.revisionText();
    for (const path of ['roles/rl-viewer', 'policies/pol-viewer', 'members/bob']) {
      const { body } = await server.as('bob').get(`${team.path}/${path}?at_revision=${at}`).expect(403);
      expect(body.details).toMatchObject({ required_permission: 'audit:read' });
    }
  });
});
