import { parseRevision } from '../../libs/nest/src/database/revision';
import { AnswerChecker, readContract } from '../support/contract';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { conflict, notFound, TIME } from './answers';
import { describeNames, describeTags, type NamedKind } from './named-objects';
import { walk } from './walk';

const checker = new AnswerChecker(readContract('orgs-iam'));
const ROUTE = '/v1/orgs/{org_id}/iam/roles';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const at = (team: Team, id = ''): string => `${team.path}/roles${id === '' ? '' : `/${id}`}`;
const make = async (team: Team, values: object = {}): Promise<any> =>
  (await team.alice.post(at(team), { name: 'One', ...values }).expect(201)).body;
const policy = async (team: Team, name: string, permissions: string[] = []): Promise<any> =>
  (await team.alice.post(`${team.path}/policies`, { name, permissions }).expect(201)).body;

describe('making a role', () => {
  it('answers it whole, with its policies and its tag, as the contract says, and audits it', async () => {
    const team = await givenTeam(server);
    const [one, two] = [await policy(team, 'P1', ['apps:read']), await policy(team, 'P2')];
    const lists = { policy_ids: [two.policy_id, one.policy_id], sso_group_names: ['zeta', 'Alpha', 'älpha'] };
    const sent = { name: 'Release', description: 'Ships it', is_default: true, ...lists };
    const { body, headers } = await team.alice.post(at(team), sent).expect(201);
    expect(body).toEqual({
      role_id: expect.stringMatching(/^rl-[0-9a-z]{26}$/),
      org_id: team.orgId,
      ...sent,
      policies: [two, one],
      created_at: TIME,
      updated_at: TIME,
      created_by: 'alice',
      managed_by: null,
    });
    expect(checker.problems(`POST ${ROUTE}`, 201, body)).toEqual([]);
    const shown = await team.alice.get(at(team, body.role_id)).expect(200);
    expect([shown.body, shown.headers['etag']]).toEqual([body, headers['etag']]);
    expect(checker.problems(`GET ${ROUTE}/{role_id}`, 200, shown.body)).toEqual([]);
    expect((await team.audit()).at(-1)).toMatchObject({
      action: 'role.create',
      target: { type: 'roles', id: body.role_id },
      before: null,
      after: body,
    });
  });

  it('takes a name, and fills in the rest', async () => {
    const team = await givenTeam(server);
    const lists = { policy_ids: [], policies: [], sso_group_names: [] };
    expect(await make(team)).toMatchObject({ name: 'One', description: null, is_default: false, ...lists });
    expect(await make(team, { name: 'Two', description: null })).toMatchObject({ description: null });
  });

  it('drops repeats of policies and groups, and keeps the order of the first', async () => {
    const team = await givenTeam(server);
    const [one, two] = [await policy(team, 'P1'), await policy(team, 'P2')];
    const ids = [two, one, two, one].map(({ policy_id }) => policy_id);
    const role = await make(team, { policy_ids: ids, sso_group_names: ['b', 'a', 'b'] });
    expect(role).toMatchObject({ policy_ids: ids.slice(0, 2), policies: [two, one], sso_group_names: ['b', 'a'] });
  });

  it('takes built-in policies', async () => {
    const team = await givenTeam(server);
    const role = await make(team, { policy_ids: ['pol-viewer', 'pol-admin'] });
    expect(role.policies.map(({ name }: any) => name)).toEqual(['Viewer', 'Admin']);
  });

  it('is refused a policy that is unknown here', async () => {
    const team = await givenTeam(server);
    const foreign = await policy(await givenTeam(server), 'Foreign');
    const [own, role] = [await policy(team, 'P1'), await make(team)];
    for (const id of ['pol-none', 'rl-admin', foreign.policy_id]) {
      const sent = { name: 'Two', policy_ids: [own.policy_id, id, 'pol-other'] };
      const revision = await team.revision();
      expect((await team.alice.post(at(team), sent).expect(404)).body).toEqual(notFound('policies', id));
      const put = await team.alice.put(at(team, role.role_id), { policy_ids: sent.policy_ids }).expect(404);
      expect(put.body).toEqual(notFound('policies', id));
      expect(await team.revision()).toBe(revision);
    }
  });

  it('is refused more than 100 policies or groups', async () => {
    const team = await givenTeam(server);
    const ids: string[] = [];
    for (let i = 0; i < 100; i++) ids.push((await policy(team, `P${i}`)).policy_id);
    const groups = ids.map((_, i) => `group ${i}`);
    const role = await make(team, { policy_ids: ids, sso_group_names: groups });
    expect([role.policy_ids, role.sso_group_names, role.policies.length]).toEqual([ids, groups, 100]);
    const sent = { name: 'Two', policy_ids: [...ids, 'pol-admin'], sso_group_names: [...groups, 'more'] };
    const { body } = await team.alice.post(at(team), sent).expect(422);
    expect(body.detail).toMatchObject(
      ['policy_ids', 'sso_group_names'].map((name) => ({
        type: 'value_error',
        loc: ['body', name],
        ctx: { reason: 'must have at most 100 items' },
      })),
    );
  });

  it.each([
    ['policy_ids', 'pol-admin', 'list_type', []],
    ['policy_ids', [1], 'string_type', [0]],
    ['policy_ids', ['pol-admin', ''], 'string_too_short', [1]],
    ['policy_ids', ['a b'], 'value_error', [0]],
    ['policy_ids', null, 'list_type', []],
    ['sso_group_names', {}, 'list_type', []],
    ['sso_group_names', [null], 'string_type', [0]],
    ['sso_group_names', [''], 'string_too_short', [0]],
    ['sso_group_names', ['x'.repeat(256)], 'string_too_long', [0]],
    ['sso_group_names', ['a\u200Bb'], 'value_error', [0]],
    ['is_default', 'true', 'bool_type', []],
    ['is_default', 1, 'bool_type', []],
    ['is_default', null, 'bool_type', []],
  ])('is refused the %s %j', async (field, value, type, place) => {
    const team = await givenTeam(server);
    const role = await make(team);
    const create = await team.alice.post(at(team), { name: 'Two', [field]: value }).expect(422);
    expect(create.body.detail).toMatchObject([{ type, loc: ['body', field, ...place] }]);
    const update = await team.alice.put(at(team, role.role_id), { [field]: value }).expect(422);
    expect(update.body).toEqual(create.body);
  });
});

