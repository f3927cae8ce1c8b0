import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
let team: Team;

const at = (key: string): string => `${team.path}/resources/${key}`;
const list = (workspace: string): string => `${team.path}/resources?resource_type=apps&workspace_id=${workspace}`;

/** Two workspaces with an app each; users hold what the tests give them. */
beforeAll(async () => {
  server = await startTestServer();
  team = await givenTeam(server);
  for (const id of ['ws-1', 'ws-2']) {
    await team.alice.post(`/v1/orgs/${team.orgId}/workspaces`, { workspace_id: id, name: id }).expect(201);
  }
  await team.alice.put(at('apps/app-1'), { name: 'One', workspace_id: 'ws-1' }).expect(201);
  await team.alice.put(at('apps/app-2'), { name: 'Two', workspace_id: 'ws-2' }).expect(201);
});
afterAll(() => server.close());

const shown = async (user: string, workspace: string): Promise<string[]> => {
  const { body } = await server.as(user).get(list(workspace)).expect(200);
  return body.resources.map(({ id }: { id: string }) => id);
};

describe.each([
  ['a bare id', 'ws-1'],
  ['a typed id', 'workspaces/ws-1'],
])('a grant on a workspace by %s', (_, scope) => {
  const user = scope.replace('/', '-');

  it('reaches what is registered in it, and nothing else', async () => {
    await team.member(`in-${user}`, await team.role({ permissions: [`resources:${scope}:*`, `apps:${scope}:*`] }));
    const client = server.as(`in-${user}`);
    await client.get(at('apps/app-1')).expect(200);
    await client.get(at('apps/app-2')).expect(403);
    expect(await shown(`in-${user}`, 'ws-1')).toContain('app-1');
    expect(await shown(`in-${user}`, 'ws-2')).toEqual([]);
    await client.put(at('apps/app-1'), { description: `by ${user}` }).expect(200);
    // It is like one that is not registered: a new one needs a name and a workspace.
    await client.put(at('apps/app-2'), { description: 'by me' }).expect(422);
    await client.put(at('apps/app-2'), { name: 'Mine', workspace_id: 'ws-2' }).expect(403);
    await client.put(at(`apps/new-${user}`), { name: 'New', workspace_id: 'ws-1' }).expect(201);
    await client.put(at(`apps/other-${user}`), { name: 'New', workspace_id: 'ws-2' }).expect(403);
    await client.delete(at('apps/app-2')).expect(403);
    await client.delete(at(`apps/new-${user}`)).expect(204);
  });

  it('does not tell whether another workspace exists', async () => {
    await team.member(`asks-${user}`, await team.role({ permissions: [`resources:${scope}:read`] }));
    const found = await Promise.all(
      ['ws-2', 'no-such'].map((id) => server.as(`asks-${user}`).get(list(id)).expect(200)),
    );
    expect(found.map(({ body }) => body.resources)).toEqual([[], []]);
    await team.member(`asks-${user}`, await team.role({ permissions: ['resources:read'] }));
    await server.as(`asks-${user}`).get(list('no-such')).expect(404);
  });

  it('does not let a thing be moved out of it, nor into it', async () => {
    await team.member(`mover-${user}`, await team.role({ permissions: [`resources:${scope}:update`] }));
    const client = server.as(`mover-${user}`);
    await client.put(at('apps/app-1'), { workspace_id: 'ws-2' }).expect(403);
    await client.put(at('apps/app-2'), { workspace_id: 'ws-1' }).expect(403);
  });

  it('denies there what is allowed everywhere', async () => {
    const deny = await team.role({ effect: 'deny', permissions: [`resources:${scope}:*`] });
    await team.member(`not-${user}`, await team.role({ permissions: ['resources:*'] }), deny);
    const client = server.as(`not-${user}`);
    await client.get(at('apps/app-1')).expect(403);
    await client.get(at('apps/app-2')).expect(200);
    expect(await shown(`not-${user}`, 'ws-1')).toEqual([]);
    expect(await shown(`not-${user}`, 'ws-2')).toEqual(['app-2']);
    await client.put(at('apps/app-1'), { description: 'by me' }).expect(422);
    await client.put(at('apps/app-1'), { name: 'Mine', workspace_id: 'ws-1' }).expect(403);
    await client.put(at('apps/app-2'), { workspace_id: 'ws-1' }).expect(403);
    await client.put(at(`apps/sneaked-${user}`), { name: 'New', workspace_id: 'ws-1' }).expect(403);
    await client.delete(at('apps/app-1')).expect(403);
  });
});
