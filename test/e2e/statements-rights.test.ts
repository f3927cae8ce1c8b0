import { REFUSAL_HINTS, type RefusalReason } from '@castellan/core';
import { RouteAudit } from '@castellan/nest';
import type { Response } from 'supertest';
import { startTestServer, type Client, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

interface Statement {
  resources: string[];
  actions: string[];
  effect: 'allow' | 'deny';
}

const allow = (resources: string[], ...actions: string[]): Statement => ({ resources, actions, effect: 'allow' });
const deny = (resources: string[], ...actions: string[]): Statement => ({ resources, actions, effect: 'deny' });
const at = ({ orgId }: Team, id = ''): string => `/organizations/${orgId}/roles${id === '' ? '' : `/${id}`}`;
const make = async (team: Team, name: string, policies: Statement[]): Promise<string> =>
  (await team.alice.post(at(team), { name, policies }).expect(200)).body.data.id;

const forbidden = (action: string, reason: RefusalReason = 'no-grant', more = ''): object => ({
  error: 'Forbidden',
  message: `Access to the requested resource is forbidden. It requires roles:${action}.${more} ${REFUSAL_HINTS[reason]}`,
});
const NOT_FOUND = { error: 'ResourceNotFound', message: 'The requested resource was not found' };

const refused = ({ status, body }: Response, ...missing: string[]): void => {
  const { message = '' } = body as { message?: string };
  expect(status).toBe(403);
  expect(message).toContain(` The caller does not hold ${missing.join(', ')}. ${REFUSAL_HINTS.escalation}`);
};

it('has the routes that are tried here, and no others', () => {
  const routes = server.running.app.get(RouteAudit).routes();
  const ofFace = routes.filter(({ path }) => path.startsWith('/organizations/'));
  expect(ofFace.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'DELETE /organizations/:organizationId/roles/:roleId',
    'GET /organizations/:organizationId/roles',
    'GET /organizations/:organizationId/roles/:roleId',
    'POST /organizations/:organizationId/roles',
    'PUT /organizations/:organizationId/roles/:roleId',
  ]);
});

