import { parseRevision } from '../../libs/nest/src/database/revision';
import { defaultSchema } from '@castellan/core';
import { AnswerChecker, readContract } from '../support/contract';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { conflict, notFound, TIME } from './answers';
import { describeNames, describeTags, type NamedKind } from './named-objects';
import { walk } from './walk';

const checker = new AnswerChecker(readContract('orgs-iam'));
const ROUTE = '/v1/orgs/{org_id}/iam/policies';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const at = (team: Team, id = ''): string => `${team.path}/policies${id === '' ? '' : `/${id}`}`;
const make = async (team: Team, values: object = {}): Promise<any> =>
  (await team.alice.post(at(team), { name: 'One', permissions: [], ...values }).expect(201)).body;

describe('making a policy', () => {
  it('answers it whole, with its tag, as the contract says, and audits it', async () => {
    const team = await givenTeam(server);
    const permissions = ['apps:read', 'endpoints:ws-1:trigger', 'apps:*:read', 'secrets:workspaces/ws-1:*', '*'];
    const sent = { name: 'Release', description: 'Ships\nit', effect: 'deny', condition: null, permissions };
    const { body, headers } = await team.alice.post(at(team), sent).expect(201);
    expect(body).toEqual({
      policy_id: expect.stringMatching(/^pol-[0-9a-z]{26}$/),
      org_id: team.orgId,
      name: 'Release',
      description: 'Ships\nit',
      effect: 'deny',
      permissions: ['apps:*:read', 'endpoints:ws-1:trigger', 'secrets:workspaces/ws-1:*', '*:*:*'],
      resolved_permissions: [
        resolved('apps:*:read', 'apps', null, 'read'),
        resolved('endpoints:ws-1:trigger', 'endpoints', 'ws-1', 'trigger'),
        resolved('secrets:workspaces/ws-1:*', 'secrets', 'ws-1', '*'),
        resolved('*:*:*', '*', null, '*'),
      ],
      created_at: TIME,
      updated_at: TIME,
      created_by: 'alice',
      managed_by: null,
    });
    expect(checker.problems(`POST ${ROUTE}`, 201, body)).toEqual([]);
    const shown = await team.alice.get(at(team, body.policy_id)).expect(200);
    expect([shown.body, shown.headers['etag']]).toEqual([body, headers['etag']]);
    expect(checker.problems(`GET ${ROUTE}/{policy_id}`, 200, shown.body)).toEqual([]);
    expect((await team.audit()).at(-1)).toMatchObject({
      action: 'policy.create',
      target: { type: 'policies', id: body.policy_id },
      before: null,
      after: body,
    });
  });

  it('takes a name and an empty list, and fills in the rest', async () => {
    const team = await givenTeam(server);
    expect(await make(team)).toMatchObject({
      name: 'One',
      description: null,
      effect: 'allow',
      permissions: [],
      resolved_permissions: [],
    });
    expect(await make(team, { name: 'Two', description: null })).toMatchObject({ description: null });
    expect(await make(team, { name: 'Three', description: '' })).toMatchObject({ description: '' });
  });

  it('names the resources that the registry has', async () => {
    const team = await givenTeam(server);
    const workspaces = `/v1/orgs/${team.orgId}/workspaces`;
    await team.alice.post(workspaces, { workspace_id: 'ws-1', name: 'Payments' }).expect(201);
    await team.alice.put(`${team.path}/resources/models/m-1`, { name: 'Oracle' }).expect(201);
    const permissions = ['models:m-1:read', 'apps:workspaces/ws-1:read', 'models:m-2:read', 'members:$self:read'];
    const { resolved_permissions } = await make(team, { permissions });
    expect(resolved_permissions.map((r: any) => [r.resource_id, r.resource_name])).toEqual([
      ['m-1', 'Oracle'],
      ['ws-1', 'Payments'],
      ['m-2', null],
      ['$self', null],
    ]);
  });

  it('decodes the id of a scope, and keeps the scope encoded', async () => {
    const team = await givenTeam(server);
    const { permissions, resolved_permissions } = await make(team, { permissions: ['models:a%2Fb@c|d:read'] });
    expect(permissions).toEqual(['models:a%2Fb@c|d:read']);
    expect(resolved_permissions[0].resource_id).toBe('a/b@c|d');
  });
});

