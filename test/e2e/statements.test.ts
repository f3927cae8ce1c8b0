import { AnswerChecker, readContract } from '../support/contract';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { conflict, TIME } from './answers';

const checker = new AnswerChecker(readContract('organizations-roles'));
const ROLES = '/organizations/{organizationId}/roles';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

interface Statement {
  resources: string[];
  actions: string[];
  effect: 'allow' | 'deny';
}

const allow = (resources: string[], actions: string[]): Statement => ({ resources, actions, effect: 'allow' });
const deny = (resources: string[], actions: string[]): Statement => ({ resources, actions, effect: 'deny' });

const at = ({ orgId }: Team, id = ''): string => `/organizations/${orgId}/roles${id === '' ? '' : `/${id}`}`;
const make = async (team: Team, policies: Statement[] = [], values: object = {}): Promise<any> =>
  (await team.alice.post(at(team), { name: 'One', policies, ...values }).expect(200)).body.data;
const put = async (team: Team, id: string, values: object): Promise<any> =>
  (await team.alice.put(at(team, id), values).expect(200)).body.data;
const inFace1 = async (team: Team, id: string): Promise<any> =>
  (await team.alice.get(`${team.path}/roles/${id}`).expect(200)).body;
const shared = async (team: Team, name: string, permissions: string[], effect = 'allow'): Promise<any> =>
  (await team.alice.post(`${team.path}/policies`, { name, permissions, effect }).expect(201)).body;
const granted = ({ policies }: any): unknown => policies.map((p: any) => [p.effect, p.permissions]);

describe('making a role of statements', () => {
  it('answers it as the contract says, as it was given, and as reads show it', async () => {
    const team = await givenTeam(server);
    const policies = [allow(['endpoints:ws-1', 'apps', 'apps'], ['write', 'read']), deny(['*'], ['delete'])];
    const { body, headers } = await team.alice
      .post(at(team), { name: 'Release', description: 'Ships it', policies })
      .expect(200);
    const { data } = body;
    expect(data).toEqual({
      id: expect.stringMatching(/^rl-[0-9a-z]{26}$/),
      name: 'Release',
      description: 'Ships it',
      policies,
      createdBy: 'alice',
      createdAtDateString: TIME,
      updatedAtDateString: TIME,
      createdAt: Date.parse(data.createdAtDateString),
      updatedAt: Date.parse(data.updatedAtDateString),
    });
    expect(Object.keys(data.policies[0])).toEqual(['resources', 'actions', 'effect']);
    expect(headers['castellan-revision']).toBe(await team.revisionText());
    expect(checker.problems(`POST ${ROLES}`, 200, body)).toEqual([]);
    const shown = await team.alice.get(at(team, data.id)).expect(200);
    expect(shown.body).toEqual(body);
    expect(checker.problems(`GET ${ROLES}/{roleId}`, 200, shown.body)).toEqual([]);
  });

  it.each<[Statement, string[]]>([
    [allow(['*'], ['*']), ['*:*:*']],
    [allow(['apps'], ['read']), ['apps:*:read']],
    [allow(['apps:ws-1'], ['*']), ['apps:ws-1:*']],
    [deny(['*'], ['read']), ['*:*:read']],
    [allow(['apps', 'tools'], ['read', 'write']), ['apps:*:read', 'apps:*:write', 'tools:*:read', 'tools:*:write']],
    [allow(['apps', 'apps:*'], ['read', 'read']), ['apps:*:read']],
    [allow(['*:ws-1'], ['read']), ['*:ws-1:read']],
    [allow(['apps:workspaces/ws-1', 'apps:a%2Fb'], ['read']), ['apps:workspaces/ws-1:read', 'apps:a%2Fb:read']],
    [allow(['members:$self'], ['read']), ['members:$self:read']],
    [allow(['roles'], ['bind']), ['roles:*:bind']],
  ])('keeps %j as it is, and grants %j', async (statement, permissions) => {
    const team = await givenTeam(server);
    const made = await make(team, [statement]);
    expect(made.policies).toEqual([statement]);
    expect(granted(await inFace1(team, made.id))).toEqual([[statement.effect, permissions]]);
  });

  it('reaches its holders', async () => {
    const team = await givenTeam(server);
    const { id } = await make(team, [allow(['roles'], ['read']), deny(['roles:rl-admin'], ['read'])]);
    await team.member('bob', id);
    const { body } = await server.as('bob').get(at(team)).expect(200);
    expect(body.data.map((role: any) => role.id)).toEqual([id, 'rl-developer', 'rl-operator', 'rl-viewer']);
    await put(team, id, { policies: [] });
    await server.as('bob').get(at(team)).expect(403);
  });

  it('takes up to 100 statements of up to 1,000 permissions', async () => {
    const team = await givenTeam(server);
    const ids = Array.from({ length: 1_000 }, (_, i) => `apps:a-${i}`);
    const policies = [allow(ids, ['read']), ...ids.slice(0, 99).map((id) => allow([id], ['write']))];
    const made = await make(team, policies);
    expect(made.policies).toEqual(policies);
    expect((await inFace1(team, made.id)).policies.map((p: any) => p.permissions.length)).toEqual([
      1_000,
      ...Array.from({ length: 99 }, () => 1),
    ]);
  });
});

