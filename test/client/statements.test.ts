import type { CastellanClient } from '@castellan/client';
import { startTestServer, type TestServer } from '../support/server';
import { clientOf, dataOf } from './given';

const ROLES = '/organizations/{organizationId}/roles';
const ROLE = '/organizations/{organizationId}/roles/{roleId}';

describe('roles as statements through the client', () => {
  let server: TestServer;
  let alice: CastellanClient;
  let path: { organizationId: string };

  beforeAll(async () => {
    server = await startTestServer();
    alice = clientOf(server, 'alice');
    path = { organizationId: await server.org('alice') };
  });
  afterAll(() => server.close());

  it('are made, shown, changed and deleted', async () => {
    const policies = [{ resources: ['apps'], actions: ['read'], effect: 'allow' as const }];
    const { data: made } = await dataOf(alice.POST(ROLES, { params: { path }, body: { name: 'Readers', policies } }));
    const params = { path: { ...path, roleId: made.id } };
    expect((await dataOf(alice.GET(ROLE, { params }))).data).toMatchObject({ name: 'Readers', policies });
    const changed = await dataOf(alice.PUT(ROLE, { params, body: { name: 'Nobody', policies: [] } }));
    expect(changed.data).toMatchObject({ name: 'Nobody', policies: [] });
    await dataOf(alice.DELETE(ROLE, { params }));
    const gone = await alice.GET(ROLE, { params });
    expect(gone.error).toEqual({ error: 'ResourceNotFound', message: expect.any(String) });
  });

  it('are refused in the words of that face', async () => {
    const { error } = await clientOf(server, 'mallory').GET(ROLES, { params: { path } });
    expect(error).toEqual({ error: 'Forbidden', message: expect.any(String) });
  });
});
