import { startTestServer, type Client, type TestServer } from '../support/server';
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

type SetChange = Record<string, unknown>;

const policy = (name: string, permissions: string[], more: object = {}): SetChange => ({
  op: 'create',
  kind: 'policy',
  body: { name, permissions, ...more },
});
const role = (name: string, ...policies: string[]): SetChange => ({
  op: 'create',
  kind: 'role',
  body: { name, policies: policies.map((each) => ({ name: each })) },
});
const assign = (user_id: string, name: string, more: object = {}): SetChange => ({
  op: 'assign',
  kind: 'assignment',
  user_id,
  role: { name },
  ...more,
});

const send = (changes: SetChange[], more: object = {}, by: Client = team.alice): ReturnType<Client['post']> =>
  by.post(`${team.path}/changes`, { changes, ...more });

const names = async (list: 'policies' | 'roles'): Promise<string[]> => {
  const { body } = await team.alice.get(`${team.path}/${list}?limit=200`).expect(200);
  return body[list].map(({ name }: { name: string }) => name);
};
const named = async (list: 'policies' | 'roles', name: string): Promise<any> => {
  const { body } = await team.alice.get(`${team.path}/${list}?limit=200`).expect(200);
  return body[list].find((each: { name: string }) => each.name === name);
};

describe('a change set', () => {
  it('makes everything with one revision, and names what it made in the same set', async () => {
    const before = await team.revision();
    const { body, headers } = await send([
      policy('Trigger', ['endpoints:*:trigger']),
      role('On call', 'Trigger'),
      assign('bob', 'On call', { reason: 'Stands in for Carol' }),
    ]).expect(200);
    expect(await team.revision()).toBe(before + 1);
    expect([body.revision, headers['castellan-revision']]).toEqual([await team.revisionText(), body.revision]);
    const { role_id, policy_ids } = await named('roles', 'On call');
    expect(body.results).toEqual([
      { kind: 'policy', id: policy_ids[0], created: true },
      { kind: 'role', id: role_id, created: true },
      { kind: 'assignment', id: 'bob', created: true },
    ]);
    const { roles_detail } = await team.show('bob');
    expect(roles_detail).toEqual([expect.objectContaining({ role_id, reason: 'Stands in for Carol', scope: '*' })]);
  });

  it('writes one audit entry for each object, from what it was first to what it is last, with the reason', async () => {
    const id = await team.role();
    const reason = 'Quarterly review';
    await send(
      [
        { op: 'update', kind: 'role', id, body: { description: 'First' } },
        { op: 'update', kind: 'role', id, body: { description: 'Last' } },
        policy('Passing', ['apps:read']),
        { op: 'delete', kind: 'policy', name: 'Passing' },
      ],
      { reason },
    ).expect(200);
    const revision = await team.revision();
    const entries = (await team.audit()).filter((entry) => entry.revision === revision);
    expect(
      entries.map(({ action, before, after, reason: why }) => [action, before.description, after.description, why]),
    ).toEqual([['role.update', null, 'Last', reason]]);
    const { body } = await team.alice.get(`${team.path}/audit?limit=1`).expect(200);
    expect(body.entries[0].reason).toBe(reason);
  });

  it('makes nothing when one change fails, and says which', async () => {
    const revision = await team.revision();
    const { body } = await send([policy('One', ['apps:read']), role('Two', 'Missing')]).expect(404);
    expect(body.details).toEqual({ resource_type: 'policies', resource_id: 'Missing', loc: ['body', 'changes', 1] });
    expect([await team.revision(), await names('policies')]).toEqual([revision, expect.not.arrayContaining(['One'])]);
  });

  it('changes nothing in a dry run, and tells the effect of the whole set', async () => {
    const revision = await team.revision();
    await team.member('bob');
    const changes = [policy('Trigger', ['endpoints:*:trigger']), role('On call', 'Trigger'), assign('bob', 'On call')];
    const { body } = await team.alice.post(`${team.path}/changes?dry_run=true`, { changes }).expect(200);
    expect(body).toMatchObject({
      would_succeed: true,
      gained: [{ user_id: 'bob', permission: 'endpoints:*:trigger' }],
      lost: [],
    });
    expect(await team.revision()).toBe(revision + 1);
  });

  it('is made only at the revision that it was made for', async () => {
    const base_revision = await team.revisionText();
    await team.role();
    const { body } = await send([policy('Late', [])], { base_revision }).expect(409);
    expect(body.details).toMatchObject({ reason: 'moved', revision: await team.revisionText() });
    await send([policy('Late', [])], { base_revision: body.details.revision }).expect(200);
  });

  it('is not made at the same revision of another epoch', async () => {
    const [epoch, revision] = (await team.revisionText()).split('.');
    const base_revision = `${Number(epoch) + 1}.${revision}`;
    const { body } = await send([policy('Late', [])], { base_revision }).expect(409);
    expect(body.details.reason).toBe('moved');
  });
});