describe('what a role shows', () => {
  it('groups what shared policies give by exactly the same actions, sorted bytewise, after its own statements', async () => {
    const team = await givenTeam(server);
    const own = [deny(['tools'], ['write']), allow(['tools'], ['write'])];
    const { id } = await make(team, own);
    const ids = (await inFace1(team, id)).policy_ids;
    const policies = [
      await shared(team, 'P1', ['tools:*:read', 'apps:*:write', 'apps:*:read', 'apps:ws-1:read', '*:ws-1:*']),
      await shared(team, 'P2', ['analytics:view', 'tools:write', 'apps:Z:read', 'apps:read']),
      await shared(team, 'P3', ['apps:delete', '*'], 'deny'),
      await shared(team, 'P4', []),
    ].map(({ policy_id }) => policy_id);
    const policy_ids = [policies[2], ids[0], policies[1], policies[0], ids[1], policies[3]];
    await team.alice.put(`${team.path}/roles/${id}`, { policy_ids }).expect(200);
    expect((await team.alice.get(at(team, id)).expect(200)).body.data.policies).toEqual([
      ...own,
      allow(['*:ws-1'], ['*']),
      allow(['analytics'], ['view']),
      allow(['apps', 'tools'], ['read', 'write']),
      allow(['apps:Z', 'apps:ws-1'], ['read']),
      deny(['*'], ['*']),
      deny(['apps'], ['delete']),
    ]);
  });

  it('is "system" for who made a built-in, "" for no description, and the instants of face 1', async () => {
    const team = await givenTeam(server);
    const admin = (await team.alice.get(at(team, 'rl-admin')).expect(200)).body.data;
    expect(admin).toMatchObject({ name: 'Admin', createdBy: 'system', policies: [allow(['*'], ['*'])] });
    const { id } = await make(team);
    for (const sent of [{ description: 'a' }, { description: '' }, { description: 'b' }, { description: null }]) {
      const shown = await put(team, id, sent);
      const role = await inFace1(team, id);
      expect([shown.description, role.description]).toEqual([sent.description ?? '', sent.description || null]);
      expect([shown.createdAtDateString, shown.updatedAtDateString]).toEqual([role.created_at, role.updated_at]);
      expect([shown.createdAt, shown.updatedAt]).toEqual([Date.parse(role.created_at), Date.parse(role.updated_at)]);
    }
    await team.alice.put(`${team.path}/roles/${id}`, { description: null }).expect(200);
    expect((await team.alice.get(at(team, id))).body.data.description).toBe('');
  });

  it('is shown page by page in the order of ids, without nextToken on the last', async () => {
    const team = await givenTeam(server);
    const names = Array.from({ length: 26 }, (_, i) => `Role ${i}`);
    for (const name of names) await make(team, [allow(['apps'], ['read'])], { name });
    const found: any[] = [];
    const sizes: number[] = [];
    for (let token = ''; token !== undefined;) {
      const query = `?maxResults=10${token && `&nextToken=${token}`}`;
      const { body } = await team.alice.get(`${at(team)}${query}`).expect(200);
      expect(checker.problems(`GET ${ROLES}`, 200, body)).toEqual([]);
      found.push(...body.data);
      sizes.push(body.data.length);
      expect('nextToken' in body).toBe(found.length < 30);
      token = body.nextToken;
    }
    expect(sizes).toEqual([10, 10, 10]);
    expect(found.slice(0, 26).map(({ name }) => name)).toEqual(names);
    for (const query of ['', '?maxResults=100']) {
      expect((await team.alice.get(`${at(team)}${query}`).expect(200)).body).toEqual({ data: found });
    }
    for (const { id } of found.slice(24)) expect(found).toContainEqual((await team.alice.get(at(team, id))).body.data);
  });
});

