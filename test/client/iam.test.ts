import type { CastellanClient } from '@castellan/client';
import { startTestServer, type TestServer } from '../support/server';
import { clientOf, dataOf } from './given';

const POLICIES = '/v1/orgs/{org_id}/iam/policies';
const POLICY = '/v1/orgs/{org_id}/iam/policies/{policy_id}';
const ROLES = '/v1/orgs/{org_id}/iam/roles';
const MEMBERS = '/v1/orgs/{org_id}/iam/members';
const MEMBER = '/v1/orgs/{org_id}/iam/members/{member_user_id}';
const ROLE_OF_MEMBER = '/v1/orgs/{org_id}/iam/members/{user_id}/roles/{role_id}';

let server: TestServer;
let alice: CastellanClient;
let path: { org_id: string };

beforeAll(async () => {
  server = await startTestServer();
  alice = clientOf(server, 'alice');
});
afterAll(() => server.close());
beforeEach(async () => {
  path = { org_id: await server.org('alice') };
});

const madePolicy = (name: string) =>
  dataOf(alice.POST(POLICIES, { params: { path }, body: { name, permissions: ['apps:read'] } }));
const madeRole = (policyId: string) =>
  dataOf(alice.POST(ROLES, { params: { path }, body: { name: 'Readers', policy_ids: [policyId] } }));

describe('policies through the client', () => {
  it('are made, changed under their tag, and deleted', async () => {
    const made = await alice.POST(POLICIES, { params: { path }, body: { name: 'A', permissions: ['apps:read'] } });
    expect(made.response.status).toBe(201);
    const policy_id = made.data?.policy_id ?? '';
    const params = { path: { ...path, policy_id } };
    const headers = { 'If-Match': made.response.headers.get('ETag') };
    const changed = await dataOf(alice.PUT(POLICY, { params, headers, body: { name: 'B' } }));
    expect(changed).toMatchObject({ policy_id, name: 'B', permissions: ['apps:*:read'] });
    const late = await alice.PUT(POLICY, { params, headers, body: { name: 'C' } });
    expect(late.error).toMatchObject({ error: 'PRECONDITION_FAILED', status_code: 412 });
    const deleted = await alice.DELETE(POLICY, { params });
    expect([deleted.response.status, deleted.data, deleted.error]).toEqual([204, undefined, undefined]);
    expect((await alice.GET(POLICY, { params })).error).toMatchObject({ details: { resource_id: policy_id } });
  });

  it('are listed page by page', async () => {
    await madePolicy('A');
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await dataOf(alice.GET(POLICIES, { params: { path, query: { limit: 2, cursor } } }));
      names.push(...page.policies.map(({ name }) => name));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(names).toHaveLength(5);
    expect(names).toContain('A');
  });
});

describe('roles and members through the client', () => {
  it('are given, shown and taken, whatever characters a user id has', async () => {
    const { role_id } = await madeRole((await madePolicy('A')).policy_id);
    const user_id = 'auth0|a/b@c.d?#%2e';
    const given = await alice.POST(MEMBERS, { params: { path }, body: { user_id, role_ids: [role_id] } });
    expect([given.data, given.error]).toEqual([null, undefined]);
    const params = { path: { ...path, member_user_id: user_id } };
    expect(await dataOf(alice.GET(MEMBER, { params }))).toMatchObject({ user_id, permissions: ['apps:*:read'] });
    await dataOf(alice.DELETE(ROLE_OF_MEMBER, { params: { path: { ...path, user_id, role_id } } }));
    expect(await dataOf(alice.GET(MEMBER, { params }))).toMatchObject({ permissions: [] });
  });

  it('are tried without being changed', async () => {
    const { role_id } = await madeRole((await madePolicy('A')).policy_id);
    const body = { user_id: 'bob', role_ids: [role_id] };
    const tried = await dataOf(alice.dryRun.POST(MEMBERS, { params: { path }, body }));
    expect(tried).toMatchObject({ would_succeed: true, gained: [{ user_id: 'bob', permission: 'apps:*:read' }] });
    const shown = await alice.GET(MEMBER, { params: { path: { ...path, member_user_id: 'bob' } } });
    expect(shown.response.status).toBe(404);
  });

  it('are tried with the rest of the query', async () => {
    const { role_id } = await madeRole((await madePolicy('A')).policy_id);
    const params = { path: { ...path, user_id: 'bob', role_id } };
    await dataOf(alice.POST(MEMBERS, { params: { path }, body: { user_id: 'bob', role_ids: [] } }));
    await dataOf(alice.PUT(ROLE_OF_MEMBER, { params, body: { scope: 'ws-1' } }));
    const query = { scope: 'ws-1' };
    const tried = await dataOf(alice.dryRun.DELETE(ROLE_OF_MEMBER, { params: { ...params, query } }));
    expect(tried.lost).not.toEqual([]);
  });
});

describe('a refusal through the client', () => {
  it('is a 403 that says what is required', async () => {
    const { error, data, response } = await clientOf(server, 'mallory').GET(POLICIES, { params: { path } });
    expect([response.status, data]).toEqual([403, undefined]);
    expect(error).toMatchObject({ error: 'FORBIDDEN', details: { required_permission: 'policies:read' } });
  });

  it('is a 422 that says where the mistake is', async () => {
    const body = { name: '', permissions: ['apps:fly'] };
    const { error, response } = await alice.POST(POLICIES, { params: { path }, body });
    expect(response.status).toBe(422);
    const places = error !== undefined && 'detail' in error ? error.detail.map(({ loc }) => loc) : [];
    expect(places).toEqual([
      ['body', 'name'],
      ['body', 'permissions', 0],
    ]);
  });
});