describe('changing a role', () => {
  it('changes what the body names, replaces lists, and leaves the rest', async () => {
    const team = await givenTeam(server);
    const [one, two] = [await policy(team, 'P1'), await policy(team, 'P2')];
    const [a, b] = [one.policy_id, two.policy_id];
    let before = await make(team, { description: 'First', policy_ids: [a], sso_group_names: ['x'], is_default: true });
    const changes: any[] = [
      { name: 'Two' },
      { description: null },
      { is_default: false },
      { policy_ids: [b, a] },
      { policy_ids: [a, b] },
      { sso_group_names: ['y', 'x'] },
      { sso_group_names: [], policy_ids: [], description: 'Last' },
    ];
    for (const sent of changes) {
      const { body, headers } = await team.alice.put(at(team, before.role_id), sent).expect(200);
      const policies = (sent.policy_ids ?? before.policy_ids).map((id: string) => (id === a ? one : two));
      expect(body).toEqual({ ...before, ...sent, policies, updated_at: TIME });
      expect(body.updated_at > before.updated_at).toBe(true);
      expect(checker.problems(`PUT ${ROUTE}/{role_id}`, 200, body)).toEqual([]);
      const shown = await team.alice.get(at(team, before.role_id)).expect(200);
      expect([shown.body, shown.headers['etag']]).toEqual([body, headers['etag']]);
      expect((await team.audit()).at(-1)).toMatchObject({ action: 'role.update', before, after: body });
      before = body;
    }
  });

  it('of nothing makes no revision and no audit entry', async () => {
    const team = await givenTeam(server);
    const { policy_id } = await policy(team, 'P1');
    const lists = { policy_ids: [policy_id, 'pol-viewer'], sso_group_names: ['x', 'y'] };
    const same = { name: 'One', description: 'First', is_default: false, ...lists };
    const role = await make(team, same);
    const [revision, { length }] = [await team.revision(), await team.audit()];
    const repeats = { policy_ids: [...lists.policy_ids, policy_id], sso_group_names: ['x', 'x', 'y'] };
    const text = await team.revisionText();
    for (const sent of [{}, same, repeats]) {
      const { body, headers } = await team.alice.put(at(team, role.role_id), sent).expect(200);
      expect([body, headers['castellan-revision']]).toEqual([role, text]);
    }
    expect([await team.revision(), (await team.audit()).length]).toEqual([revision, length]);
    await team.alice.put(at(team, role.role_id), { sso_group_names: ['y', 'x'] }).expect(200);
    expect([await team.revision(), (await team.audit()).length]).toEqual([revision + 1, length + 1]);
  });

  it('sets the SSO groups and the default flag of a built-in role, and nothing else', async () => {
    const team = await givenTeam(server);
    const before = (await team.alice.get(at(team, 'rl-viewer')).expect(200)).body;
    const sent = { sso_group_names: ['everyone'], is_default: true };
    const { body } = await team.alice.put(at(team, 'rl-viewer'), sent).expect(200);
    expect(body).toEqual({ ...before, ...sent, updated_at: body.updated_at });
    await team.member('bob');
    expect(await team.held('bob')).toEqual(['rl-viewer * default']);
    await team.alice.put(at(team, 'rl-viewer'), { name: 'Other', sso_group_names: [] }).expect(409);
    expect((await team.alice.get(at(team, 'rl-viewer')).expect(200)).body).toEqual(body);
    await team.alice.put(at(team, 'rl-admin'), { sso_group_names: ['bosses'], is_default: false }).expect(200);
    expect((await team.alice.put(at(team, 'rl-admin'), { is_default: true }).expect(409)).body.details).toEqual({
      reason: 'builtin',
    });
  });

  it('cannot make a 21st default role, of the organisation’s own or built in', async () => {
    const team = await givenTeam(server);
    for (let count = 0; count < 20; count++) await make(team, { name: `Default ${count}`, is_default: true });
    const refused = conflict('An organisation has at most 20 default roles', { reason: 'limit', limit: 20 });
    expect((await team.alice.post(at(team), { name: 'One more', is_default: true }).expect(409)).body).toEqual(refused);
    const other = await make(team, { name: 'Other' });
    for (const id of [other.role_id, 'rl-viewer'])
      expect((await team.alice.put(at(team, id), { is_default: true }).expect(409)).body).toEqual(refused);
    const [first] = (await team.alice.get(`${at(team)}?limit=1`).expect(200)).body.roles;
    await team.alice.put(at(team, first.role_id), { is_default: true, description: 'Still one' }).expect(200);
    await team.member('bob');
    expect(await team.held('bob')).toHaveLength(20);
  });

  it('is refused where one is built in', async () => {
    const team = await givenTeam(server);
    const text = 'Built-in roles cannot be changed or deleted; only their SSO groups and their default flag can be set';
    const refused = conflict(text, { reason: 'builtin' });
    for (const id of ['rl-admin', 'rl-developer', 'rl-viewer', 'rl-operator']) {
      for (const sent of [{ name: 'Other' }, { policy_ids: [] }, { description: null }]) {
        expect((await team.alice.put(at(team, id), sent).expect(409)).body).toEqual(refused);
      }
      expect((await team.alice.delete(at(team, id)).expect(409)).body).toEqual(refused);
      const shown = (await team.alice.get(at(team, id)).expect(200)).body;
      expect(shown).toMatchObject({
        role_id: id,
        created_by: null,
        is_default: false,
        policies: [{ created_by: null }],
      });
    }
  });

  it('reaches its holders at the very next request', async () => {
    const team = await givenTeam(server);
    const { policy_id } = await policy(team, 'P1', ['roles:read']);
    const role = await make(team);
    await team.member('bob', role.role_id);
    const bob = server.as('bob');
    await bob.get(at(team)).expect(403);
    await team.alice.put(at(team, role.role_id), { policy_ids: [policy_id] }).expect(200);
    await bob.get(at(team)).expect(200);
    await team.alice.put(at(team, role.role_id), { policy_ids: [] }).expect(200);
    await bob.get(at(team)).expect(403);
  });

  it('to a default one reaches who joins after, and nobody before', async () => {
    const team = await givenTeam(server);
    const role = await make(team);
    await team.member('bob');
    await team.alice.put(at(team, role.role_id), { is_default: true }).expect(200);
    await team.member('carol');
    expect([await team.held('bob'), await team.held('carol')]).toEqual([[], [`${role.role_id} * default`]]);
  });
});