describe('the permission that a route needs', () => {
  const routes: Array<[string, string, (client: Client, team: Team, id: string) => Promise<Response>]> = [
    // Who may update may read.
    ['listing', 'read', async (client, team) => client.get(at(team))],
    ['showing', 'read', async (client, team, id) => client.get(at(team, id))],
    ['making', 'create', async (client, team) => client.post(at(team), { name: 'New', policies: [] })],
    ['changing', 'update', async (client, team, id) => client.put(at(team, id), { description: 'New' })],
    ['deleting', 'delete', async (client, team, id) => client.delete(at(team, id))],
  ];

  it.each(routes)('%s is roles:%s and no other', async (_, action, attempt) => {
    const team = await givenTeam(server);
    const id = await make(team, 'Target', []);
    const implied = action === 'read' ? ['read', 'update'] : [action];
    const others = ['read', 'create', 'update', 'delete'].filter((other) => !implied.includes(other));
    await team.member('bob', await team.role({ permissions: others.map((other) => `roles:${other}`) }));
    await team.member('carol', await team.role({ permissions: [`roles:${action}`] }));
    const denied = await attempt(server.as('bob'), team, id);
    expect([denied.status, denied.body]).toEqual([403, forbidden(action)]);
    expect((await attempt(server.as('carol'), team, id)).status).toBe(200);
  });

  it.each(routes.filter(([name]) => name !== 'making' && name !== 'listing'))(
    'for %s may be granted on one role',
    async (_, action, attempt) => {
      const team = await givenTeam(server);
      const [own, other] = [await make(team, 'Own', []), await make(team, 'Other', [])];
      await team.member('bob', await team.role({ permissions: [`roles:${own}:${action}`] }));
      expect((await attempt(server.as('bob'), team, own)).status).toBe(200);
      for (const id of [other, 'rl-none']) {
        const { status, body } = await attempt(server.as('bob'), team, id);
        expect([status, body]).toEqual([403, forbidden(action)]);
      }
    },
  );

  it('decides what a list shows, page by page', async () => {
    const team = await givenTeam(server);
    const ids: string[] = [];
    for (let i = 0; i < 14; i++) ids.push(await make(team, `Role ${i}`, []));
    const seen = async (permissions: string[], ...denied: string[]): Promise<unknown> => {
      const roles = [await team.role({ permissions }), await team.role({ permissions: denied, effect: 'deny' })];
      await team.member('bob', ...roles);
      const { status, body } = await server.as('bob').get(`${at(team)}?maxResults=10`);
      if (status !== 200) return [status, body];
      const query = `?maxResults=10&nextToken=${body.nextToken}`;
      const rest = body.nextToken === undefined ? [] : (await server.as('bob').get(`${at(team)}${query}`)).body.data;
      const names: string[] = [...body.data, ...rest].map(({ name }) => name);
      return names.filter((name) => name.startsWith('Role'));
    };
    const all = ids.map((_, i) => `Role ${i}`);
    expect(await seen([])).toEqual([403, forbidden('read')]);
    expect(await seen([`roles:${ids[3]}:read`, 'roles:rl-admin:read'])).toEqual(['Role 3']);
    expect(await seen(ids.slice(1).map((id) => `roles:${id}:read`))).toEqual(all.slice(1));
    expect(await seen(['roles:read'], `roles:${ids[0]}:read`, `roles:${ids[13]}:read`)).toEqual(all.slice(1, 13));
  });

  it('is refused to a stranger alike, whether or not the organisation exists', async () => {
    const team = await givenTeam(server);
    for (const [, action, attempt] of routes) {
      for (const where of [team, { ...team, orgId: 'nowhere' }]) {
        const { status, body, headers } = await attempt(server.as('mallory'), where, 'rl-admin');
        expect([status, body, headers['castellan-revision']]).toEqual([
          403,
          forbidden(action, 'not-a-member'),
          undefined,
        ]);
      }
    }
  });

  it('does not reach a role of another organisation, which is missing', async () => {
    const [team, other] = [await givenTeam(server), await givenTeam(server)];
    const foreign = await make(other, 'Foreign', [allow(['apps'], 'read')]);
    for (const id of [foreign, 'rl-none', 'a%2Fb', '%00', 'rl%20admin']) {
      for (const answer of [
        await team.alice.get(at(team, id)),
        await team.alice.put(at(team, id), { name: 'Stolen' }),
        await team.alice.delete(at(team, id)),
      ]) {
        expect([id, answer.status, answer.body]).toEqual([id, 404, NOT_FOUND]);
      }
    }
    expect((await other.alice.get(at(other, foreign)).expect(200)).body.data.name).toBe('Foreign');
  });
});

