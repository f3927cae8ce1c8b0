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
const remove = async (path: string): Promise<void> => {
  await team.alice.delete(`${team.path}/${path}`).expect(204);
};
const restore = async (path: string, revision: string, status = 200): Promise<any> =>
  (await team.alice.post(`${team.path}/${path}/restore`, { revision }).expect(status)).body;
const revert = async (revision: string, status = 200): Promise<any> =>
  (await team.alice.post(`${team.path}/changes/${revision}/revert`, {}).expect(status)).body;
const made = async (name: string, permissions: string[]): Promise<any> =>
  (await team.alice.post(`${team.path}/policies`, { name, permissions }).expect(201)).body;

/** A policy or role without what is new after it came back. */
const content = ({
  policy_id: _,
  role_id: __,
  created_at: ___,
  updated_at: ____,
  restored_from: _____,
  ...rest
}: any): any => rest;

describe('restoring', () => {
  it('returns a policy to what it was', async () => {
    const policy = await made('P', ['apps:read']);
    const then = await team.revisionText();
    await put(`policies/${policy.policy_id}`, { name: 'Q', permissions: ['apps:write'], effect: 'deny' });
    const restored = await restore(`policies/${policy.policy_id}`, then);
    expect([content(restored), restored.policy_id, restored.restored_from]).toEqual([
      content(policy),
      policy.policy_id,
      null,
    ]);
  });

  it('brings a deleted policy back under a new id', async () => {
    const policy = await made('P', ['apps:read']);
    const then = await team.revisionText();
    await remove(`policies/${policy.policy_id}`);
    const restored = await restore(`policies/${policy.policy_id}`, then);
    expect([content(restored), restored.restored_from]).toEqual([content(policy), policy.policy_id]);
    expect(restored.policy_id).not.toBe(policy.policy_id);
  });

  it('returns a role to what it was', async () => {
    const id = await team.role();
    const role = await get(`roles/${id}`);
    const then = await team.revisionText();
    const other = await made('Other', ['apps:write']);
    await put(`roles/${id}`, { name: 'Renamed', policy_ids: [other.policy_id], is_default: true });
    expect(content(await restore(`roles/${id}`, then))).toEqual(content(role));
  });

  it('brings a deleted role back, to nobody', async () => {
    const id = await team.role();
    const role = await get(`roles/${id}`);
    await team.member('bob', id);
    const then = await team.revisionText();
    await remove(`roles/${id}`);
    const restored = await restore(`roles/${id}`, then);
    expect([content(restored), restored.restored_from]).toEqual([content(role), id]);
    expect(await team.held('bob')).toEqual([]);
  });

  it('brings a role of statements back with its statements', async () => {
    const statements = `/organizations/${team.orgId}/roles`;
    const sent = { name: 'Stated', policies: [{ resources: ['apps'], actions: ['read'], effect: 'allow' }] };
    const { id } = (await team.alice.post(statements, sent).expect(200)).body.data;
    const { policies } = (await team.alice.get(`${statements}/${id}`).expect(200)).body.data;
    const then = await team.revisionText();
    await remove(`roles/${id}`);
    const { role_id } = await restore(`roles/${id}`, then);
    expect((await team.alice.get(`${statements}/${role_id}`).expect(200)).body.data.policies).toEqual(policies);
  });

  it.each<[string, () => Promise<[string, number]>]>([
    ['did not exist yet', async () => [`policies/${(await made('P', [])).policy_id}`, 404]],
    ['is built in', async () => ['policies/pol-viewer', 409]],
  ])('is rejected for a policy that %s', async (_, given) => {
    const then = await team.revisionText();
    const [path, status] = await given();
    await restore(path, then, status);
  });

  it('is rejected when the name was taken since', async () => {
    const policy = await made('P', []);
    const then = await team.revisionText();
    await remove(`policies/${policy.policy_id}`);
    await made('P', []);
    expect((await restore(`policies/${policy.policy_id}`, then, 409)).details.reason).toBe('name_taken');
  });

  it('changes nothing in a dry run', async () => {
    const policy = await made('P', ['apps:read']);
    const then = await team.revisionText();
    await put(`policies/${policy.policy_id}`, { permissions: [] });
    const { body } = await team.alice
      .post(`${team.path}/policies/${policy.policy_id}/restore?dry_run=true`, { revision: then })
      .expect(200);
    expect([body.would_succeed, (await get(`policies/${policy.policy_id}`)).permissions]).toEqual([true, []]);
  });

  it('gives nobody what it does not hold', async () => {
    const policy = await made('P', ['secrets:read']);
    const then = await team.revisionText();
    await put(`policies/${policy.policy_id}`, { permissions: [] });
    await team.member('mia', await team.role({ permissions: ['policies:*', 'audit:read'] }));
    const path = `${team.path}/policies/${policy.policy_id}/restore`;
    const { body } = await server.as('mia').post(path, { revision: then }).expect(403);
    expect(body.details).toMatchObject({ reason: 'escalation', missing: ['secrets:*:read'] });
  });

  it('is refused without the right to read the log', async () => {
    const policy = await made('P', []);
    const then = await team.revisionText();
    await team.member('mia', await team.role({ permissions: ['policies:*'] }));
    const path = `${team.path}/policies/${policy.policy_id}/restore`;
    const { body } = await server.as('mia').post(path, { revision: then }).expect(403);
    expect(body.details.required_permission).toBe('audit:read');
  });
});

