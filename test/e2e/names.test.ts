import { OPERATOR, startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const SENT = ' \u3000On  call\u00a0';
const STORED = 'On  call';
/** The same name to people. */
const SAME = 'on call';

interface Named {
  /** Makes one with a name. */
  make(team: Team, name: string): Promise<{ status: number; body: any }>;
  /** Gives the one that was made another name. */
  rename(team: Team, body: any, name: string): Promise<{ status: number; body: any }>;
  nameOf(body: any): string;
  readonly isUnique: boolean;
}

const named: ReadonlyArray<readonly [string, Named]> = [
  [
    'a policy',
    {
      make: (team, name) => team.alice.post(`${team.path}/policies`, { name, permissions: [] }),
      rename: (team, { policy_id }, name) => team.alice.put(`${team.path}/policies/${policy_id}`, { name }),
      nameOf: ({ name }) => name,
      isUnique: true,
    },
  ],
  [
    'a role',
    {
      make: (team, name) => team.alice.post(`${team.path}/roles`, { name, policy_ids: [] }),
      rename: (team, { role_id }, name) => team.alice.put(`${team.path}/roles/${role_id}`, { name }),
      nameOf: ({ name }) => name,
      isUnique: true,
    },
  ],
  [
    'a role of statements',
    {
      make: (team, name) => team.alice.post(`/organizations/${team.orgId}/roles`, { name, policies: [] }),
      rename: (team, { data }, name) => team.alice.put(`/organizations/${team.orgId}/roles/${data.id}`, { name }),
      nameOf: ({ data }) => data.name,
      isUnique: true,
    },
  ],
  [
    'a workspace',
    {
      make: (team, name) => team.alice.post(`/v1/orgs/${team.orgId}/workspaces`, { name }),
      rename: (team, { workspace_id }, name) =>
        team.alice.put(`/v1/orgs/${team.orgId}/workspaces/${workspace_id}`, { name }),
      nameOf: ({ name }) => name,
      isUnique: true,
    },
  ],
  [
    'a resource',
    {
      make: (team, name) => team.alice.put(`${team.path}/resources/models/m-1`, { name }),
      rename: (team, _, name) => team.alice.put(`${team.path}/resources/models/m-1`, { name }),
      nameOf: ({ name }) => name,
      isUnique: false,
    },
  ],
  [
    'an organisation',
    {
      make: async (team, name) => {
        const body = { org_id: `${team.orgId}-2`, name, admin_user_id: 'alice' };
        return server.as(OPERATOR).post('/v1/orgs', body);
      },
      rename: (team, { org_id }, name) => team.alice.put(`/v1/orgs/${org_id}`, { name }),
      nameOf: ({ name }) => name,
      isUnique: false,
    },
  ],
];

describe('the name of', () => {
  it.each(named)('%s is stored without the spaces around it', async (_, { make, rename, nameOf }) => {
    const team = await givenTeam(server);
    const made = await make(team, SENT);
    expect([made.status < 300, nameOf(made.body)]).toEqual([true, STORED]);
    const renamed = await rename(team, made.body, ' Other ');
    expect([renamed.status, nameOf(renamed.body)]).toEqual([200, 'Other']);
  });

  it.each(named.filter(([, { isUnique }]) => isUnique))(
    '%s is taken, however many spaces are in it and around it',
    async (_, { make, rename }) => {
      const team = await givenTeam(server);
      expect((await make(team, SENT)).status).toBeLessThan(300);
      expect((await make(team, SAME)).status).toBe(409);
      const other = await make(team, 'Other');
      expect((await rename(team, other.body, ` ${SAME}`)).status).toBe(409);
    },
  );
});