describe('a change set is judged at its end', () => {
  it('may swap two names', async () => {
    await send([policy('One', ['apps:read']), policy('Two', ['apps:write'])]).expect(200);
    const [one, two] = [await named('policies', 'One'), await named('policies', 'Two')];
    await send([
      { op: 'update', kind: 'policy', id: one.policy_id, body: { name: 'Two' } },
      { op: 'update', kind: 'policy', id: two.policy_id, body: { name: 'One' } },
    ]).expect(200);
    expect((await named('policies', 'One')).policy_id).toBe(two.policy_id);
  });

  it('is rejected when two objects have one name at its end', async () => {
    const { body } = await send([policy('One', []), policy('ONE', [])]).expect(409);
    expect(body.details).toMatchObject({ reason: 'name_taken', loc: ['body', 'changes', 0] });
  });

  it.each([
    ['after', [0, 1]],
    ['before', [1, 0]],
  ])('may remove the last Admin %s it appoints another', async (_, order) => {
    const changes = [assign('bob', 'Admin'), { op: 'delete', kind: 'member', id: 'alice' }];
    await send(order.map((at) => changes[at] as SetChange)).expect(200);
    await server.as('bob').get(`${team.path}/roles`).expect(200);
    await team.alice.get(`${team.path}/roles`).expect(403);
  });

  it('never leaves an organisation without an Admin', async () => {
    const { body } = await send([policy('One', []), { op: 'delete', kind: 'member', id: 'alice' }]).expect(409);
    expect(body.details.reason).toBe('last_admin');
  });

  it('may delete a workspace before what is in it', async () => {
    await send([
      { op: 'create', kind: 'workspace', id: 'ws-1', name: 'Payments' },
      {
        op: 'create',
        kind: 'resource',
        resource_type: 'apps',
        id: 'app-1',
        body: { name: 'App', workspace_id: 'ws-1' },
      },
    ]).expect(200);
    const remove = { op: 'delete', kind: 'workspace', id: 'ws-1' };
    const { body } = await send([remove]).expect(409);
    expect(body.details.reason).toBe('not_empty');
    await send([remove, { op: 'delete', kind: 'resource', resource_type: 'apps', id: 'app-1' }]).expect(200);
  });
});

