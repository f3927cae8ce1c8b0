import { PermissionSchema } from '@castellan/core';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';
import { forbidden, valueError } from './answers';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

/** Bob reads apps in ws-1, but not `hidden`; `shop` is there, `other` in ws-2, and `loose` is not registered. */
async function givenReaders(): Promise<Team & { readers: string; blind: string }> {
  const team = await givenTeam(server);
  for (const id of ['ws-1', 'ws-2']) {
    await team.alice.post(`/v1/orgs/${team.orgId}/workspaces`, { workspace_id: id, name: id }).expect(201);
  }
  const register = (id: string, workspace_id: string): Promise<unknown> =>
    team.alice.put(`${team.path}/resources/apps/${id}`, { name: id, workspace_id }).expect(201).then();
  for (const [id, place] of [
    ['shop', 'ws-1'],
    ['other', 'ws-2'],
    ['hidden', 'ws-1'],
  ] as const)
    await register(id, place);
  const readers = await team.role({ permissions: ['apps:*:read'] });
  const blind = await team.role({ permissions: ['apps:apps/hidden:read'], effect: 'deny' });
  await team.member('bob', blind);
  await team.alice.put(`${team.path}/members/bob/roles/${readers}`, { scope: 'ws-1' }).expect(200);
  return { ...team, readers, blind };
}

const asBob = (team: Team, body: object) => server.as('bob').post(`${team.path}/check`, body);
const app = (id: string, more: object = {}): object => ({
  permission: 'apps:read',
  resource: { type: 'apps', id, ...more },
});

