import {
  AuthenticationError,
  CastellanApiError,
  ConflictError,
  createCastellanClient,
  InvalidRequestError,
  NotFoundError,
  PermissionDeniedError,
  PreconditionFailedError,
  type CastellanClient,
} from '@castellan/client';
import { OPERATOR, startTestServer, type TestServer } from '../support/server';

let server: TestServer;
let org: string;
let alice: CastellanClient;
const clientOf = (user: string, organization?: string): CastellanClient =>
  createCastellanClient({ baseUrl: server.url, token: () => server.token(user), organization });

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  org = await server.org('alice');
  alice = clientOf('alice', org);
});

const idsOf = async <T>(all: AsyncIterable<T>, id: (one: T) => string): Promise<string[]> => {
  const ids: string[] = [];
  for await (const one of all) ids.push(id(one));
  return ids;
};

/** What a call throws. */
const thrownBy = (call: Promise<unknown>): Promise<any> =>
  call.then(
    () => 'nothing',
    (error: unknown) => error,
  );

describe('the methods of a client', () => {
  it('make, read, change and delete policies and roles', async () => {
    const policy = await alice.policies.create({ name: 'Readers', permissions: ['apps:read'] });
    expect(await alice.policies.get(policy.policy_id)).toEqual(policy);
    const role = await alice.roles.create({ name: 'Readers', policy_ids: [policy.policy_id] });
    expect(await alice.roles.update(role.role_id, { name: 'All readers' })).toMatchObject({ name: 'All readers' });
    expect((await alice.roles.list({ limit: 200 })).roles.map(({ name }) => name)).toContain('All readers');
    expect(await alice.roles.delete(role.role_id)).toBeUndefined();
    expect(await alice.policies.delete(policy.policy_id)).toBeUndefined();
    expect(await thrownBy(alice.roles.get(role.role_id))).toBeInstanceOf(NotFoundError);
  });

  it('add members, give them roles and tell what they hold', async () => {
    const { policy_id } = await alice.policies.create({ name: 'Readers', permissions: ['apps:read'] });
    const role_ids = [(await alice.roles.create({ name: 'Readers', policy_ids: [policy_id] })).role_id];
    expect(await alice.members.assign({ user_id: 'bob', role_ids })).toBeUndefined();
    const [bob] = (await alice.members.list()).members.filter(({ user_id }) => user_id === 'bob');
    expect(await alice.members.get('bob')).toEqual(bob);
    const held = await idsOf(alice.members.allPermissions('bob', { limit: 1 }), ({ permission }) => permission);
    expect(held).toEqual(['apps:*:read']);
    expect((await alice.members.explain('bob', { permission: 'apps:read' })).allowed).toBe(true);
    expect(await idsOf(alice.permissions.allHolders('apps:read', { limit: 1 }), ({ user_id }) => user_id)).toEqual(
      expect.arrayContaining(['alice', 'bob']),
    );
    await alice.members.giveRole('bob', 'rl-viewer');
    await alice.members.takeRole('bob', role_ids[0] as string, { scope: '*' });
    expect((await alice.members.get('bob')).role_ids).toEqual(['rl-viewer']);
    await alice.members.update('bob', { status: 'suspended' });
    expect(await clientOf('alice', org).members.me()).toMatchObject({ user_id: 'alice' });
    await alice.members.delete('bob');
    expect(await idsOf(alice.members.all(), ({ user_id }) => user_id)).toEqual(['alice']);
  });

  it('keep workspaces and what is in them, and tell what was changed', async () => {
    const { workspace_id } = await alice.workspaces.create({ workspace_id: 'ws-1', name: 'One' });
    await alice.resources.put('apps', 'app-1', { workspace_id, name: 'First' });
    expect(await alice.resources.get('apps', 'app-1')).toMatchObject({ workspace_id });
    const listed = await idsOf(alice.resources.all({ resource_type: 'apps', workspace_id }), ({ id }) => id);
    expect(listed).toEqual(['app-1']);
    await alice.resources.delete('apps', 'app-1');
    const actions = await idsOf(alice.audit.all({ limit: 1 }), ({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['resource.create', 'resource.delete', 'workspace.create']));
  });

  it('ask what is granted', async () => {
    expect(Object.keys(await alice.permissions.schema())).toContain('types');
    expect((await alice.permissions.check({ permission: 'apps:read' })).allowed).toBe(true);
    const questions = [{ permission: 'apps:read' }, { permission: 'apps:fly' }];
    const { answers } = await alice.permissions.checkMany({ questions } as never);
    expect(answers.map(({ allowed }) => allowed)).toEqual([true, false]);
  });

  it('know the roles of the Roles API', async () => {
    const policies = [{ effect: 'allow' as const, resources: ['apps'], actions: ['read'] }];
    const { data } = await alice.rolesApi.create({ name: 'Readers', policies });
    expect((await alice.rolesApi.get(data.id)).data).toEqual(data);
    for (let at = 0; at < 10; at++) await alice.rolesApi.create({ name: `Readers ${at}`, policies });
    const all = await idsOf(alice.rolesApi.all({ maxResults: '10' }), ({ id }) => id);
    expect(all).toContain(data.id);
    expect([all.length > 10, new Set(all).size]).toEqual([true, all.length]);
    const updated = await alice.rolesApi.update(data.id, { name: 'All readers' });
    expect(updated.data).toMatchObject({ name: 'All readers' });
    await alice.rolesApi.delete(data.id);
  });

  it('are those of the organisation that is named, and of none else', async () => {
    const other = await server.org('alice');
    await clientOf('alice')
      .organization(other)
      .policies.create({ name: 'Theirs', permissions: ['apps:read'] });
    expect(await idsOf(alice.policies.all(), ({ name }) => name)).not.toContain('Theirs');
    expect(await idsOf(alice.organization(other).policies.all(), ({ name }) => name)).toContain('Theirs');
    await expect(clientOf('alice').policies.list()).rejects.toThrow('Name an organization');
    await expect(clientOf('alice').policies.all().next()).rejects.toThrow('Name an organization');
    const operator = clientOf(OPERATOR);
    expect(await idsOf(operator.organizations.all({ limit: 1 }), ({ org_id }) => org_id)).toContain(other);
    expect(await operator.organizations.get(other)).toMatchObject({ org_id: other });
  });
});

describe('all objects of a list', () => {
  it('are each given once, page after page, and no page is read before it is needed', async () => {
    for (let at = 0; at < 5; at++) await alice.policies.create({ name: `P${at}`, permissions: ['apps:read'] });
    const urls: string[] = [];
    const client = createCastellanClient({
      baseUrl: server.url,
      token: server.token('alice'),
      organization: org,
      hooks: { request: ({ url }) => void urls.push(url) },
    });
    const { total } = await alice.policies.list({ limit: 1 });
    const names = await idsOf(client.policies.all({ limit: 2 }), ({ name }) => name);
    expect([names.length, new Set(names).size, urls.length]).toEqual([total, total, Math.ceil(total / 2)]);
    urls.length = 0;
    for await (const _ of client.policies.all({ limit: 2 })) break;
    expect(urls).toHaveLength(1);
  });
});

describe('a dry run by a method', () => {
  it('changes nothing, and tells who would gain and lose what', async () => {
    const before = await alice.policies.list();
    const policy = await alice.dryRun.policies.create({ name: 'Only tried', permissions: ['apps:read'] });
    expect(policy).toHaveProperty('gained');
    const role_ids = ['rl-viewer'];
    const tried = await alice.organization(org).dryRun.members.assign({ user_id: 'bob', role_ids });
    expect(tried.gained?.map(({ user_id }) => user_id)).toContain('bob');
    expect(await clientOf(OPERATOR).dryRun.organizations.update(org, { name: 'Other' })).toHaveProperty('lost');
    expect(await alice.policies.list()).toEqual(before);
    expect((await alice.members.list()).members).toHaveLength(1);
  });
});

describe('a change that stands on what was read', () => {
  it('is made only while the object is in that state', async () => {
    const read = await alice.policies.create({ name: 'A', permissions: ['apps:read'] });
    const id = read.policy_id;
    const second = await alice.policies.update(id, { name: 'B' }, { ifMatch: read });
    const late = await thrownBy(alice.policies.update(id, { name: 'C' }, { ifMatch: read }));
    expect(late).toBeInstanceOf(PreconditionFailedError);
    await expect(alice.policies.delete(id, { ifMatch: { ...second } })).rejects.toThrow('not a copy');
    for (const ifMatch of ['', undefined])
      await expect(alice.policies.delete(id, { ifMatch } as never)).rejects.toThrow('ifMatch is empty');
    const [listed] = (await alice.policies.list()).policies;
    await expect(alice.policies.delete(id, { ifMatch: listed as object })).rejects.toThrow('get it first');
    await alice.policies.delete(id, { ifMatch: second });
  });
});

describe('the errors of methods', () => {
  it('are of a class of their own, with code and details', async () => {
    const made = await alice.policies.create({ name: 'A', permissions: ['apps:read'] });
    const taken = await thrownBy(alice.policies.create({ name: 'A', permissions: ['apps:read'] }));
    expect(taken).toBeInstanceOf(ConflictError);
    expect(taken).toBeInstanceOf(CastellanApiError);
    expect(taken).toMatchObject({
      name: 'ConflictError',
      status: 409,
      code: 'CONFLICT',
      message: expect.stringContaining('name'),
      details: { reason: 'name_taken', existing_id: made.policy_id },
    });
    const missing = await thrownBy(alice.roles.get('rl-none'));
    expect([missing.code, missing.details]).toEqual([
      'RESOURCE_NOT_FOUND',
      { resource_type: 'roles', resource_id: 'rl-none' },
    ]);
    const wrong = await thrownBy(alice.policies.create({ name: '', permissions: ['nonsense'] }));
    expect(wrong).toBeInstanceOf(InvalidRequestError);
    expect([wrong.code, wrong.mistakes.length]).toEqual(['VALIDATION_ERROR', 2]);
    expect(wrong.message).toContain('body.name');
    const refused = await thrownBy(clientOf('mallory', org).policies.list());
    expect(refused).toBeInstanceOf(PermissionDeniedError);
    expect(refused.details).toMatchObject({ reason: 'not-a-member', hint: expect.any(String) });
    const stranger = createCastellanClient({ baseUrl: server.url, token: 'no.token.this', organization: org });
    expect(await thrownBy(stranger.policies.list())).toBeInstanceOf(AuthenticationError);
  });

  it('are of the same classes for the Roles API', async () => {
    const missing = await thrownBy(alice.rolesApi.get('rl-none'));
    expect(missing).toBeInstanceOf(NotFoundError);
    expect(missing).toMatchObject({ status: 404, code: 'ResourceNotFound', details: {} });
    expect(await thrownBy(alice.rolesApi.create({} as never))).toBeInstanceOf(InvalidRequestError);
  });

  it('come before anything is sent, where an argument is missing', async () => {
    await expect(alice.policies.get(undefined as never)).rejects.toThrow('needs the path parameter policy_id');
    await expect(alice.policies.get({ policy_id: 'pol-1' } as never)).rejects.toThrow('policy_id must be a string');
    const tried = alice.policies.delete('pol-1', { dryRun: true } as never);
    await expect(tried).rejects.toThrow('This method has no option dryRun.');
    const late = (alice.policies.delete as (...args: unknown[]) => Promise<void>)('pol-1', {}, { ifMatch: '"tag"' });
    await expect(late).rejects.toThrow('Too many arguments');
    await expect(alice.members.takeRole('bob', '..')).rejects.toThrow('cannot stand in an address');
  });
});