describe('a change set gives its actor nothing to use inside it', () => {
  const manager = async (...permissions: string[]): Promise<Client> => {
    await team.member('mia', await team.role({ permissions }));
    return server.as('mia');
  };

  it.each<[string, () => SetChange[]]>([
    ['a policy that it creates', () => [policy('Secrets', ['secrets:read'])]],
    ['a role that it assigns to itself', () => [assign('mia', 'Admin'), policy('All', ['*'])]],
    [
      'a policy that it empties before it deletes its role',
      () => [
        { op: 'update', kind: 'policy', name: 'Held', body: { permissions: [] } },
        { op: 'delete', kind: 'role', name: 'Held' },
      ],
    ],
    [
      'a role that it empties before it deletes it',
      () => [
        { op: 'update', kind: 'role', name: 'Held', body: { policies: [] } },
        { op: 'delete', kind: 'role', name: 'Held' },
      ],
    ],
    [
      'a role that it assigns and takes back',
      () => [assign('mia', 'Held'), { op: 'unassign', kind: 'assignment', user_id: 'mia', role: { name: 'Held' } }],
    ],
    [
      'a role that is a default role while somebody joins',
      () => [
        { op: 'update', kind: 'role', name: 'Held', body: { is_default: true } },
        assign('new', 'Viewer'),
        { op: 'update', kind: 'role', name: 'Held', body: { is_default: false } },
      ],
    ],
    [
      'a default role that grants nothing while somebody joins',
      () => [
        { op: 'update', kind: 'policy', name: 'Held', body: { permissions: [] } },
        { op: 'update', kind: 'role', name: 'Held', body: { is_default: true } },
        assign('new', 'Viewer'),
        { op: 'update', kind: 'role', name: 'Held', body: { is_default: false } },
        { op: 'update', kind: 'policy', name: 'Held', body: { permissions: ['secrets:read'] } },
      ],
    ],
    [
      'a policy that it fills after it was attached',
      () => [
        policy('Late', []),
        role('Late', 'Late'),
        assign('mia', 'Late'),
        { op: 'update', kind: 'policy', name: 'Late', body: { permissions: ['secrets:read'] } },
      ],
    ],
  ])('not %s', async (_, changes) => {
    await send([policy('Held', ['secrets:read']), role('Held', 'Held'), assign('bob', 'Held')]).expect(200);
    const mia = await manager('policies:*', 'roles:*', 'members:*', 'apps:read', 'analytics:view');
    const revision = await team.revision();
    const { body } = await send(changes(), {}, mia).expect(403);
    expect(body.details.reason).toBe('escalation');
    expect(await team.revision()).toBe(revision);
  });

  it.each<[string, SetChange]>([
    ['policies:create', policy('Mine', [])],
    ['policies:update', { op: 'update', kind: 'policy', name: 'Held', body: { description: 'Mine' } }],
    ['policies:delete', { op: 'delete', kind: 'policy', name: 'Held' }],
    ['roles:create', role('Mine')],
    ['roles:update', { op: 'update', kind: 'role', name: 'Held', body: { description: 'Mine' } }],
    ['roles:delete', { op: 'delete', kind: 'role', name: 'Held' }],
    ['workspaces:create', { op: 'create', kind: 'workspace', name: 'Mine' }],
    ['workspaces:delete', { op: 'delete', kind: 'workspace', id: 'ws-held' }],
    ['members:assign', { op: 'update', kind: 'member', id: 'bob', body: { status: 'suspended' } }],
    ['members:remove', { op: 'delete', kind: 'member', id: 'bob' }],
    ['members:assign', assign('bob', 'Held')],
    ['members:assign', assign('new', 'Held')],
    ['members:assign', { op: 'unassign', kind: 'assignment', user_id: 'bob', role: { name: 'Held' } }],
    [
      'resources:create',
      { op: 'create', kind: 'resource', resource_type: 'models', id: 'm-9', body: { name: 'Mine' } },
    ],
    ['resources:delete', { op: 'delete', kind: 'resource', resource_type: 'models', id: 'm-1' }],
  ])('without %s it makes no change that takes it', async (required_permission, change) => {
    await send([
      policy('Held', ['apps:read']),
      role('Held', 'Held'),
      assign('bob', 'Held'),
      { op: 'create', kind: 'workspace', id: 'ws-held', name: 'Held' },
      { op: 'create', kind: 'resource', resource_type: 'models', id: 'm-1', body: { name: 'Model' } },
    ]).expect(200);
    const mia = await manager('*:*:read', 'apps:*');
    const { body } = await send([change], {}, mia).expect(403);
    expect(body.details).toMatchObject({ reason: 'no-grant', required_permission, loc: ['body', 'changes', 0] });
  });

  it.each<[string, SetChange]>([
    ['a policy by name', { op: 'delete', kind: 'policy', name: 'Held' }],
    ['a role by name', { op: 'update', kind: 'role', name: 'Held', body: { description: 'x' } }],
    ['the role of an assignment', assign('mia', 'Held')],
    ['a member', { op: 'delete', kind: 'member', id: 'bob' }],
    ['a policy of a role', role('Mine', 'Held')],
  ])('answers for %s that it may not read as for one that does not exist', async (_, change) => {
    await send([policy('Held', ['apps:read']), role('Held', 'Held'), assign('bob', 'Held')]).expect(200);
    const mia = await manager('roles:*:create', 'members:mia:assign', 'apps:*');
    const told = await send([change], {}, mia).expect(404);
    const missing = JSON.parse(
      JSON.stringify(change).replaceAll('Held', 'Gone').replaceAll('bob', 'nobody'),
    ) as SetChange;
    const other = await send([missing], {}, mia).expect(404);
    const masked = JSON.parse(JSON.stringify(told.body.details).replace('Held', 'Gone').replace('bob', 'nobody'));
    expect(masked).toEqual(other.body.details);
  });
});

