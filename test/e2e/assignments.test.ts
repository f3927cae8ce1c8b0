import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { refusal } from './answers';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const later = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();
const assign = (team: Team, body: unknown) => team.alice.post(`${team.path}/members`, body);
const give = (team: Team, user: string, role: string, body: unknown = {}) =>
  team.alice.put(`${team.path}/members/${user}/roles/${role}`, body);
const take = (team: Team, user: string, role: string, query = '') =>
  team.alice.delete(`${team.path}/members/${user}/roles/${role}${query}`);
const batch = (team: Team, members: unknown) => team.alice.post(`${team.path}/members/batch`, { members });
const places = (body: any): unknown => body.detail.map(({ type, loc }: any) => [type, loc]);

describe("replacing a user's roles", () => {
  it('answers the JSON null', async () => {
    const team = await givenTeam(server);
    const answer = await assign(team, { user_id: 'bob', role_ids: ['rl-viewer'] }).expect(200);
    expect(answer.text).toBe('null');
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.headers['content-length']).toBe('4');
  });

  it('makes the user a member, who may act at once', async () => {
    const team = await givenTeam(server);
    await server.as('bob').get(`${team.path}/members`).expect(403);
    await team.member('bob', 'rl-admin', 'rl-viewer', 'rl-admin');
    await server.as('bob').get(`${team.path}/members`).expect(200);
    expect(await team.held('bob')).toEqual(['rl-admin * manual', 'rl-viewer * manual']);
  });

  it('replaces what was given by hand or at joining everywhere, and nothing else', async () => {
    const team = await givenTeam(server);
    const [joined, grouped] = [await team.role({ is_default: true }), await team.role()];
    await team.member('bob', 'rl-viewer');
    await give(team, 'bob', 'rl-developer', { expires_at: later(60_000) }).expect(200);
    await give(team, 'bob', 'rl-viewer', { scope: 'ws-1' }).expect(200);
    await server.dataSource.query(
      `insert into castellan.assignment (org_id, user_id, role_id, scope, origin) values ($1, 'bob', $2, '*', 'sso')`,
      [team.orgId, grouped],
    );
    expect(await team.held('bob')).toHaveLength(5);
    await team.member('bob', 'rl-operator');
    const held = [`${grouped} * sso`, 'rl-operator * manual', 'rl-viewer ws-1 manual'];
    expect(await team.held('bob')).toEqual(held.sort());
    expect(await team.held('bob')).not.toContain(`${joined} * default`);
  });

  it('takes away the expiry of a role that it names again', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    await give(team, 'bob', 'rl-viewer', { expires_at: later(60_000) }).expect(200);
    await team.member('bob', 'rl-viewer');
    expect((await team.show('bob')).roles_detail).toMatchObject([{ role_id: 'rl-viewer', expires_at: null }]);
  });

  it('gives default roles once, at joining, and not beside the same role by hand', async () => {
    const team = await givenTeam(server);
    const [one, two] = [await team.role({ is_default: true }), await team.role({ is_default: true })];
    await team.member('bob', one);
    expect(await team.held('bob')).toEqual([`${one} * manual`, `${two} * default`].sort());
    await take(team, 'bob', two).expect(204);
    await team.member('bob', 'rl-viewer');
    expect(await team.held('bob')).toEqual(['rl-viewer * manual']);
    await team.alice.delete(`${team.path}/members/bob`).expect(204);
    await team.member('bob');
    expect(await team.held('bob')).toEqual([`${one} * default`, `${two} * default`].sort());
  });

  it('writes nothing when nothing changes', async () => {
    const team = await givenTeam(server);
    await team.member('bob', 'rl-viewer', 'rl-operator');
    const before = [await team.revision(), (await team.audit()).length];
    await team.member('bob', 'rl-operator', 'rl-viewer', 'rl-viewer');
    expect([await team.revision(), (await team.audit()).length]).toEqual(before);
  });

  it('is audited with what was and what is', async () => {
    const team = await givenTeam(server);
    await team.member('bob', 'rl-viewer');
    await team.member('bob');
    const after = {
      user_id: 'bob',
      status: 'active',
      assignments: [{ role_id: 'rl-viewer', scope: '*', origin: 'manual', expires_at: null }],
    };
    const [joined, emptied] = (await team.audit()).slice(-2);
    expect(joined).toMatchObject({ action: 'member.assign', before: null, after });
    expect(emptied).toMatchObject({ action: 'member.assign', before: after, after: { ...after, assignments: [] } });
  });

  it('leaves a suspended member suspended', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    await team.alice.put(`${team.path}/members/bob`, { status: 'suspended' }).expect(200);
    await team.member('bob', 'rl-viewer');
    expect(await team.show('bob')).toMatchObject({ status: 'suspended', role_ids: ['rl-viewer'] });
  });

  it('names the first role that is none, after the body was found right', async () => {
    const team = await givenTeam(server);
    const foreign = await (await givenTeam(server)).role();
    for (const unknown of ['rl-none', foreign]) {
      const { body } = await assign(team, { user_id: 'bob', role_ids: ['rl-viewer', unknown, 'rl-z'] }).expect(404);
      expect(body.details).toEqual({ resource_type: 'roles', resource_id: unknown });
    }
    await assign(team, { user_id: 'b ', role_ids: ['rl-none'] }).expect(422);
    await team.alice.get(`${team.path}/members/bob`).expect(404);
  });

  it('tells all mistakes of a body at once', async () => {
    const team = await givenTeam(server);
    const roles = Array.from({ length: 1_001 }, (_, at) => `rl-${at}`);
    expect(places((await assign(team, { user_id: '', role_ids: roles, more: 1 }).expect(422)).body)).toEqual([
      ['string_too_short', ['body', 'user_id']],
      ['value_error', ['body', 'role_ids']],
      ['extra_forbidden', ['body', 'more']],
    ]);
    expect(places((await assign(team, { role_ids: [7] }).expect(422)).body)).toEqual([
      ['missing', ['body', 'user_id']],
      ['string_type', ['body', 'role_ids', 0]],
    ]);
  });

  it('needs members:assign in the whole organisation', async () => {
    const team = await givenTeam(server);
    await team.member('bob', await team.role({ permissions: ['members:carol:assign'] }));
    const { body } = await server.as('bob').post(`${team.path}/members`, { user_id: 'carol' }).expect(403);
    expect(body.details).toEqual(refusal('no-grant', { required_permission: 'members:assign' }));
  });
});