describe('changing a role of statements', () => {
  it('changes what is named and leaves the rest', async () => {
    const team = await givenTeam(server);
    let before = await make(team, [allow(['apps'], ['read'])], { description: 'First' });
    for (const sent of [
      { name: 'Two' },
      { description: 'Second' },
      { policies: [deny(['tools'], ['read']), allow(['apps'], ['read'])] },
      { policies: [allow(['apps'], ['read']), deny(['tools'], ['read'])] },
      { policies: [] },
    ]) {
      const { body } = await team.alice.put(at(team, before.id), sent).expect(200);
      expect(body.data).toEqual({ ...before, ...sent, updatedAt: expect.anything(), updatedAtDateString: TIME });
      expect(body.data.updatedAt).toBeGreaterThan(before.updatedAt);
      expect(checker.problems(`PUT ${ROLES}/{roleId}`, 200, body)).toEqual([]);
      before = body.data;
    }
  });

  it('of nothing makes no revision', async () => {
    const team = await givenTeam(server);
    const policies = [allow(['apps'], ['read']), allow(['apps'], ['read'])];
    const { id, name, description } = await make(team, policies);
    const revision = await team.revision();
    for (const sent of [{}, { name, description, policies }]) await put(team, id, sent);
    expect(await team.revision()).toBe(revision);
  });

  it('keeps the policies of statements that stay, names them after the role, and leaves the rest of the role', async () => {
    const team = await givenTeam(server);
    const [one, two] = [allow(['apps'], ['read']), allow(['apps'], ['write'])];
    const { id } = await make(team, [one, two]);
    const lists = { is_default: true, sso_group_names: ['x'] };
    const first = (await team.alice.put(`${team.path}/roles/${id}`, { name: 'Renamed', ...lists }).expect(200)).body;
    expect(first.policies.map(({ name }: any) => name)).toEqual(['Renamed', 'Renamed']);
    await put(team, id, { name: 'Again', policies: [deny(['apps'], ['read']), one] });
    const second = await inFace1(team, id);
    expect(second).toMatchObject({ ...lists, name: 'Again', policies: [{ name: 'Again' }, { name: 'Again' }] });
    expect(second.policy_ids[1]).toBe(first.policy_ids[0]);
    expect(first.policy_ids).not.toContain(second.policy_ids[0]);
    await team.alice.get(`${team.path}/policies/${first.policy_ids[1]}`).expect(404);
  });

  it('detaches shared policies when statements are named, and never edits one', async () => {
    const team = await givenTeam(server);
    const policy = await shared(team, 'Shared', ['apps:read']);
    const body = { name: 'Mixed', policy_ids: [policy.policy_id, 'pol-viewer'] };
    const id = (await team.alice.post(`${team.path}/roles`, body).expect(201)).body.role_id;
    await put(team, id, { description: 'Other' });
    expect((await inFace1(team, id)).policy_ids).toEqual(body.policy_ids);
    const { policies } = (await team.alice.get(at(team, id)).expect(200)).body.data;
    expect((await put(team, id, { policies })).policies).toEqual(policies);
    const after = await inFace1(team, id);
    expect(after.policies.every((p: any) => p.owner_role_id === id)).toBe(true);
    expect((await team.alice.get(`${team.path}/policies/${policy.policy_id}`).expect(200)).body).toEqual(policy);
  });

  it('holds to an If-Match of the same role in face 1', async () => {
    const team = await givenTeam(server);
    const { id } = await make(team);
    const { headers } = await team.alice.get(`${team.path}/roles/${id}`).expect(200);
    const tag = headers['etag'] as string;
    await team.alice.put(at(team, id), { name: 'Two' }).set('If-Match', tag).expect(200);
    const stale = { error: 'PreconditionFailed', message: 'The resource has changed since it was read' };
    expect((await team.alice.put(at(team, id), { name: 'Three' }).set('If-Match', tag).expect(412)).body).toEqual(
      stale,
    );
    expect((await team.alice.delete(at(team, id)).set('If-Match', tag).expect(412)).body).toEqual(stale);
    await team.alice.delete(at(team, id)).set('If-Match', '*').expect(200);
  });
});