describe('reverting', () => {
  it('undoes what was done to a policy', async () => {
    const policy = await made('R', ['apps:read']);
    await put(`policies/${policy.policy_id}`, { name: 'S', permissions: [] });
    const result = await revert(await team.revisionText());
    expect(result.results).toEqual([{ kind: 'policy', id: policy.policy_id, created: false }]);
    expect(content(await get(`policies/${policy.policy_id}`))).toEqual(content(policy));
  });

  it('undoes a creation by a deletion', async () => {
    const { policy_id } = await made('P', []);
    await revert(await team.revisionText());
    await get(`policies/${policy_id}`, 404);
  });

  it('undoes the deletion of a policy, in the roles that lost it too', async () => {
    const id = await team.role();
    const before = await get(`roles/${id}`);
    await remove(`policies/${before.policy_ids[0]}`);
    await revert(await team.revisionText());
    const after = await get(`roles/${id}`);
    expect(after.policies.map(content)).toEqual(before.policies.map(content));
  });

  it('undoes the deletion of a role, for the members who lost it too', async () => {
    const id = await team.role();
    await team.member('bob', id);
    const before = await get(`roles/${id}`);
    await remove(`roles/${id}`);
    const { results } = await revert(await team.revisionText());
    expect(content(await get(`roles/${results[0].id}`))).toEqual(content(before));
    expect(await team.held('bob')).toEqual([`${results[0].id} * manual`]);
  });

  it('undoes assignments and revocations', async () => {
    const [one, two] = [await team.role(), await team.role()];
    await team.member('bob', one);
    const before = await team.held('bob');
    await team.member('bob', two);
    await revert(await team.revisionText());
    expect(await team.held('bob')).toEqual(before);
  });

  it('undoes a whole change set, and a revert', async () => {
    await team.alice
      .post(`${team.path}/changes`, {
        changes: [
          { op: 'create', kind: 'policy', body: { name: 'P', permissions: ['apps:read'] } },
          { op: 'create', kind: 'role', body: { name: 'R', policies: [{ name: 'P' }] } },
          { op: 'assign', kind: 'assignment', user_id: 'bob', role: { name: 'R' } },
        ],
      })
      .expect(200);
    await revert(await team.revisionText());
    const names = async (): Promise<string[]> => (await get('roles?limit=200')).roles.map(({ name }: any) => name);
    expect([await names(), await team.held('bob')]).toEqual([expect.not.arrayContaining(['R']), []]);
    await revert(await team.revisionText());
    expect([await names(), await team.held('bob')]).toEqual([
      expect.arrayContaining(['R']),
      [expect.stringMatching(/^rl-/)],
    ]);
  });

  it('undoes the fields of a workspace', async () => {
    const workspaces = `/v1/orgs/${team.orgId}/workspaces`;
    await team.alice.post(workspaces, { workspace_id: 'ws-1', name: 'One' }).expect(201);
    await team.alice.put(`${workspaces}/ws-1`, { name: 'Two' }).expect(200);
    await revert(await team.revisionText());
    expect((await team.alice.get(`${workspaces}/ws-1`).expect(200)).body.name).toBe('One');
  });

  it('changes nothing that later changes touched, and says which', async () => {
    const { policy_id } = await made('P', []);
    const then = await team.revisionText();
    await put(`policies/${policy_id}`, { description: 'Later' });
    const { details } = await revert(then, 409);
    expect(details).toMatchObject({
      reason: 'moved_on',
      objects: [{ kind: 'policies', id: policy_id, revision: await team.revisionText() }],
    });
  });

  it('leaves an end that has passed as it is', async () => {
    const id = await team.role();
    await team.member('bob');
    const expires_at = new Date(Date.now() + 1_500).toISOString();
    await put(`members/bob/roles/${id}`, { expires_at });
    await remove(`members/bob/roles/${id}`);
    const then = await team.revisionText();
    await new Promise((passed) => setTimeout(passed, Math.max(0, Date.parse(expires_at) - Date.now() + 50)));
    const { left_out } = await revert(then);
    expect([left_out, await team.held('bob')]).toEqual([[{ kind: 'assignment', id: 'bob', reason: 'expired' }], []]);
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      'a suspension',
      async () => {
        await team.member('bob');
        await put('members/bob', { status: 'suspended' });
      },
    ],
    [
      'a removal',
      async () => {
        await team.member('bob');
        await remove('members/bob');
      },
    ],
    ['a new connection', () => team.alice.put(`/v1/orgs/${team.orgId}`, { name: 'Renamed' }).expect(200)],
    [
      'the creation of a workspace',
      () => team.alice.post(`/v1/orgs/${team.orgId}/workspaces`, { name: 'W' }).expect(201),
    ],
    [
      'the deletion of a resource',
      async () => {
        await team.alice.put(`${team.path}/resources/models/m-1`, { name: 'M' }).expect(201);
        await remove('resources/models/m-1');
      },
    ],
  ])('is never done to %s', async (_, change) => {
    await change();
    expect((await revert(await team.revisionText(), 409)).details.reason).toBe('not_revertible');
  });

  it('never ends the last Admin', async () => {
    await team.member('bob', 'rl-admin');
    const then = await team.revisionText();
    await remove('members/alice');
    const path = `${team.path}/changes/${then}/revert`;
    const { body } = await server.as('bob').post(path, {}).expect(409);
    expect(body.details.reason).toBe('last_admin');
  });

  it('gives and takes nothing that the caller lacks', async () => {
    const policy = await made('P', ['secrets:read']);
    await put(`policies/${policy.policy_id}`, { permissions: [] });
    const then = await team.revisionText();
    await team.member('mia', await team.role({ permissions: ['policies:*', 'audit:read'] }));
    const { body } = await server.as('mia').post(`${team.path}/changes/${then}/revert`, {}).expect(403);
    expect(body.details).toMatchObject({ reason: 'escalation', missing: ['secrets:*:read'] });
  });

  it('requires the permission of each part', async () => {
    await made('P', []);
    const then = await team.revisionText();
    await team.member('mia', await team.role({ permissions: ['policies:read', 'audit:read'] }));
    const { body } = await server.as('mia').post(`${team.path}/changes/${then}/revert`, {}).expect(403);
    expect(body.details).toMatchObject({ required_permission: 'policies:delete' });
  });

  it('is refused without the right to read the log', async () => {
    await team.member('mia', await team.role({ permissions: ['policies:*'] }));
    const { body } = await server
      .as('mia')
      .post(`${team.path}/changes/${await team.revisionText()}/revert`, {})
      .expect(403);
    expect(body.details.required_permission).toBe('audit:read');
  });

  it.each(['0.0', 'x', '1.0'])('does not find the change of the revision %s', async (revision) => {
    const { status } = await team.alice.post(`${team.path}/changes/${revision}/revert`, {});
    expect([404, 409]).toContain(status);
  });
});