describe('a batch', () => {
  it('makes a thousand users members in few statements, with an audit record each', async () => {
    const team = await givenTeam(server);
    const given = await team.role({ is_default: true });
    const users = Array.from({ length: 1_000 }, (_, at) => ({ user_id: `user-${at}`, role_ids: ['rl-viewer'] }));
    const statements = jest.spyOn(server.dataSource.logger, 'logQuery');
    const answer = await batch(team, users).expect(200);
    expect(statements.mock.calls.length).toBeLessThan(26);
    statements.mockRestore();
    expect(answer.text).toBe('null');
    expect((await team.alice.get(`${team.path}/members?limit=1`).expect(200)).body.total).toBe(1_001);
    expect(await team.held('user-999')).toEqual([`${given} * default`, 'rl-viewer * manual'].sort());
    const audited = (await team.audit()).filter(({ target }) => target.id.startsWith('user-'));
    expect(audited).toHaveLength(1_000);
    expect(new Set(audited.map(({ revision }) => revision)).size).toBe(1);
  });

  it('does all or nothing', async () => {
    const team = await givenTeam(server);
    await team.member('bob', 'rl-viewer');
    const users = [
      { user_id: 'bob', role_ids: [] },
      { user_id: 'carol', role_ids: ['rl-viewer'] },
      { user_id: 'dave', role_ids: ['rl-viewer', 'rl-none'] },
    ];
    const { body } = await batch(team, users).expect(404);
    expect(body.details).toEqual({
      resource_type: 'roles',
      resource_id: 'rl-none',
      rows: [{ loc: ['body', 'members', 2, 'role_ids', 1], resource_id: 'rl-none' }],
    });
    expect(await team.held('bob')).toEqual(['rl-viewer * manual']);
    await team.alice.get(`${team.path}/members/carol`).expect(404);
  });

  it('joins, changes and leaves alone in one go', async () => {
    const team = await givenTeam(server);
    await team.member('bob', 'rl-viewer');
    await team.member('carol', 'rl-viewer');
    await batch(team, [
      { user_id: 'bob', role_ids: ['rl-viewer'] },
      { user_id: 'carol', role_ids: ['rl-operator'] },
      { user_id: 'dave', role_ids: ['rl-viewer'] },
    ]).expect(200);
    expect(await team.held('carol')).toEqual(['rl-operator * manual']);
    const audited = (await team.audit()).slice(-2).map(({ target }) => target.id);
    expect(audited).toEqual(['carol', 'dave']);
  });

  it('is refused when it is empty, too long, or names a user twice', async () => {
    const team = await givenTeam(server);
    const bob = { user_id: 'bob', role_ids: [] };
    const many = Array.from({ length: 1_001 }, (_, at) => ({ user_id: `u${at}`, role_ids: [] }));
    for (const [members, place] of [
      [[], ['body', 'members']],
      [many, ['body', 'members']],
      [
        [bob, { ...bob, user_id: 'carol' }, bob],
        ['body', 'members', 2, 'user_id'],
      ],
    ]) {
      expect(places((await batch(team, members).expect(422)).body)).toEqual([['value_error', place]]);
    }
    expect(places((await batch(team, [bob, { user_id: 7, more: 1 }]).expect(422)).body)).toEqual([
      ['string_type', ['body', 'members', 1, 'user_id']],
      ['missing', ['body', 'members', 1, 'role_ids']],
      ['extra_forbidden', ['body', 'members', 1, 'more']],
    ]);
  });

  it('needs members:assign', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    await server.as('bob').post(`${team.path}/members/batch`, { members: [] }).expect(403);
  });
});