describe('managed_by', () => {
  const source = 'platform-team';

  it('is the source of the set that created an object, and is shown', async () => {
    await send(
      [
        policy('Kept', []),
        role('Kept', 'Kept'),
        assign('bob', 'Kept'),
        { op: 'create', kind: 'workspace', name: 'Kept' },
      ],
      {
        source,
      },
    ).expect(200);
    const { body } = await team.alice.get(`/v1/orgs/${team.orgId}/workspaces`).expect(200);
    expect([
      (await named('policies', 'Kept')).managed_by,
      (await named('roles', 'Kept')).managed_by,
      (await team.show('bob')).roles_detail[0].managed_by,
      body.workspaces[0].managed_by,
    ]).toEqual([source, source, source, source]);
  });

  it('is set on what exists only by adoption, and stays when others change the object', async () => {
    await send([policy('Free', [])]).expect(200);
    const update = { op: 'update', kind: 'policy', name: 'Free', body: { description: 'x' } };
    await send([update], { source }).expect(200);
    expect((await named('policies', 'Free')).managed_by).toBeNull();
    await send([{ op: 'update', kind: 'policy', name: 'Free', adopt: true }], { source }).expect(200);
    await send([{ ...update, body: { description: 'y' } }]).expect(200);
    expect((await named('policies', 'Free')).managed_by).toBe(source);
  });
});

describe('a change set that is not valid', () => {
  it.each<[string, object, unknown[]]>([
    ['without changes', { changes: [] }, ['changes']],
    ['with too many changes', { changes: Array.from({ length: 1_001 }, () => policy('x', [])) }, ['changes']],
    ['with an unknown kind', { changes: [{ op: 'create', kind: 'key' }] }, ['changes', 0, 'kind']],
    [
      'with an operation that the kind does not have',
      { changes: [{ op: 'assign', kind: 'policy' }] },
      ['changes', 0, 'op'],
    ],
    [
      'with a body that its own route rejects',
      { changes: [policy('x', ['nothing:read'])] },
      ['changes', 0, 'body', 'permissions', 0],
    ],
    [
      'with an id and a name',
      { changes: [{ op: 'delete', kind: 'role', id: 'rl-1', name: 'x' }] },
      ['changes', 0, 'name'],
    ],
    [
      'with a role by id and name',
      { changes: [assign('bob', 'x', { role: { id: 'a', name: 'b' } })] },
      ['changes', 0, 'role', 'name'],
    ],
    ['without a body', { changes: [{ op: 'create', kind: 'policy' }] }, ['changes', 0, 'body', 'permissions']],
    ['with an id for a policy', { changes: [{ ...policy('x', []), id: 'pol-1' }] }, ['changes', 0, 'id']],
    [
      'with a property of another kind',
      { changes: [{ op: 'delete', kind: 'policy', name: 'x', user_id: 'bob' }] },
      ['changes', 0, 'user_id'],
    ],
    ['with a base that is no revision', { base_revision: '42', changes: [policy('x', [])] }, ['base_revision']],
    [
      'with a member that has a field of a policy',
      { changes: [{ op: 'update', kind: 'member', id: 'bob', body: { permissions: [] } }] },
      ['changes', 0, 'body', 'permissions'],
    ],
    [
      'with a type that the schema does not have',
      { changes: [{ op: 'create', kind: 'resource', resource_type: 'cars', id: 'c', body: { name: 'x' } }] },
      ['changes', 0, 'resource_type'],
    ],
  ])('%s says where', async (_, sent, loc) => {
    const { body } = await team.alice.post(`${team.path}/changes`, sent).expect(422);
    expect(body.detail.map((issue: { loc: unknown[] }) => issue.loc)).toContainEqual(['body', ...loc]);
  });
});
