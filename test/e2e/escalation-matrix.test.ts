import { startTestServer, type Client, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** What manages everything but holds nothing of the product. */
const MANAGER = ['policies:*', 'roles:*', 'members:*', 'orgs:*'];

/** A right, and those of the holdings below that cover it whole, beside `ALWAYS`; written by hand, from the design. */
interface RightCase {
  readonly right: string;
  readonly coveredBy: readonly string[];
}

const RIGHTS: readonly RightCase[] = [
  { right: 'apps:*:write', coveredBy: ['the right with a deny of others', 'all of apps', 'everything but a thing'] },
  { right: 'apps:ws-1:write', coveredBy: ['the right with a deny of others', 'all of apps', 'everything but a thing'] },
  { right: 'apps:*:*', coveredBy: ['the right with a deny of others', 'all of apps', 'everything but a thing'] },
  { right: '*:*:read', coveredBy: ['the right with a deny of others', 'everything but a thing'] },
  { right: '*:*:bind', coveredBy: ['the right with a deny of others'] },
  { right: '*:*:*', coveredBy: [] },
];

/** These cover every right of the table. */
const ALWAYS = ['the right', 'the right everywhere', 'everything'];

const LATER = new Date(Date.now() + 3_600_000).toISOString();

/** These hand out rights, so no default role has them. */
const PRIVILEGED = ['*:*:bind', '*:*:*'];

const typeless = (right: string): string => right.replace(/:[^:]*:/, ':*:');

/** How the manager may hold something; `expires` and `scope` are of the assignment. */
const HOLDINGS: Readonly<Record<string, (right: string) => { allow: string[]; deny?: string[]; how?: object }>> = {
  nothing: () => ({ allow: [] }),
  'the right': (right) => ({ allow: [right] }),
  'the right everywhere': (right) => ({ allow: [typeless(right)] }),
  'the right for a time': (right) => ({
    allow: [right],
    how: { expires_at: new Date(Date.now() + 3_600_000).toISOString() },
  }),
  'the right in another workspace': (right) => ({ allow: [typeless(right)], how: { scope: 'ws-2' } }),
  'the right under a deny': (right) => ({ allow: [right], deny: [right] }),
  'everything but a thing': () => ({ allow: ['*'], deny: ['analytics:ghost:view'] }),
  'the right with a deny of others': (right) => ({ allow: [right], deny: ['analytics:view'] }),
  'all of apps': () => ({ allow: ['apps:*'] }),
  everything: () => ({ allow: ['*'] }),
};

interface Stage extends Team {
  readonly manager: Client;
  readonly policy: string;
  readonly role: (values?: object) => Promise<string>;
  readonly strong: string;
  readonly empty: string;
}

const PATHS: Readonly<
  Record<string, (stage: Stage, right: string) => [method: 'post' | 'put' | 'delete', path: string, body?: object]>
> = {
  'makes a policy': (_, right) => ['post', '/policies', { name: 'New', permissions: [right] }],
  'makes a deny': (_, right) => ['post', '/policies', { name: 'New', effect: 'deny', permissions: [right] }],
  'empties a policy': ({ policy }) => ['put', `/policies/${policy}`, { permissions: [] }],
  'turns a policy round': ({ policy }) => ['put', `/policies/${policy}`, { effect: 'deny' }],
  'deletes a policy': ({ policy }) => ['delete', `/policies/${policy}`],
  'makes a role': ({ policy }) => ['post', '/roles', { name: 'New', policy_ids: [policy] }],
  'attaches a policy': ({ policy, empty }) => ['put', `/roles/${empty}`, { policy_ids: [policy] }],
  'detaches a policy': ({ strong }) => ['put', `/roles/${strong}`, { policy_ids: [] }],
  'makes a role a default': ({ strong }) => ['put', `/roles/${strong}`, { is_default: true }],
  'maps a group': ({ strong }) => ['put', `/roles/${strong}`, { sso_group_names: ['all'] }],
  'deletes a role': ({ strong }) => ['delete', `/roles/${strong}`],
  'replaces the roles of a member': ({ strong }) => ['post', '/members', { user_id: 'bob', role_ids: [strong] }],
  'gives a role': ({ strong }) => ['put', `/members/bob/roles/${strong}`, {}],
  'gives itself a role': ({ strong }) => ['put', `/members/mia/roles/${strong}`, { scope: '*' }],
  'lets a role end': ({ strong }) => ['put', `/members/carl/roles/${strong}`, { expires_at: LATER }],
  'takes a role': ({ strong }) => ['delete', `/members/carl/roles/${strong}`],
  'suspends a member': () => ['put', '/members/carl', { status: 'suspended' }],
  'removes a member': () => ['delete', '/members/carl'],
};

async function givenStage(right: string, holding: string): Promise<Stage> {
  const team = await givenTeam(server);
  const strong = await team.role({ permissions: [right] });
  const empty = await team.role({ permissions: [] });
  await team.member('bob');
  await team.member('carl', strong);
  const { allow, deny = [], how = {} } = (HOLDINGS[holding] as (typeof HOLDINGS)[string])(right);
  await team.member('mia', await team.role({ permissions: MANAGER }));
  const held = await team.role({ permissions: allow });
  await team.alice.put(`${team.path}/members/mia/roles/${held}`, how).expect(200);
  if (deny.length > 0) {
    const denying = await team.role({ effect: 'deny', permissions: deny });
    await team.alice.put(`${team.path}/members/mia/roles/${denying}`, {}).expect(200);
  }
  const { body } = await team.alice.get(`${team.path}/roles/${strong}`).expect(200);
  return { ...team, manager: server.as('mia'), policy: body.policy_ids[0], strong, empty };
}

const cases = RIGHTS.flatMap(({ right, coveredBy }) =>
  Object.keys(HOLDINGS).map((holding): [string, string, boolean] => [
    right,
    holding,
    [...ALWAYS, ...coveredBy].includes(holding),
  ]),
);

it('has at least 200 cases', () => {
  expect(cases.length * Object.keys(PATHS).length).toBeGreaterThanOrEqual(200);
});

describe.each(cases)('of %s, a manager with %s', (right, holding, covered) => {
  it(`${covered ? 'may' : 'may not'} hand it out or take it, by any path`, async () => {
    const stage = await givenStage(right, holding);
    const outcomes: Record<string, string> = {};
    for (const [name, path] of Object.entries(PATHS)) {
      const [method, at, body] = path(stage, right);
      const answer = await (method === 'delete'
        ? stage.manager.delete(`${stage.path}${at}?dry_run=true`)
        : stage.manager[method](`${stage.path}${at}?dry_run=true`, body));
      const { would_succeed: would, error } = answer.body;
      const { details } = typeof error === 'object' ? error : answer.body;
      outcomes[name] = would === true ? 'may' : details.reason;
    }
    // Who is denied everything does not get as far as the question.
    const refused = right === '*:*:*' && holding === 'the right under a deny' ? 'denied' : 'escalation';
    const may = (name: string): string =>
      name === 'makes a role a default' && PRIVILEGED.includes(right) ? 'default' : 'may';
    const wanted = Object.keys(PATHS).map((name) => [name, covered ? may(name) : refused]);
    expect(outcomes).toEqual(Object.fromEntries(wanted));
  });
});