describe('trying a change of statements', () => {
  it('tells what it would do, in the form of this face, and does nothing', async () => {
    const team = await givenTeam(server);
    const { id } = await make(team, [allow(['apps'], ['read'])]);
    await team.member('bob', id);
    const [before, revision] = [await inFace1(team, id), await team.revision()];
    const policies = [allow(['apps'], ['write'])];
    const tried = await team.alice.put(`${at(team, id)}?dry_run=true`, { policies }).expect(200);
    expect(tried.body).toMatchObject({
      would_succeed: true,
      gained: [{ user_id: 'bob', permission: 'apps:*:write' }],
      lost: [{ user_id: 'bob', permission: 'apps:*:read' }],
    });
    const taken = await team.alice.post(`${at(team)}?dry_run=true`, { name: 'ONE', policies }).expect(200);
    const error = { error: 'Conflict', message: 'Another role has this name' };
    expect(taken.body).toMatchObject({ would_succeed: false, error });
    expect([await inFace1(team, id), await team.revision()]).toEqual([before, revision]);
  });
});

describe('deleting a role of statements', () => {
  it('takes its policies along, and no shared one', async () => {
    const team = await givenTeam(server);
    const policy = await shared(team, 'Shared', ['apps:read']);
    const { total } = (await team.alice.get(`${team.path}/policies`).expect(200)).body;
    const { id } = await make(team, [allow(['apps'], ['read']), allow(['tools'], ['read'])]);
    const { policy_ids } = await inFace1(team, id);
    const all = { policy_ids: [...policy_ids, policy.policy_id] };
    await team.alice.put(`${team.path}/roles/${id}`, all).expect(200);
    expect((await team.alice.get(`${team.path}/policies`).expect(200)).body.total).toBe(total + 2);
    const { body } = await team.alice.delete(at(team, id)).expect(200);
    expect(body).toEqual({ data: { deleted: true } });
    expect(checker.problems(`DELETE ${ROLES}/{roleId}`, 200, body)).toEqual([]);
    for (const gone of policy_ids) await team.alice.get(`${team.path}/policies/${gone}`).expect(404);
    const left = (await team.alice.get(`${team.path}/policies`).expect(200)).body;
    expect([left.total, left.policies.length]).toEqual([total, total]);
    await team.alice.get(at(team, id)).expect(404);
  });

  it('does so in face 1 too', async () => {
    const team = await givenTeam(server);
    const { id } = await make(team, [allow(['apps'], ['read'])]);
    const { policy_ids } = await inFace1(team, id);
    await team.alice.delete(`${team.path}/roles/${id}`).expect(204);
    await team.alice.get(`${team.path}/policies/${policy_ids[0]}`).expect(404);
    expect((await team.alice.get(`${team.path}/policies`).expect(200)).body.total).toBe(4);
  });
});

