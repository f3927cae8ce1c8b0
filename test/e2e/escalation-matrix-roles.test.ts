import { startTestServer, type Client, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const LATER = new Date(Date.now() + 3_600_000).toISOString();

/** An organisation in which `mia` assigns roles; `carl` has each role, `anna` is an Admin who is denied nothing. */
interface Stage extends Team {
  readonly manager: Client;
  readonly roles: Readonly<Record<'allowing' | 'denying' | 'handing', string>>;
}

type Deed = (stage: Stage) => [method: 'post' | 'put' | 'delete', path: string, body?: object];

/** Everything that may happen to a role of somebody. */
const DEEDS: Readonly<Record<string, Deed>> = {
  'assigns what allows': ({ path, roles }) => ['put', `${path}/members/bob/roles/${roles.allowing}`, {}],
  'assigns it for a time': ({ path, roles }) => [
    ...(['put', `${path}/members/bob/roles/${roles.allowing}`] as const),
    { expires_at: LATER },
  ],
  'revokes what allows': ({ path, roles }) => ['delete', `${path}/members/carl/roles/${roles.allowing}`],
  'ends what allows': ({ path, roles }) => [
    ...(['put', `${path}/members/carl/roles/${roles.allowing}`] as const),
    { expires_at: LATER },
  ],
  'assigns what denies': ({ path, roles }) => ['put', `${path}/members/bob/roles/${roles.denying}`, {}],
  'revokes what denies': ({ path, roles }) => ['delete', `${path}/members/carl/roles/${roles.denying}`],
  'ends what denies': ({ path, roles }) => [
    ...(['put', `${path}/members/carl/roles/${roles.denying}`] as const),
    { expires_at: LATER },
  ],
  'denies something to an Admin': ({ path, roles }) => ['put', `${path}/members/anna/roles/${roles.denying}`, {}],
  'assigns what hands out rights': ({ path, roles }) => ['put', `${path}/members/bob/roles/${roles.handing}`, {}],
  'revokes what hands out rights': ({ path, roles }) => ['delete', `${path}/members/carl/roles/${roles.handing}`],
  'ends an Admin': ({ path }) => ['put', `${path}/members/anna/roles/rl-admin`, { expires_at: LATER }],
  'gives up its own role': ({ path, roles }) => ['delete', `${path}/members/mia/roles/${roles.allowing}`],
  'gives up its own deny': ({ path, roles }) => ['delete', `${path}/members/mia/roles/${roles.denying}`],
  'lets its own deny end': ({ path, roles }) => [
    ...(['put', `${path}/members/mia/roles/${roles.denying}`] as const),
    { expires_at: LATER },
  ],
};

const ALWAYS = ['gives up its own role'];
const OF_ALLOWING = ['assigns what allows', 'assigns it for a time', 'revokes what allows', 'ends what allows'];

/** How the manager may hold the power over roles, and what it may then do; written by hand, from the design. */
const HOLDINGS: ReadonlyArray<{
  readonly holds: string;
  readonly permissions: (roles: Stage['roles']) => string[];
  readonly how?: object;
  readonly may: readonly string[];
}> = [
  { holds: 'nothing', permissions: () => [], may: [] },
  { holds: 'bind of what allows', permissions: ({ allowing }) => [`roles:${allowing}:bind`], may: OF_ALLOWING },
  {
    holds: 'bind of what allows, for a time',
    permissions: ({ allowing }) => [`roles:${allowing}:bind`],
    how: { expires_at: LATER },
    may: [],
  },
  {
    holds: 'bind of what denies',
    permissions: ({ denying }) => [`roles:${denying}:bind`],
    may: ['assigns what denies'],
  },
  {
    holds: 'bind of everything',
    permissions: () => ['roles:*:bind'],
    may: [...OF_ALLOWING, 'assigns what denies'],
  },
  {
    holds: 'bind of what hands out rights',
    permissions: ({ handing }) => [`roles:${handing}:bind`],
    may: ['assigns what hands out rights', 'revokes what hands out rights'],
  },
  { holds: 'bind of Admin', permissions: () => ['roles:rl-admin:bind'], may: ['ends an Admin'] },
  { holds: 'every action on roles', permissions: () => ['roles:*:*'], may: [] },
  { holds: 'what is allowed', permissions: () => ['secrets:*:read'], may: OF_ALLOWING },
  { holds: 'what is denied', permissions: () => ['apps:*:write'], may: [] },
];

async function givenStage({ permissions, how = {} }: (typeof HOLDINGS)[number]): Promise<Stage> {
  const team = await givenTeam(server);
  const roles = {
    allowing: await team.role({ permissions: ['secrets:*:read'] }),
    denying: await team.role({ effect: 'deny', permissions: ['apps:*:write'] }),
    handing: await team.role({ permissions: ['roles:*:bind', 'models:*:manage'] }),
  };
  await team.member('bob');
  await team.member('anna', 'rl-admin');
  await team.member('carl', ...Object.values(roles));
  await team.member('mia', await team.role({ permissions: ['members:*:assign'] }), roles.denying);
  // A role of its own that it may not hand out.
  await team.alice.put(`${team.path}/members/mia/roles/${roles.allowing}`, { expires_at: LATER }).expect(200);
  const held = await team.role({ permissions: permissions(roles) });
  await team.alice.put(`${team.path}/members/mia/roles/${held}`, how).expect(200);
  return { ...team, roles, manager: server.as('mia') };
}

describe.each(HOLDINGS)('a manager who holds $holds', (holding) => {
  it('may do this with the roles of others and its own, and nothing else', async () => {
    const stage = await givenStage(holding);
    const may: string[] = [];
    for (const [name, deed] of Object.entries(DEEDS)) {
      const [method, path, body] = deed(stage);
      const send = stage.manager[method as 'put'];
      const answer = await send(`${path}?dry_run=true`, body);
      if (answer.body.would_succeed === true) may.push(name);
      else expect([name, answer.body.error.details.reason]).toEqual([name, 'escalation']);
    }
    expect(may.sort()).toEqual([...ALWAYS, ...holding.may].sort());
  });
});
