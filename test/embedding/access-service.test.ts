import type { TypedId } from '@castellan/core';
import { AccessService, contained } from '@castellan/nest';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
let access: AccessService;

beforeAll(async () => {
  server = await startTestServer();
  access = server.running.app.get(AccessService);
});

afterAll(() => server.close());

/** Bob reads apps in ws-1, where `shop` is. */
async function givenBob(): Promise<Team> {
  const team = await givenTeam(server);
  await team.alice.post(`/v1/orgs/${team.orgId}/workspaces`, { workspace_id: 'ws-1', name: 'One' }).expect(201);
  await team.alice.put(`${team.path}/resources/apps/shop`, { name: 'Shop', workspace_id: 'ws-1' }).expect(201);
  await team.member('bob');
  const readers = await team.role({ permissions: ['apps:*:read'] });
  await team.alice.put(`${team.path}/members/bob/roles/${readers}`, { scope: 'ws-1' }).expect(200);
  return team;
}

describe('AccessService', () => {
  it('answers a question outside of a request, with the registry’s word on containers', async () => {
    const { orgId } = await givenBob();
    const ask = async (permission: string, id?: string, type = 'apps'): Promise<string> =>
      (await access.check(orgId, 'bob', permission, id === undefined ? null : { type, id })).reason;
    expect(await ask('apps:read', 'shop')).toBe('granted');
    expect(await ask('apps:read', 'ws-1', 'workspaces')).toBe('granted');
    expect(await ask('apps:read', 'loose')).toBe('no-grant');
    expect(await ask('apps:read')).toBe('no-grant');
    expect(await ask('apps:fly', 'shop')).toBe('unknown-permission');
    expect(await ask('apps:*')).toBe('unknown-permission');
  });

  it('takes the asker’s word on containers, where the thing is not registered', async () => {
    const { orgId, alice, path, role } = await givenBob();
    const loose = { type: 'apps', id: 'loose' };
    const one = [{ type: 'workspaces', id: 'ws-1' }];
    const two = [{ type: 'workspaces', id: 'ws-2' }];
    const ask = async (containers?: readonly TypedId[]): Promise<string> =>
      (await access.check(orgId, 'bob', 'apps:read', containers ? contained(loose, ...containers) : loose)).reason;
    expect([await ask(), await ask(one), await ask(two), await ask([])]).toEqual([
      'no-grant',
      'granted',
      'no-grant',
      'no-grant',
    ]);
    expect(await access.explain(orgId, 'bob', 'apps:read', contained(loose, ...one))).toMatchObject({ allowed: true });
    // What a request's body may hold is not believed.
    const claimed = { ...loose, containers: one };
    expect(await access.check(orgId, 'bob', 'apps:read', claimed)).toMatchObject({ reason: 'no-grant' });
    const deniers = await role({ effect: 'deny', permissions: ['apps:ws-1:read'] });
    await alice.put(`${path}/members/bob/roles/${deniers}`, { scope: '*' }).expect(200);
    expect(await ask(one)).toBe('denied');
    await expect(ask([{ type: 'folders', id: 'f-1' }])).rejects.toThrow('apps are said to be in folders');
    await expect(ask([{ type: 'apps', id: 'shop' }])).rejects.toThrow('the schema has no such container');
  });

  it('knows nobody who is no member, wherever and whatever is asked', async () => {
    const { orgId } = await givenBob();
    const nobody = { allowed: false, reason: 'not-a-member', by: null };
    for (const [org, user] of [
      [orgId, 'eve'],
      ['nowhere', 'bob'],
      ['a b', 'bob'],
      [orgId, 'a\nb'],
      ['', ''],
    ] as const) {
      expect(await access.check(org, user, 'apps:read')).toEqual(nobody);
      expect(await access.explain(org, user, 'apps:read')).toBeNull();
    }
  });

  it('explains an answer', async () => {
    const { orgId } = await givenBob();
    const on = { type: 'apps', id: 'shop' };
    expect(await access.explain(orgId, 'bob', 'apps:read', on)).toMatchObject({
      allowed: true,
      allows: [{}],
      denies: [],
    });
    const refused = await access.explain(orgId, 'bob', 'apps:delete', on);
    expect(refused).toMatchObject({ reason: 'no-grant', missing: { permission: 'apps:apps/shop:delete' } });
  });

  it('sees a change at once', async () => {
    const { orgId, alice, path } = await givenBob();
    const on = { type: 'apps', id: 'shop' };
    for (let i = 0; i < 5; i++) {
      for (const status of ['suspended', 'active'] as const) {
        await alice.put(`${path}/members/bob`, { status }).expect(200);
        expect((await access.check(orgId, 'bob', 'apps:read', on)).allowed).toBe(status === 'active');
      }
    }
  });
});
