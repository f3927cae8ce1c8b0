import { mapUsers } from '../../libs/nest/src/changes/user-references';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam } from '../support/team';

const upper = (userId: string): string => userId.toUpperCase();

describe('an audited object', () => {
  it.each<[string, object, object]>([
    ['a user id', { user_id: 'bob' }, { user_id: 'BOB' }],
    ['who created it', { created_by: 'bob' }, { created_by: 'BOB' }],
    ['nobody who created it', { created_by: null }, { created_by: null }],
    ['a permission on a member', { permissions: ['members:bob:read'] }, { permissions: ['members:BOB:read'] }],
    ['a typed scope', { permissions: ['*:members/bob:read'] }, { permissions: ['*:members/BOB:read'] }],
    ['an encoded id', { permissions: ['members:a%3Ab:read'] }, { permissions: ['members:A%3AB:read'] }],
    ['a scope of an assignment', { scope: 'members/bob' }, { scope: 'members/BOB' }],
    ['a statement', { statement: { resources: ['members:bob'] } }, { statement: { resources: ['members:BOB'] } }],
    [
      'a resolved permission',
      { resource_type: 'members', resource_id: 'bob' },
      { resource_type: 'members', resource_id: 'BOB' },
    ],
    [
      'all members',
      { permissions: ['members:*:read', 'members:$self:read'] },
      { permissions: ['members:*:read', 'members:$self:read'] },
    ],
    [
      'another type',
      { permissions: ['apps:bob:read'], resource_id: 'bob' },
      { permissions: ['apps:bob:read'], resource_id: 'bob' },
    ],
    ["a host's attributes", { attributes: { user_id: 'bob' } }, { attributes: { user_id: 'bob' } }],
  ])('holds a reference for %s where it names a user, and nowhere else', (_, object, mapped) => {
    expect(mapUsers(object, upper)).toEqual(mapped);
  });
});

describe('the audit log', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  it('names users by references that only its table of references knows, and shows their ids', async () => {
    const { alice, path, orgId, member, role } = await givenTeam(server);
    await member('secret-person', await role({ permissions: ['members:secret-person:read'] }));
    const query = (text: string): Promise<any[]> => server.dataSource.query(text, [orgId]);
    const stored = await query('select * from castellan.audit_entry where org_id = $1');
    expect(JSON.stringify(stored)).not.toContain('secret-person');
    const shown = async (): Promise<string> => JSON.stringify((await alice.get(`${path}/audit`).expect(200)).body);
    expect(await shown()).toContain('members:secret-person:read');
    const { body } = await alice.get(`${path}/audit?target_id=secret-person&target_type=members`).expect(200);
    expect(body.entries).toHaveLength(1);
    await query(`delete from castellan.user_reference where org_id = $1 and user_id = 'secret-person'`);
    expect(await shown()).not.toContain('secret-person');
  });

  it('says who lost what when a policy or a role is deleted, one entry for each', async () => {
    const { alice, path, member, role, audit } = await givenTeam(server);
    const [one, other] = [await role(), await role({ permissions: ['tools:*:read'] })];
    const { policy_ids } = (await alice.get(`${path}/roles/${one}`).expect(200)).body;
    await alice.put(`${path}/roles/${other}`, { policy_ids }).expect(200);
    for (const user of ['bob', 'carl']) await member(user, one);
    await alice.delete(`${path}/policies/${policy_ids[0]}`).expect(204);
    await alice.delete(`${path}/roles/${one}`).expect(204);
    const lost = (await audit())
      .slice(-6)
      .map(({ action, target, after }) => [action, target.id, after?.policy_ids ?? after?.assignments]);
    expect(lost).toEqual([
      ['policy.delete', policy_ids[0], undefined],
      ...[one, other].sort().map((id) => ['role.update', id, []]),
      ...['bob', 'carl'].map((id) => ['member.role.take', id, []]),
      ['role.delete', one, undefined],
    ]);
  });
});