describe('deleting a role', () => {
  it('answers 204 with no body, and the role is gone', async () => {
    const team = await givenTeam(server);
    const before = await make(team, { policy_ids: ['pol-viewer'], sso_group_names: ['x'] });
    expect((await team.alice.delete(at(team, before.role_id)).expect(204)).text).toBe('');
    for (const answer of [
      await team.alice.get(at(team, before.role_id)).expect(404),
      await team.alice.put(at(team, before.role_id), {}).expect(404),
      await team.alice.delete(at(team, before.role_id)).expect(404),
    ]) {
      expect(answer.body).toEqual(notFound('roles', before.role_id));
    }
    expect((await team.audit()).at(-1)).toMatchObject({ action: 'role.delete', before, after: null });
    expect((await make(team)).role_id).not.toBe(before.role_id);
  });

  it('takes it from its holders, who lose its rights at the very next request', async () => {
    const team = await givenTeam(server);
    const roleId = await team.role({ permissions: ['roles:read'] });
    const other = await team.role({ permissions: ['apps:read'] });
    await team.member('bob', roleId, other);
    const { headers } = await server.as('bob').get(at(team)).expect(200);
    await team.alice.delete(at(team, roleId)).expect(204);
    const refused = await server.as('bob').get(at(team)).expect(403);
    const [before, later] = [headers, refused.headers].map((sent) => parseRevision(sent['castellan-revision']));
    expect(later).toEqual({ epoch: before?.epoch, revision: (before?.revision ?? 0) + 1 });
    expect(await team.show('bob')).toMatchObject({ role_ids: [other], permissions: ['apps:*:read'] });
  });

  it('leaves its policies', async () => {
    const team = await givenTeam(server);
    const kept = await policy(team, 'P1', ['apps:read']);
    const role = await make(team, { policy_ids: [kept.policy_id] });
    await team.alice.delete(at(team, role.role_id)).expect(204);
    expect((await team.alice.get(`${team.path}/policies/${kept.policy_id}`).expect(200)).body).toEqual(kept);
  });
});