describe('POST check', () => {
  it('answers with reason and path, of a thing, a container, and the organisation', async () => {
    const team = await givenReaders();
    const ask = async (body: object): Promise<any> => (await asBob(team, body).expect(200)).body;
    expect(await ask(app('shop'))).toEqual({
      allowed: true,
      reason: 'granted',
      by: {
        role_id: team.readers,
        policy_id: expect.any(String),
        effect: 'allow',
        permission: 'apps:*:read',
        assignment: { scope: 'ws-1', origin: 'manual', expires_at: null },
      },
    });
    expect(await ask(app('other'))).toMatchObject({ allowed: false, reason: 'no-grant', by: null });
    expect(await ask(app('hidden'))).toMatchObject({ allowed: false, reason: 'denied', by: { role_id: team.blind } });
    expect(await ask({ permission: 'apps:read' })).toMatchObject({ allowed: false, reason: 'denied' });
    const within = { permission: 'apps:read', resource: { type: 'workspaces', id: 'ws-1' } };
    expect(await ask(within)).toMatchObject({ allowed: true, reason: 'granted' });
    expect(await ask({ permission: 'apps:fly' })).toMatchObject({
      allowed: false,
      reason: 'unknown-permission',
      by: null,
    });
  });

  it('takes no container on the word of who asks', async () => {
    const team = await givenReaders();
    expect((await asBob(team, app('loose')).expect(200)).body).toMatchObject({ allowed: false, reason: 'no-grant' });
    const claimed = await asBob(team, app('loose', { workspace_id: 'ws-1' })).expect(200);
    expect(claimed.body).toMatchObject({ allowed: false, reason: 'no-grant' });
    await asBob(team, app('shop', { workspace_id: 'ws-1' })).expect(200);
    const { body } = await team.alice.post(`${team.path}/check`, app('shop', { workspace_id: 'ws-2' })).expect(422);
    const loc = ['body', 'resource', 'workspace_id'];
    expect(body.detail).toEqual([valueError(loc, 'is not the workspace of the resource', 'ws-2')]);
    const policy = { permission: 'policies:read', resource: { type: 'policies', id: 'p', workspace_id: 'ws-1' } };
    expect((await asBob(team, policy).expect(422)).body.detail).toEqual([
      valueError(loc, 'resources of this type do not live in workspaces', 'ws-1'),
    ]);
  });

  it('does not tell who may not read the registry where a resource is', async () => {
    const team = await givenReaders();
    await team.member('carol', await team.role({ permissions: ['apps:read', 'resources:ws-1:read'] }));
    const ask = (body: object): ReturnType<typeof asBob> => server.as('carol').post(`${team.path}/check`, body);
    const wrong = await ask(app('other', { workspace_id: 'ws-1' })).expect(200);
    expect(wrong.body).toMatchObject({ allowed: false, reason: 'no-grant', by: null });
    await ask(app('shop', { workspace_id: 'ws-2' })).expect(422);
    const questions = [app('other', { workspace_id: 'ws-1' }), app('other')];
    const batch = await server.as('carol').post(`${team.path}/check/batch`, { questions }).expect(200);
    expect(batch.body.answers).toMatchObject([{ reason: 'no-grant' }, { reason: 'granted' }]);
    const some = { questions: [app('other', { workspace_id: 'ws-1' }), app('shop', { workspace_id: 'ws-2' })] };
    const refused = await server.as('carol').post(`${team.path}/check/batch`, some).expect(422);
    expect(refused.body.detail.map(({ loc }: any) => loc[2])).toEqual([1]);
  });

  it('says that an unregistered resource must be registered, and only to readers whether it is', async () => {
    const team = await givenReaders();
    const hint = async (user: string, id: string): Promise<string | undefined> => {
      const body = { ...app(id), user_id: 'bob' };
      return (await server.as(user).post(`${team.path}/check`, body).expect(200)).body.hint;
    };
    expect(await hint('alice', 'loose')).toMatch(
      /^This resource is not registered.*register it, or give its container/,
    );
    expect(await hint('alice', 'other')).toBeUndefined();
    expect(await hint('alice', 'shop')).toBeUndefined();
    expect(await hint('bob', 'loose')).toMatch(/If this one is not registered, register it, or give its container/);
    expect(await hint('bob', 'other')).toBe(await hint('bob', 'loose'));
    const models = { permission: 'models:read', resource: { type: 'models', id: 'm' } };
    expect((await asBob(team, models).expect(200)).body).toEqual({ allowed: false, reason: 'no-grant', by: null });
  });

  it('says context-missing where a deny could apply in a workspace that nobody registered', async () => {
    const team = await givenReaders();
    const carols = await team.role({ permissions: ['apps:*:read'] });
    const never = await team.role({ permissions: ['apps:ws-2:read'], effect: 'deny' });
    await team.member('carol', carols, never);
    const ask = async (body: object): Promise<any> =>
      (await server.as('carol').post(`${team.path}/check`, body).expect(200)).body;
    expect(await ask(app('loose'))).toMatchObject({ allowed: false, reason: 'context-missing' });
    expect(await ask(app('shop'))).toMatchObject({ allowed: true });
    expect(await ask(app('other'))).toMatchObject({ reason: 'denied' });
    const nowhere = { permission: 'apps:read', resource: { type: 'workspaces', id: 'gone' } };
    expect(await ask(nowhere)).toMatchObject({ allowed: false, reason: 'context-missing' });
  });

  it('follows a thing that moves, at the very next check', async () => {
    const team = await givenReaders();
    for (let i = 0; i < 5; i++) {
      for (const [workspace_id, allowed] of [
        ['ws-2', false],
        ['ws-1', true],
      ] as const) {
        await team.alice.put(`${team.path}/resources/apps/shop`, { workspace_id }).expect(200);
        expect((await asBob(team, app('shop')).expect(200)).body.allowed).toBe(allowed);
      }
    }
  });

  it('asks about registry entries inside the thing that they name', async () => {
    const team = await givenReaders();
    const clerks = await team.role({ permissions: ['resources:ws-1:read'] });
    await team.member('carl', clerks);
    const ask = async (id: string): Promise<any> =>
      (
        await server
          .as('carl')
          .post(`${team.path}/check`, { ...app(id), permission: 'resources:read' })
          .expect(200)
      ).body;
    expect([(await ask('shop')).allowed, (await ask('other')).allowed]).toEqual([true, false]);
    expect((await server.as('carl').get(`${team.path}/resources/apps/shop`)).status).toBe(200);
    expect((await server.as('carl').get(`${team.path}/resources/apps/other`)).status).toBe(403);
  });

  it('about others needs members:check on them', async () => {
    const team = await givenReaders();
    await team.member('dave', await team.role({ permissions: ['members:bob:check'] }));
    const ask = (user: string, user_id: string) =>
      server.as(user).post(`${team.path}/check`, { ...app('shop'), user_id });
    expect((await ask('alice', 'bob').expect(200)).body.allowed).toBe(true);
    expect((await ask('dave', 'bob').expect(200)).body.allowed).toBe(true);
    expect((await ask('bob', 'bob').expect(200)).body.allowed).toBe(true);
    const refused = forbidden('no-grant', { required_permission: 'members:check' });
    expect((await ask('bob', 'dave').expect(403)).body).toEqual(refused);
    expect((await ask('dave', 'alice').expect(403)).body).toEqual(refused);
    expect((await ask('dave', 'nobody').expect(403)).body).toEqual(refused);
    const stranger = { allowed: false, reason: 'not-a-member', by: null };
    expect((await ask('alice', 'nobody').expect(200)).body).toEqual(stranger);
    await team.alice.put(`${team.path}/members/bob`, { status: 'suspended' }).expect(200);
    expect((await ask('alice', 'bob').expect(200)).body).toMatchObject({ allowed: false, reason: 'suspended' });
    await ask('bob', 'bob').expect(403);
  });

  it.each([
    [{}, [['body', 'permission']]],
    [
      { permission: 5, user_id: '', resource: 'x' },
      [
        ['body', 'user_id'],
        ['body', 'permission'],
        ['body', 'resource'],
      ],
    ],
    [{ permission: 'apps:*' }, [['body', 'permission']]],
    [{ permission: 'apps:*:read' }, [['body', 'permission']]],
    [{ permission: '*' }, [['body', 'permission']]],
    [
      { permission: 'apps:read', resource: {} },
      [
        ['body', 'resource', 'type'],
        ['body', 'resource', 'id'],
      ],
    ],
    [{ permission: 'apps:read', resource: { type: 'apps', id: 'a', more: 1 } }, [['body', 'resource', 'more']]],
    [{ permission: 'apps:read', resource: { type: 'models', id: 'a' } }, [['body', 'resource', 'type']]],
    [{ permission: 'apps:read', resource: { type: 'nothing', id: 'a' } }, [['body', 'resource', 'type']]],
    [{ permission: 'apps:read', resource: { type: 'apps', id: 'a b' } }, [['body', 'resource', 'id']]],
    [{ permission: 'resources:read', resource: { type: 'resources', id: 'a' } }, [['body', 'resource', 'type']]],
    [{ permission: 'apps:read', resource: null }, [['body', 'resource']]],
    [{ permission: 'apps:read', extra: 1 }, [['body', 'extra']]],
  ])('refuses %j, all mistakes at once', async (sent, locs) => {
    const team = await givenTeam(server);
    const { body } = await team.alice.post(`${team.path}/check`, sent).expect(422);
    expect(body.detail.map(({ loc }: any) => loc)).toEqual(locs);
    const batch = await team.alice.post(`${team.path}/check/batch`, { questions: [{ permission: 'apps:read' }, sent] });
    expect(batch.status).toBe(422);
    expect(batch.body.detail.map(({ loc }: any) => loc)).toEqual(
      locs.map(([, ...rest]) => ['body', 'questions', 1, ...rest]),
    );
  });
});