describe('giving one role', () => {
  it('answers the member with its tag, and again changes nothing', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    const answer = await give(team, 'bob', 'rl-viewer', { scope: 'workspaces/ws-1' }).expect(200);
    expect(answer.body).toMatchObject({
      user_id: 'bob',
      roles_detail: [{ scope: 'workspaces/ws-1', origin: 'manual' }],
    });
    const revision = await team.revision();
    const again = await give(team, 'bob', 'rl-viewer', { scope: 'workspaces/ws-1' }).expect(200);
    expect([again.headers['etag'], await team.revision()]).toEqual([answer.headers['etag'], revision]);
    expect((await team.audit()).at(-1)).toMatchObject({ action: 'member.role.assign', target: { id: 'bob' } });
  });

  it('sets an expiry, keeps it when it is not named, and takes it away with null', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    const expires_at = later(60_000);
    const expiry = async (body: unknown): Promise<unknown> =>
      (await give(team, 'bob', 'rl-viewer', body).expect(200)).body.roles_detail[0].expires_at;
    expect(await expiry({ expires_at })).toBe(expires_at);
    expect(await expiry({})).toBe(expires_at);
    expect(await expiry({ expires_at: null })).toBeNull();
  });

  it('lets the role go when it expires', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    await give(team, 'bob', 'rl-admin', { expires_at: later(1_000) }).expect(200);
    const bob = server.as('bob');
    await bob.get(`${team.path}/members`).expect(200);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    await bob.get(`${team.path}/members`).expect(403);
    await give(team, 'bob', 'rl-admin').expect(200);
    await bob.get(`${team.path}/members`).expect(200);
  });

  it('refuses a scope in another spelling, `$self`, an unknown type, and an expiry that is past or no time', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    for (const scope of ['', 'a:b', '%2a', '$self', 'nothings/x', 'Apps/x', 7, null]) {
      const { body } = await give(team, 'bob', 'rl-viewer', { scope }).expect(422);
      expect(body.detail.map(({ loc }: any) => loc)).toEqual([['body', 'scope']]);
    }
    for (const expires_at of [later(-1), '2020-01-01', 'soon', 7]) {
      const { body } = await give(team, 'bob', 'rl-viewer', { expires_at }).expect(422);
      expect(body.detail.map(({ loc }: any) => loc)).toEqual([['body', 'expires_at']]);
    }
    expect(await team.held('bob')).toEqual([]);
  });

  it('does not find a member or role that is none, before it looks at the body', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    const found = async (user: string, role: string): Promise<unknown> =>
      (await give(team, user, role, { scope: 7 }).expect(404)).body.details;
    expect(await found('nobody', 'rl-none')).toEqual({ resource_type: 'members', resource_id: 'nobody' });
    expect(await found('bob', 'rl-none')).toEqual({ resource_type: 'roles', resource_id: 'rl-none' });
    expect(await found('bob', '%C3%A9')).toEqual({ resource_type: 'roles', resource_id: 'é' });
  });

  it('needs members:assign of that member, and the object that `If-Match` names', async () => {
    const team = await givenTeam(server);
    await team.member(
      'bob',
      await team.role({ permissions: ['members:carol:assign', 'apps:*:read', 'analytics:*:view'] }),
    );
    await team.member('carol');
    const bob = server.as('bob');
    await bob.put(`${team.path}/members/alice/roles/rl-viewer`, {}).expect(403);
    await bob.put(`${team.path}/members/carol/roles/rl-viewer`, {}).expect(200);
    await give(team, 'carol', 'rl-operator').set('If-Match', '"other"').expect(412);
  });
});