function resolved(permission: string, resource_type: string, resource_id: string | null, action: string): object {
  return { permission, resource_type, resource_id, resource_name: null, action };
}

describe('the permissions of a policy', () => {
  const refused: Array<[string, string]> = [
    ['unknown:*:read', 'unknown resource type "unknown"'],
    ['apps:*:fly', 'unknown action "fly" of "apps"'],
    ['*:*:fly', 'unknown action "fly"'],
    ['apps:$self:read', '"apps:$self:read" reaches nothing'],
    ['apps:bogus/x:read', 'unknown resource type "bogus" in the scope'],
    ['constructor:*:read', 'unknown resource type "constructor"'],
    ['apps', 'expected "type:scope:action" or "type:action" at position 4'],
    ['apps:a%2f:read', 'the scope is not "*", "$self", an id or "type/id" at position 5'],
    ['apps:*:re*', 'the action is not a name ([a-z][a-z0-9_-]*, at most 64) or "*" at position 7'],
    ['Apps:read', 'the type is not a name ([a-z][a-z0-9_-]*, at most 64) or "*" at position 0'],
  ];

  it.each(refused)('are not “%s”', async (text, problem) => {
    const team = await givenTeam(server);
    const reason = defaultSchema.adviceOn(text) ?? '';
    expect(reason.startsWith(`${problem}: `)).toBe(true);
    const body = { name: 'One', permissions: ['apps:read', text] };
    const answer = await team.alice.post(at(team), body).expect(422);
    const issue = { type: 'value_error', loc: ['body', 'permissions', 1], msg: `Value error, ${reason}`, input: text };
    expect(answer.body).toEqual({ detail: [{ ...issue, ctx: { reason } }] });
    const { policy_id } = await make(team);
    const put = await team.alice.put(at(team, policy_id), { permissions: body.permissions }).expect(422);
    expect(put.body).toEqual(answer.body);
  });

  it('are at most 1,000', async () => {
    const team = await givenTeam(server);
    const permissions = Array.from({ length: 1000 }, (_, i) => `models:m-${i}:read`);
    expect((await make(team, { permissions })).permissions).toEqual(permissions);
    const many = { name: 'Two', permissions: [...permissions, 'models:read'] };
    const { body } = await team.alice.post(at(team), many).expect(422);
    expect(body.detail).toMatchObject([
      { loc: ['body', 'permissions'], ctx: { reason: 'must have at most 1000 items' } },
    ]);
  });

  it('are not looked at one by one when there are too many', async () => {
    const team = await givenTeam(server);
    const { body } = await team.alice.post(at(team), { name: 'One', permissions: Array(50_000).fill('') }).expect(422);
    expect(body.detail).toHaveLength(1);
  });

  it('are told wrong in the order in which they were sent, whatever is wrong with them', async () => {
    const team = await givenTeam(server);
    const { body } = await team.alice.post(at(team), { permissions: ['apps:fly', 5, 'apps:read', 'x:y'] }).expect(422);
    expect(body.detail.map(({ type, loc }: any) => [type, ...loc])).toEqual([
      ['missing', 'body', 'name'],
      ['value_error', 'body', 'permissions', 0],
      ['string_type', 'body', 'permissions', 1],
      ['value_error', 'body', 'permissions', 3],
    ]);
  });

  it('have no condition yet', async () => {
    const team = await givenTeam(server);
    for (const condition of [{}, false, '', 0, []]) {
      const { body } = await team.alice.post(at(team), { name: 'One', permissions: [], condition }).expect(422);
      expect(body.detail).toMatchObject([{ type: 'value_error', loc: ['body', 'condition'] }]);
    }
  });
});