describe('a list of roles', () => {
  it('is refused to who may read none, and shows what the caller may read, with a total that agrees', async () => {
    const team = await givenTeam(server);
    const [one, two] = [await make(team), await make(team, { name: 'Two' })];
    const seen = async (permissions: string[], ...denied: string[]): Promise<unknown> => {
      const roles = [await team.role({ permissions }), await team.role({ permissions: denied, effect: 'deny' })];
      await team.member('bob', ...roles);
      const { status, body } = await server.as('bob').get(at(team));
      if (status !== 200) return status;
      expect(body.roles).toHaveLength(body.total);
      return body.roles.map(({ name }: any) => name).filter((name: string) => !name.startsWith('Given'));
    };
    const builtin = ['Admin', 'Developer', 'Operator', 'Viewer'];
    expect(await seen([])).toBe(403);
    expect(await seen([`roles:${one.role_id}:read`, 'roles:rl-admin:read'])).toEqual(['One', 'Admin']);
    expect(await seen([`roles:roles/${two.role_id}:read`, 'apps:rl-admin:read'])).toEqual(['Two']);
    expect(await seen(['roles:read'])).toEqual(['One', 'Two', ...builtin]);
    expect(await seen(['roles:read'], `roles:${two.role_id}:read`)).toEqual(['One', ...builtin]);
    expect(await seen([`roles:${one.role_id}:read`], 'roles:read')).toBe(403);
  });

  it('shows each role with its policies, page by page in the order of ids', async () => {
    const team = await givenTeam(server);
    const policies = [await policy(team, 'P1', ['apps:read']), await policy(team, 'P2', ['models:m-1:read'])];
    for (let i = 0; i < 7; i++) await make(team, { name: `Role ${i}`, policy_ids: [policies[i % 2].policy_id] });
    const all = await walk(team.alice, at(team), 'roles', 200);
    expect(all.slice(0, 7).map(({ name, policies: [shown] }) => [name, shown])).toEqual(
      Array.from({ length: 7 }, (_, i) => [`Role ${i}`, policies[i % 2]]),
    );
    expect(all.slice(7).map(({ role_id }) => role_id)).toEqual([
      'rl-admin',
      'rl-developer',
      'rl-operator',
      'rl-viewer',
    ]);
    for (const limit of [1, 5]) expect(await walk(team.alice, at(team), 'roles', limit)).toEqual(all);
    const { body } = await team.alice.get(`${at(team)}?limit=3`).expect(200);
    expect(checker.problems(`GET ${ROUTE}`, 200, body)).toEqual([]);
  });
});

const kind: NamedKind = { list: 'roles', noun: 'role', id: 'role_id', builtin: 'rl-admin', body: {} };
describeNames(kind, () => server);
describeTags(kind, () => server);