describe('taking one role', () => {
  it('takes it at that scope, by hand or at joining, and finds nothing when it is gone', async () => {
    const team = await givenTeam(server);
    const joined = await team.role({ is_default: true });
    await team.member('bob', 'rl-viewer');
    await give(team, 'bob', 'rl-viewer', { scope: 'ws-1' }).expect(200);
    await take(team, 'bob', joined).expect(204);
    await take(team, 'bob', 'rl-viewer', '?scope=ws-1').expect(204);
    expect(await team.held('bob')).toEqual(['rl-viewer * manual']);
    await take(team, 'bob', 'rl-viewer', '?scope=*').expect(204);
    expect((await team.audit()).at(-1)).toMatchObject({ action: 'member.role.take', after: { assignments: [] } });
    const revision = await team.revision();
    const { body } = await take(team, 'bob', 'rl-viewer').expect(404);
    expect(body.details).toMatchObject({ resource_type: 'assignments', resource_id: 'rl-viewer' });
    expect(await team.revision()).toBe(revision);
  });

  it('takes it at every scope when none is named, but never what groups give', async () => {
    const team = await givenTeam(server);
    await team.member('bob', 'rl-viewer');
    await give(team, 'bob', 'rl-viewer', { scope: 'ws-1' }).expect(200);
    await give(team, 'bob', 'rl-viewer', { scope: 'workspaces/ws-2' }).expect(200);
    await take(team, 'bob', 'rl-viewer', '?scope=ws-3').expect(404);
    await take(team, 'bob', 'rl-viewer').expect(204);
    expect(await team.held('bob')).toEqual([]);
    await take(team, 'bob', 'rl-operator').expect(404);
  });

  it('does not find a member or role that is none', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    expect((await take(team, 'nobody', 'rl-viewer').expect(404)).body.details.resource_type).toBe('members');
    expect((await take(team, 'bob', 'rl-none').expect(404)).body.details.resource_type).toBe('roles');
  });

  it('refuses a scope that is none and a parameter that it does not know', async () => {
    const team = await givenTeam(server);
    await team.member('bob');
    for (const query of ['?scope=', '?scope=a:b', '?scope=$self', '?scope=a&scope=b', '?origin=sso']) {
      await take(team, 'bob', 'rl-viewer', query).expect(422);
    }
  });
});