describe('POST check', () => {
  it('has no dry run: it changes nothing', async () => {
    const team = await givenTeam(server);
    const answer = await team.alice.post(`${team.path}/check?dry_run=true`, { permission: 'apps:read' }).expect(422);
    expect(answer.body.detail).toMatchObject([{ type: 'extra_forbidden', loc: ['query', 'dry_run'] }]);
  });
});

describe('a thing in something else than a workspace', () => {
  const one = { label: 'Read' };
  const schema = new PermissionSchema({
    types: {
      folders: { label: 'Folders', scope: 'workspace', listable: true, actions: { read: one } },
      docs: { label: 'Documents', scope: 'org', parent: 'folders', listable: true, actions: { read: one } },
    },
  });
  let own: TestServer;
  beforeAll(async () => {
    own = await startTestServer({ schema });
  });
  afterAll(() => own.close());

  it('is in what the registry does not know, also when it is registered: a deny there is not overlooked', async () => {
    const team = await givenTeam(own);
    await team.alice.put(`${team.path}/resources/docs/d-1`, { name: 'In a folder' }).expect(201);
    const [readers, never] = [
      await team.role({ permissions: ['docs:*:read'] }),
      await team.role({ permissions: ['docs:folders/f-1:read'], effect: 'deny' }),
    ];
    await team.member('bob', readers);
    const ask = async (): Promise<string> => {
      const body = { permission: 'docs:read', resource: { type: 'docs', id: 'd-1' } };
      return (await own.as('bob').post(`${team.path}/check`, body).expect(200)).body.reason;
    };
    expect(await ask()).toBe('granted');
    await team.member('bob', readers, never);
    expect(await ask()).toBe('context-missing');
  });
});