describe('the policy of a statement, in face 1', () => {
  const stage = async (): Promise<any> => {
    const team = await givenTeam(server);
    const statement = allow(['apps'], ['read']);
    const { id } = await make(team, [statement]);
    const role = await inFace1(team, id);
    return { team, id, statement, role, policyId: role.policy_ids[0], path: team.path, alice: team.alice };
  };

  it('is shown with its role and its statement, and does not take its name', async () => {
    const { team, id, statement, role, policyId, path, alice } = await stage();
    const one = (await alice.get(`${path}/policies/${policyId}`).expect(200)).body;
    expect(one).toMatchObject({ name: 'One', owner_role_id: id, statement, created_by: 'alice' });
    expect(role.policies).toEqual([one]);
    const { policies } = (await alice.get(`${path}/policies`).expect(200)).body;
    expect(policies.filter((policy: any) => policy.policy_id === policyId)).toEqual([one]);
    await shared(team, 'One', []);
    await make(team, [statement, statement], { name: 'Developer 2' });
    await shared(team, 'Developer 2', []);
  });

  it('is changed and deleted with its role alone', async () => {
    const { id, policyId, path, alice } = await stage();
    const refused = conflict('The policy belongs to a role and is changed with it', { reason: 'owned', role_id: id });
    for (const sent of [{}, { name: 'Other' }, { permissions: [] }]) {
      expect((await alice.put(`${path}/policies/${policyId}`, sent).expect(409)).body).toEqual(refused);
    }
    expect((await alice.delete(`${path}/policies/${policyId}`).expect(409)).body).toEqual(refused);
  });

  it('is attached to no other role', async () => {
    const { team, id, policyId, path, alice } = await stage();
    const message = 'The policy belongs to a role and is attached to no other';
    const refused = conflict(message, { reason: 'owned', role_id: id });
    const sent = { name: 'Thief', policy_ids: ['pol-viewer', policyId] };
    expect((await alice.post(`${path}/roles`, sent).expect(409)).body).toEqual(refused);
    const other = await make(team, [], { name: 'Other' });
    const put = await alice.put(`${path}/roles/${other.id}`, { policy_ids: sent.policy_ids }).expect(409);
    expect(put.body).toEqual(refused);
  });

  it('is left out of its role by no list of policies, which may move it and add others', async () => {
    const { team, id, statement, policyId, path, alice } = await stage();
    const refused = conflict('The policy belongs to the role and is taken from it with its statement', {
      reason: 'owned',
      role_id: id,
    });
    const revision = await team.revision();
    for (const policy_ids of [[], ['pol-viewer']]) {
      expect((await alice.put(`${path}/roles/${id}`, { policy_ids }).expect(409)).body).toEqual(refused);
    }
    expect(await team.revision()).toBe(revision);
    const policy_ids = ['pol-operator', policyId];
    expect((await alice.put(`${path}/roles/${id}`, { policy_ids }).expect(200)).body.policy_ids).toEqual(policy_ids);
    const [own, ...others] = (await alice.get(at(team, id)).expect(200)).body.data.policies;
    expect([own, others]).toEqual([statement, [allow(['apps'], ['read']), allow(['endpoints'], ['read', 'trigger'])]]);
  });
});

describe('the audit log of statements', () => {
  it('has the whole role, and rebuilds policies and roles exactly', async () => {
    const team = await givenTeam(server);
    await shared(team, 'Shared', ['apps:read']);
    const made = await make(team, [allow(['apps', 'tools:ws-1'], ['read']), deny(['*'], ['delete'])]);
    const created = (await team.audit()).slice(-3);
    expect(created.map(({ action }) => action)).toEqual(['policy.create', 'policy.create', 'role.create']);
    expect(created[2]).toMatchObject({ before: null, after: await inFace1(team, made.id) });
    await put(team, made.id, { name: 'Two', policies: [deny(['*'], ['delete']), allow(['apps'], ['write'])] });
    const gone = await make(team, [allow(['apps'], ['read'])], { name: 'Gone' });
    await team.alice.delete(at(team, gone.id)).expect(200);
    const entries = await team.audit();
    expect(entries.slice(-2).map(({ action }) => action)).toEqual(['policy.delete', 'role.delete']);
    for (const list of ['policies', 'roles']) {
      const rebuilt = new Map<string, object>();
      for (const { target, before, after } of entries.filter((entry) => entry.target.type === list)) {
        expect(rebuilt.get(target.id) ?? null).toEqual(before);
        if (after === null) rebuilt.delete(target.id);
        else rebuilt.set(target.id, after);
      }
      const { body } = await team.alice.get(`${team.path}/${list}`).expect(200);
      expect([...rebuilt.values()]).toEqual(body[list].filter((row: any) => row.created_by !== null));
    }
  });
});
