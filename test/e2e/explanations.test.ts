import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { notFound } from './answers';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

interface Given extends Team {
  readonly readers: string;
  readonly blind: string;
}

/** Bob reads apps in ws-1, which has `shop`, and is denied one app; nobody but the Admin may delete them. */
async function givenBob(): Promise<Given> {
  const team = await givenTeam(server);
  await team.alice.post(`/v1/orgs/${team.orgId}/workspaces`, { workspace_id: 'ws-1', name: 'One' }).expect(201);
  await team.alice.put(`${team.path}/resources/apps/shop`, { name: 'Shop', workspace_id: 'ws-1' }).expect(201);
  const readers = await team.role({ permissions: ['apps:*:read'] });
  const blind = await team.role({ permissions: ['apps:apps/hidden:read'], effect: 'deny' });
  await team.member('bob', blind);
  await team.alice.put(`${team.path}/members/bob/roles/${readers}`, { scope: 'ws-1' }).expect(200);
  return { ...team, readers, blind };
}

const get = async (team: Team, path: string, user = 'alice'): Promise<any> =>
  (await server.as(user).get(`${team.path}/${path}`).expect(200)).body;

describe('GET members/{user_id}/permissions', () => {
  it('shows what a member holds and is denied, each with every path that gives it', async () => {
    const team = await givenBob();
    const again = await team.role({ permissions: ['apps:ws-1:read', 'models:read'] });
    await team.alice.put(`${team.path}/members/bob/roles/${again}`, {}).expect(200);
    const path = (role_id: string, permission: string, scope: string, effect = 'allow'): object => ({
      role_id,
      policy_id: expect.any(String),
      effect,
      permission,
      assignment: { scope, origin: 'manual', expires_at: null },
    });
    const reading = [path(team.readers, 'apps:*:read', 'ws-1'), path(again, 'apps:ws-1:read', '*')];
    expect(await get(team, 'members/bob/permissions')).toEqual({
      user_id: 'bob',
      status: 'active',
      permissions: [
        { permission: 'apps:ws-1:read', effect: 'allow', by: expect.arrayContaining(reading), truncated: false },
        { permission: 'models:*:read', effect: 'allow', by: [path(again, 'models:*:read', '*')], truncated: false },
        {
          permission: 'apps:apps/hidden:read',
          effect: 'deny',
          truncated: false,
          by: [path(team.blind, 'apps:apps/hidden:read', '*', 'deny')],
        },
      ],
      has_more: false,
      next_cursor: null,
    });
  });

  it('come page by page, allows before denies', async () => {
    const team = await givenBob();
    const all = (await get(team, 'members/bob/permissions')).permissions;
    const found: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await get(team, `members/bob/permissions?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.permissions).toHaveLength(1);
      found.push(...page.permissions);
      cursor = page.next_cursor;
    }
    expect(found).toEqual(all);
  });

  it('agrees with the member list, and shows nothing of a suspended member', async () => {
    const team = await givenBob();
    const { permissions, denied_permissions } = await team.show('bob');
    const found = (await get(team, 'members/bob/permissions')).permissions;
    const texts = (effect: string): string[] =>
      found.filter((one: any) => one.effect === effect).map(({ permission }: any) => permission);
    expect([texts('allow'), texts('deny')]).toEqual([permissions, denied_permissions]);
    await team.alice.put(`${team.path}/members/bob`, { status: 'suspended' }).expect(200);
    expect(await get(team, 'members/bob/permissions')).toMatchObject({ status: 'suspended', permissions: [] });
  });

  it('is for the member itself, and for whoever may check it', async () => {
    const team = await givenBob();
    await team.member('carol', await team.role({ permissions: ['members:bob:check'] }));
    for (const route of ['permissions', 'explain?permission=apps:read']) {
      const status = async (user: string, about: string): Promise<number> =>
        (await server.as(user).get(`${team.path}/members/${about}/${route}`)).status;
      expect(await Promise.all([status('bob', 'bob'), status('carol', 'bob'), status('alice', 'bob')])).toEqual([
        200, 200, 200,
      ]);
      expect(await Promise.all([status('bob', 'carol'), status('carol', 'alice')])).toEqual([403, 403]);
      expect(await Promise.all([status('bob', 'nobody'), status('alice', 'nobody')])).toEqual([403, 404]);
    }
  });
});

describe('GET members/{user_id}/explain', () => {
  const explain = (team: Team, query: string, user = 'bob'): Promise<any> =>
    get(team, `members/${user}/explain?permission=${query}`);

  it('shows every path that allows', async () => {
    const team = await givenBob();
    const found = await explain(team, 'apps:read&resource_id=shop');
    expect(found).toMatchObject({ allowed: true, reason: 'granted', missing: null, denies: [], roles: [] });
    expect(found.by).toEqual(found.allows[0]);
    expect(found.allows).toMatchObject([{ role_id: team.readers, assignment: { scope: 'ws-1' } }]);
  });

  it('shows what denies, and that no role would help', async () => {
    const team = await givenBob();
    const found = await explain(team, 'apps:read&resource_id=hidden');
    expect(found).toMatchObject({ allowed: false, reason: 'denied', roles: [], elsewhere: expect.anything() });
    expect(found.denies).toMatchObject([{ role_id: team.blind, effect: 'deny' }]);
    expect(found.missing).toMatchObject({ permission: null, containers: false, deny: true });
    expect(found.missing.hint).toMatch(/^A deny takes this away: remove it/);
  });

  it('names what is missing, and the roles that would give it', async () => {
    const team = await givenBob();
    const deleters = await team.role({ permissions: ['apps:shop:delete'] });
    const others = await team.role({ permissions: ['apps:elsewhere:delete', 'models:manage'] });
    const found = await explain(team, 'apps:delete&resource_id=shop');
    expect(found).toMatchObject({
      allowed: false,
      reason: 'no-grant',
      by: null,
      allows: [],
      denies: [],
      missing: { permission: 'apps:apps/shop:delete', containers: false },
    });
    const ids = found.roles.map(({ role_id }: any) => role_id);
    expect(ids).toEqual(expect.arrayContaining(['rl-admin', deleters]));
    expect(ids).not.toContain(others);
    for (const role of found.roles) {
      await team.member('eve', role.role_id);
      const now = await explain(team, 'apps:delete&resource_id=shop', 'eve');
      expect(now.allowed).toBe(true);
    }
    expect(await explain(team, 'apps:delete')).toMatchObject({ missing: { permission: 'apps:*:delete' } });
  });

  it('says that a resource must be registered first', async () => {
    const team = await givenBob();
    await team.member('dave', await team.role({ permissions: ['apps:read'] }));
    const never = await team.role({ permissions: ['apps:ws-1:read'], effect: 'deny' });
    await team.alice.put(`${team.path}/members/dave/roles/${never}`, {}).expect(200);
    const found = await explain(team, 'apps:read&resource_id=loose', 'dave');
    expect(found).toMatchObject({ reason: 'context-missing', missing: { permission: null, containers: true } });
    expect(found.missing.hint).toMatch(/not registered.*register it, or give its container/);
    const refused = await explain(team, 'apps:delete&resource_id=loose', 'dave');
    expect(refused.missing).toMatchObject({ permission: 'apps:apps/loose:delete', deny: false });
    expect(refused.missing.hint).toMatch(/not registered.*register it, or give its container/);
    expect(found.could_deny).toMatchObject([{ role_id: never }]);
  });

  it('names no role to who may not read roles, and ids of roles only to who may read them or the member', async () => {
    const team = await givenBob();
    const deleters = await team.role({ permissions: ['apps:*:delete'] });
    const paths = async (user: string): Promise<any> =>
      (await get(team, 'members/bob/explain?permission=apps:read&resource_id=shop', user)).by;
    const roles = async (user: string): Promise<any> =>
      (await get(team, 'members/bob/explain?permission=apps:delete&resource_id=shop', user)).roles;
    await team.member('carol', await team.role({ permissions: ['members:check'] }));
    expect([await paths('carol'), await roles('carol')]).toMatchObject([{ role_id: null, policy_id: null }, null]);
    await team.member('carol', await team.role({ permissions: ['members:check', 'members:read'] }));
    expect([await paths('carol'), await roles('carol')]).toMatchObject([
      { role_id: team.readers, policy_id: null },
      null,
    ]);
    await team.member('carol', await team.role({ permissions: ['members:check', `roles:${deleters}:read`] }));
    expect(await paths('carol')).toMatchObject({ role_id: null });
    expect(await roles('carol')).toMatchObject([{ role_id: deleters }]);
    expect([await paths('bob'), await roles('bob')]).toMatchObject([{ role_id: team.readers }, null]);
  });

  it('lists at most 100 paths of a kind, and says that there are more', async () => {
    const team = await givenBob();
    const permissions = Array.from({ length: 150 }, (_, at) => `apps:app-${at}:read`);
    await team.member('erin', await team.role({ permissions }));
    const found = await explain(team, 'apps:read&resource_id=shop', 'erin');
    expect([found.elsewhere.length, found.truncated]).toEqual([100, true]);
    expect((await explain(team, 'apps:read&resource_id=shop')).truncated).toBe(false);
  });

  it.each(['', '?permission=apps', '?permission=apps:*', '?permission=apps:read&permission=apps:read'])(
    'refuses the query “%s”',
    async (query) => {
      const team = await givenTeam(server);
      await team.alice.get(`${team.path}/members/alice/explain${query}`).expect(422);
    },
  );
});

describe('GET permissions/{permission}/members', () => {
  const ids = ({ members }: any): string[] => members.map(({ user_id }: any) => user_id);

  it('lists who may, and where', async () => {
    const team = await givenBob();
    await team.member('carol', 'rl-viewer');
    await team.member('dave', 'rl-operator');
    await team.member('erin', 'rl-operator', await team.role({ permissions: ['apps:*:*'], effect: 'deny' }));
    await team.member('finn', await team.role({ permissions: ['models:read'] }));
    await team.member('gone', 'rl-viewer');
    await team.alice.put(`${team.path}/members/gone`, { status: 'suspended' }).expect(200);
    expect(await get(team, 'permissions/apps:read/members')).toEqual({
      members: [
        { user_id: 'alice', all: true, only: [], except: [], truncated: false },
        { user_id: 'bob', all: false, only: [['ws-1']], except: [['apps/hidden']], truncated: false },
        { user_id: 'carol', all: true, only: [], except: [], truncated: false },
        { user_id: 'dave', all: true, only: [], except: [], truncated: false },
      ],
      undecided: [],
      has_more: false,
      next_cursor: null,
    });
  });

  it('is complete over its pages, also where most of those with a role may not', async () => {
    const team = await givenTeam(server);
    const [readers, denied] = [await team.role(), await team.role({ effect: 'deny' })];
    const users = Array.from({ length: 60 }, (_, at) => `user-${String(at).padStart(2, '0')}`);
    const may = (at: number): boolean => at % 9 === 4;
    const members = users.map((user_id, at) => ({ user_id, role_ids: may(at) ? [readers] : [readers, denied] }));
    await team.alice.post(`${team.path}/members/batch`, { members }).expect(200);
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: any = await get(team, `permissions/apps:read/members?limit=2${cursor && `&cursor=${cursor}`}`);
      found.push(...ids(page));
      expect(page.has_more).toBe(page.next_cursor !== null);
      cursor = page.next_cursor;
    }
    expect(found).toEqual(['alice', ...users.filter((_, at) => may(at))]);
  });

  it('shows members whom the caller may check and read, and takes no cursor of another permission', async () => {
    const team = await givenBob();
    const checking = ['members:bob:check', 'members:carol:check', 'members:alice:check'];
    const some = await team.role({ permissions: checking });
    await team.member('carol', some);
    const refused = await server.as('carol').get(`${team.path}/permissions/apps:read/members`).expect(403);
    expect(refused.body.details).toMatchObject({ required_permission: 'members:read', reason: 'no-grant' });
    await team.member('carol', some, await team.role({ permissions: ['members:bob:read', 'members:eve:read'] }));
    expect(ids(await get(team, 'permissions/apps:read/members', 'carol'))).toEqual(['bob']);
    await server.as('bob').get(`${team.path}/permissions/apps:read/members`).expect(403);
    const { next_cursor } = await get(team, 'permissions/apps:read/members?limit=1');
    await team.alice.get(`${team.path}/permissions/apps:write/members?cursor=${next_cursor}`).expect(422);
  });

  it.each(['apps', 'apps:fly', 'apps:*', 'apps:*:read', '*', 'x'.repeat(500)])(
    'knows no permission “%s”',
    async (name) => {
      const team = await givenTeam(server);
      const { body } = await team.alice.get(`${team.path}/permissions/${encodeURIComponent(name)}/members`).expect(404);
      expect(body).toEqual(notFound('permissions', name));
    },
  );
});