describe('POST check/batch', () => {
  it('answers each question by itself, in order, as a single check does', async () => {
    const team = await givenReaders();
    const ids = ['shop', 'other', 'hidden', 'loose'];
    const questions = Array.from({ length: 1_000 }, (_, at) => ({
      ...app(ids[at % ids.length] as string),
      ...(at % 5 !== 0 && { user_id: at % 7 === 0 ? 'nobody' : 'bob' }),
    }));
    const { body } = await team.alice.post(`${team.path}/check/batch`, { questions }).expect(200);
    const single = new Map<string, object>();
    for (const question of questions) {
      const key = JSON.stringify(question);
      if (!single.has(key)) single.set(key, (await team.alice.post(`${team.path}/check`, question).expect(200)).body);
    }
    expect(body.answers).toEqual(questions.map((question) => single.get(JSON.stringify(question))));
    expect(new Set(body.answers.map(({ reason }: any) => reason)).size).toBeGreaterThanOrEqual(4);
  });

  it('takes one to a thousand questions', async () => {
    const team = await givenTeam(server);
    const ask = (questions: unknown) => team.alice.post(`${team.path}/check/batch`, { questions });
    const one = { permission: 'apps:read' };
    for (const wrong of [[], Array.from({ length: 1_001 }, () => one), {}, 'x', null]) await ask(wrong).expect(422);
    await ask([one]).expect(200);
  });

  it('is refused whole when one question is about somebody whom the caller may not check', async () => {
    const team = await givenReaders();
    const questions = [app('shop'), { ...app('shop'), user_id: 'alice' }];
    await server.as('bob').post(`${team.path}/check/batch`, { questions }).expect(403);
  });
});

describe('the hint of a refusal', () => {
  it('names what is not declared, what is not registered, and a question that is too wide', async () => {
    const { alice, member, role, path } = await givenTeam(server);
    await member('bob', await role({ permissions: ['endpoints:ws-9:trigger'] }));
    const hint = async (permission: string, resource?: object): Promise<string> => {
      const question = { user_id: 'bob', permission, resource };
      return (await alice.post(`${path}/check`, question).expect(200)).body.hint;
    };
    expect(await hint('endpoints:fly')).toMatch(/unknown action "fly" of "endpoints".*trigger/);
    expect(await hint('endpoints:trigger')).toMatch(/only in some places/);
    expect(await hint('endpoints:trigger', { type: 'endpoints', id: 'e' })).toMatch(/not registered/);
    expect(await hint('endpoints:read', { type: 'workspaces', id: 'ws-8' })).toMatch(/create it/);
    expect(await hint('apps:read')).toBeUndefined();
  });
});