describe('changing a policy', () => {
  it('changes what the body names and leaves the rest', async () => {
    const team = await givenTeam(server);
    let before = await make(team, { description: 'First', permissions: ['apps:read'] });
    const changes = [
      { name: 'Two' },
      { description: null },
      { effect: 'deny' },
      { permissions: ['models:read', 'apps:read'] },
      { description: 'Last', permissions: [] },
    ];
    for (const sent of changes) {
      const { body, headers } = await team.alice.put(at(team, before.policy_id), sent).expect(200);
      const canonical = 'permissions' in sent ? sent.permissions?.map((text) => text.replace(':', ':*:')) : undefined;
      const want = { ...before, ...sent, ...(canonical && { permissions: canonical }) };
      expect({ ...body, resolved_permissions: null }).toEqual({
        ...want,
        resolved_permissions: null,
        updated_at: TIME,
      });
      expect(body.updated_at > before.updated_at).toBe(true);
      expect(checker.problems(`PUT ${ROUTE}/{policy_id}`, 200, body)).toEqual([]);
      const shown = await team.alice.get(at(team, before.policy_id)).expect(200);
      expect([shown.body, shown.headers['etag']]).toEqual([body, headers['etag']]);
      expect((await team.audit()).at(-1)).toMatchObject({ action: 'policy.update', before, after: body });
      before = body;
    }
  });

  it('of nothing makes no revision and no audit entry', async () => {
    const team = await givenTeam(server);
    const policy = await make(team, { description: 'First', permissions: ['apps:read', 'models:read'] });
    const [revision, { length }] = [await team.revision(), await team.audit()];
    const same = { name: 'One', description: 'First', effect: 'allow', permissions: ['apps:*:read', 'models:read'] };
    const text = await team.revisionText();
    for (const sent of [
      {},
      same,
      { ...same, condition: null },
      { permissions: ['apps:read', 'models:read', 'apps:read'] },
    ]) {
      const { body, headers } = await team.alice.put(at(team, policy.policy_id), sent).expect(200);
      expect(body).toEqual(policy);
      expect(headers['castellan-revision']).toBe(text);
    }
    expect([await team.revision(), (await team.audit()).length]).toEqual([revision, length]);
    await team.alice.put(at(team, policy.policy_id), { permissions: ['models:read', 'apps:read'] }).expect(200);
    expect([await team.revision(), (await team.audit()).length]).toEqual([revision + 1, length + 1]);
  });

  it('is refused where one is built in, whatever the body', async () => {
    const team = await givenTeam(server);
    const refused = conflict(
      'Built-in policies cannot be changed or deleted: create one of your own with the same permissions',
      { reason: 'builtin' },
    );
    for (const id of ['pol-admin', 'pol-developer', 'pol-viewer', 'pol-operator']) {
      for (const sent of [{}, { name: 'Other' }, { permissions: [] }]) {
        expect((await team.alice.put(at(team, id), sent).expect(409)).body).toEqual(refused);
      }
      expect((await team.alice.delete(at(team, id)).expect(409)).body).toEqual(refused);
      expect((await team.alice.get(at(team, id)).expect(200)).body).toMatchObject({ policy_id: id, created_by: null });
    }
  });

  it('reaches who holds it at the very next request', async () => {
    const team = await givenTeam(server);
    await team.member('bob', await team.role({ permissions: ['roles:read'] }));
    const [policy] = (await server.as('bob').get(`${team.path}/roles`).expect(200)).body.roles[0].policy_ids;
    await team.alice.put(at(team, policy), { permissions: ['policies:read'] }).expect(200);
    await server.as('bob').get(`${team.path}/roles`).expect(403);
    await server.as('bob').get(at(team)).expect(200);
    await team.alice.put(at(team, policy), { effect: 'deny' }).expect(200);
    await server.as('bob').get(at(team)).expect(403);
  });
});