describe('who lacks a right', () => {
  interface Stage extends Team {
    readonly mia: Client;
    /** A role without statements, one with a statement of `apps:*:write`, one that denies it, one with a shared policy of it. */
    readonly empty: string;
    readonly own: string;
    readonly denying: string;
    readonly shared: string;
  }

  async function givenStage(): Promise<Stage> {
    const team = await givenTeam(server);
    await team.member('mia', await team.role({ permissions: ['roles:*', 'tools:ws-1:*'] }));
    const empty = await make(team, 'Empty', []);
    const own = await make(team, 'Own', [allow(['apps'], 'write')]);
    const denying = await make(team, 'Denying', [deny(['apps'], 'write')]);
    const shared = await team.role({ permissions: ['apps:write'] });
    return { ...team, mia: server.as('mia'), empty, own, denying, shared };
  }

  const paths: Array<[string, (stage: Stage) => Promise<Response>]> = [
    ['makes no role', async (s) => s.mia.post(at(s), { name: 'New', policies: [allow(['apps'], 'write')] })],
    ['makes no denying role', async (s) => s.mia.post(at(s), { name: 'New', policies: [deny(['apps'], 'write')] })],
    ['adds no statement', async (s) => s.mia.put(at(s, s.empty), { policies: [allow(['apps'], 'write')] })],
    ['takes no statement away', async (s) => s.mia.put(at(s, s.own), { policies: [] })],
    ['takes no denying statement away', async (s) => s.mia.put(at(s, s.denying), { policies: [] })],
    ['turns no statement round', async (s) => s.mia.put(at(s, s.own), { policies: [deny(['apps'], 'write')] })],
    ['narrows none', async (s) => s.mia.put(at(s, s.own), { policies: [allow(['apps:ws-1'], 'write')] })],
    ['deletes no role', async (s) => s.mia.delete(at(s, s.own))],
    ['detaches no shared policy', async (s) => s.mia.put(at(s, s.shared), { policies: [] })],
    [
      'makes no statement of a shared policy',
      async (s) => s.mia.put(at(s, s.shared), { policies: [allow(['apps'], 'write')] }),
    ],
  ];

  it.each(paths)('%s with it', async (name, attempt) => {
    const stage = await givenStage();
    const revision = await stage.revision();
    refused(
      await attempt(stage),
      ...(name === 'narrows none' ? ['apps:*:write', 'apps:ws-1:write'] : ['apps:*:write']),
    );
    expect(await stage.revision()).toBe(revision);
    expect((await attempt({ ...stage, mia: stage.alice })).status).toBe(200);
  });

  it('changes what it holds beside it, and how the rest is written', async () => {
    const { mia, own, ...team } = await givenStage();
    const kept = allow(['apps'], 'write');
    for (const sent of [
      { name: 'Renamed', description: 'Other' },
      { policies: [allow(['tools:ws-1'], 'read', 'write'), kept] },
      { policies: [kept, deny(['tools:ws-1'], 'manage')] },
      { policies: [kept, kept] },
      { policies: [allow(['apps', 'apps:*'], 'write', 'write')] },
    ]) {
      await mia.put(at(team as Team, own), sent).expect(200);
    }
    refused(
      await mia.put(at(team as Team, own), { policies: [kept, allow(['tools'], 'read', 'write')] }),
      ...['tools:*:read', 'tools:*:write'],
    );
  });
});

describe('the last Admin', () => {
  it('is kept by every change of statements, and with another Admin let go', async () => {
    const team = await givenTeam(server);
    const all = allow(['*'], '*');
    const boss = await make(team, 'Boss', [all]);
    await team.alice.post(`${team.path}/members`, { user_id: 'alice', role_ids: [boss] }).expect(200);
    const attempts: Array<() => Promise<Response>> = [
      async () => team.alice.put(at(team, boss), { policies: [] }),
      async () => team.alice.put(at(team, boss), { policies: [allow(['*'], 'read', 'update')] }),
      async () => team.alice.put(at(team, boss), { policies: [all, deny(['analytics'], 'view')] }),
      async () => team.alice.put(at(team, boss), { policies: [{ ...all, effect: 'deny' }] }),
      async () => team.alice.delete(at(team, boss)),
    ];
    const revision = await team.revision();
    for (const attempt of attempts) {
      const { status, body } = await attempt();
      const message = 'The organisation would be left without a member who can repair it';
      expect([status, body]).toEqual([409, { error: 'Conflict', message }]);
    }
    expect(await team.revision()).toBe(revision);
    await team.alice.put(at(team, boss), { policies: [allow(['apps'], 'read'), all] }).expect(200);
    await team.member('anna', 'rl-admin');
    await team.alice.delete(at(team, boss)).expect(200);
    await team.alice.get(at(team)).expect(403);
  });
});

it('holds the policies of statements to the limit of an organisation', async () => {
  const team = await givenTeam(server);
  const { id } = (await team.alice.post(at(team), { name: 'One', policies: [allow(['apps'], 'read')] })).body.data;
  const set = (policies: number): Promise<unknown> =>
    server.dataSource.query('update castellan.organisation_state set policies = $2 where org_id = $1', [
      team.orgId,
      policies,
    ]);
  await set(10_000);
  const message = 'An organisation has at most 10000 policies';
  for (const answer of [
    await team.alice.post(at(team), { name: 'Two', policies: [allow(['apps'], 'write')] }),
    await team.alice.put(at(team, id), { policies: [allow(['apps'], 'read'), allow(['apps'], 'write')] }),
  ]) {
    expect([answer.status, answer.body]).toEqual([409, { error: 'Conflict', message }]);
  }
  await team.alice.put(at(team, id), { policies: [allow(['apps'], 'write')] }).expect(200);
});