describe('deleting a policy', () => {
  it('answers 204 with no body, and the policy is gone', async () => {
    const team = await givenTeam(server);
    const before = await make(team);
    const { text } = await team.alice.delete(at(team, before.policy_id)).expect(204);
    expect(text).toBe('');
    for (const answer of [
      await team.alice.get(at(team, before.policy_id)).expect(404),
      await team.alice.put(at(team, before.policy_id), {}).expect(404),
      await team.alice.delete(at(team, before.policy_id)).expect(404),
    ]) {
      expect(answer.body).toEqual(notFound('policies', before.policy_id));
    }
    expect((await team.audit()).at(-1)).toMatchObject({ action: 'policy.delete', before, after: null });
    await make(team, { name: before.name });
  });

  it('detaches it from its roles, and takes its rights at the very next request', async () => {
    const team = await givenTeam(server);
    const [one, two] = [await make(team, { permissions: ['roles:read'] }), await make(team, { name: 'Two' })];
    const sent = { name: 'Both', policy_ids: [two.policy_id, one.policy_id] };
    const role = (await team.alice.post(`${team.path}/roles`, sent).expect(201)).body;
    await team.member('bob', role.role_id);
    const { headers } = await server.as('bob').get(`${team.path}/roles`).expect(200);
    await team.alice.delete(at(team, one.policy_id)).expect(204);
    const refused = await server.as('bob').get(`${team.path}/roles`).expect(403);
    const [before, later] = [headers, refused.headers].map((sent) => parseRevision(sent['castellan-revision']));
    expect(later).toEqual({ epoch: before?.epoch, revision: (before?.revision ?? 0) + 1 });
    const after = (await team.alice.get(`${team.path}/roles/${role.role_id}`).expect(200)).body;
    expect([after.policy_ids, after.policies]).toEqual([[two.policy_id], [two]]);
    expect((await team.show('bob')).permissions).toEqual([]);
  });
});

describe('a list of policies', () => {
  it('is refused to who may read none, and shows what the caller may read, with a total that agrees', async () => {
    const team = await givenTeam(server);
    const [one, two, three] = [
      await make(team),
      await make(team, { name: 'Two' }),
      await make(team, { name: 'Three' }),
    ];
    const seen = async (...roles: Array<{ permissions: string[]; effect?: 'deny' }>): Promise<unknown> => {
      const ids: string[] = [];
      for (const role of roles) ids.push(await team.role(role));
      await team.member('bob', ...ids);
      const { status, body } = await server.as('bob').get(at(team));
      if (status !== 200) return status;
      const { length } = body.policies;
      expect(length).toBe(body.total);
      return body.policies.map(({ name }: any) => name).filter((name: string) => /^(One|Two|Three|Admin)$/.test(name));
    };
    const except = (...ids: string[]): any => ({ effect: 'deny', permissions: ids.map((id) => `policies:${id}:read`) });
    expect(await seen()).toBe(403);
    expect(await seen({ permissions: [`policies:${one.policy_id}:read`] })).toEqual(['One']);
    expect(await seen({ permissions: [`policies:policies/${two.policy_id}:*`] })).toEqual(['Two']);
    expect(await seen({ permissions: ['policies:read'] }, except(two.policy_id))).toEqual(['One', 'Three', 'Admin']);
    const some = { permissions: [one, three].map(({ policy_id }) => `policies:${policy_id}:read`) };
    expect(await seen(some, except(one.policy_id, 'pol-none'))).toEqual(['Three']);
    expect(await seen({ permissions: ['policies:read'] }, except('*'))).toBe(403);
    expect(await seen({ permissions: ['policies:pol-none:read'] })).toEqual([]);
  });

  it('walks 120 policies and the built-ins, each once and in the order of ids, at any limit', async () => {
    const team = await givenTeam(server);
    for (let i = 0; i < 120; i++) await make(team, { name: `Policy ${i}` });
    const ids = (await walk(team.alice, at(team), 'policies', 200)).map(({ policy_id }) => policy_id);
    expect(ids).toHaveLength(124);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const limit of [1, 50]) {
      const found = await walk(team.alice, at(team), 'policies', limit);
      expect(found.map(({ policy_id }) => policy_id)).toEqual(ids);
    }
    const { body } = await team.alice.get(at(team)).expect(200);
    expect([body.policies.length, body.total, body.has_more]).toEqual([50, 124, true]);
    expect(checker.problems(`GET ${ROUTE}`, 200, body)).toEqual([]);
  });
});

const kind: NamedKind = {
  list: 'policies',
  noun: 'policy',
  id: 'policy_id',
  builtin: 'pol-admin',
  body: { permissions: [] },
};
describeNames(kind, () => server);
describeTags(kind, () => server);
