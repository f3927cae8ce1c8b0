import { OPERATOR, startTestServer, type Client, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

let server: TestServer;
let document: any;
beforeAll(async () => {
  server = await startTestServer();
  document = (await server.anonymous.get('/openapi.json').expect(200)).body;
});
afterAll(() => server.close());

/** An organisation as it is new, with one object of each kind for the paths, and `dora` as a second member. */
async function givenPath(): Promise<{ team: Team; fill: (path: string) => string; revision: string }> {
  const team = await givenTeam(server);
  const { alice, path, orgId } = team;
  const policy = await alice.post(`${path}/policies`, { name: 'Own', permissions: ['apps:read'] }).expect(201);
  const role = await alice.post(`${path}/roles`, { name: 'Own' }).expect(201);
  const workspace = await alice.post(`/v1/orgs/${orgId}/workspaces`, { name: 'Own' }).expect(201);
  await team.member('dora');
  const other = await alice.post(`${path}/policies`, { name: 'To be reverted', permissions: [] }).expect(201);
  const values: Record<string, string> = {
    org_id: orgId,
    organizationId: orgId,
    policy_id: policy.body.policy_id,
    workspace_id: workspace.body.workspace_id,
    role_id: role.body.role_id,
    roleId: role.body.role_id,
    user_id: 'dora',
    member_user_id: 'dora',
    revision: other.headers['castellan-revision'] as string,
  };
  const example = (path: string, name: string): string =>
    Object.values<any>(document.paths[path])[0].parameters.find((one: any) => one.name === name).example;
  const fill = (path: string): string =>
    path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? example(path, name)));
  return { team, fill, revision: await team.revisionText() };
}

const send = (client: Client, method: string, path: string, body: object): ReturnType<Client['put']> =>
  method === 'put' ? client.put(path, body) : client.post(path, body);

/** A sample body; a revision is of one organisation, so it is filled in as ids in paths are. */
const filled = (example: any, revision: string): object => ('revision' in example ? { ...example, revision } : example);

/** What a sample must leave as it is: the Admin's rights, and the built-ins. */
async function essentials({ alice, path }: Team): Promise<object> {
  const admin = (await alice.get(`${path}/members/alice`).expect(200)).body;
  const builtins = await Promise.all(
    ['admin', 'developer', 'viewer', 'operator'].flatMap((name) =>
      [`roles/rl-${name}`, `policies/pol-${name}`].map((one) => alice.get(`${path}/${one}`).expect(200)),
    ),
  );
  const { role_ids, permissions, denied_permissions, status } = admin;
  const shown = builtins.map(({ body: { name, permissions: list, policy_ids } }) => [name, list, policy_ids]);
  return { role_ids, permissions, denied_permissions, status, shown };
}

describe('the sample bodies of the document', () => {
  it('are there for every operation that takes a body, succeed as they stand, and do no harm', async () => {
    const { team, fill, revision } = await givenPath();
    const before = await essentials(team);
    let sent = 0;
    for (const [path, item] of Object.entries<any>(document.paths)) {
      for (const [method, { requestBody }] of Object.entries<any>(item)) {
        if (requestBody === undefined) continue;
        const { example } = requestBody.content['application/json'];
        expect([method, path, example]).toEqual([method, path, expect.any(Object)]);
        const isOperators = path === '/v1/orgs' || path.endsWith('/recovery');
        const client = isOperators ? server.as(OPERATOR) : team.alice;
        const { status, body } = await send(client, method, fill(path), filled(example, revision));
        expect([method, path, status < 300 ? 'ok' : [status, body]]).toEqual([method, path, 'ok']);
        sent++;
      }
    }
    expect(sent).toBeGreaterThan(15);
    expect(await essentials(team)).toEqual(before);
    // Nobody is locked out: the second member is still one, and active.
    expect((await team.alice.get(`${team.path}/members/dora`).expect(200)).body.status).toBe('active');
  });

  it('are accompanied by sample parameters that work as they stand', async () => {
    const { team, fill, revision } = await givenPath();
    for (const [path, { get }] of Object.entries<any>(document.paths)) {
      if (get === undefined || path.includes('{resource_id}')) continue;
      const query = (get.parameters ?? []).filter((one: any) => one.in === 'query');
      const samples = query.map(({ name, example, schema }: any) => [
        name,
        name === 'at_revision' ? revision : (example ?? schema.example),
      ]);
      const text = String(new URLSearchParams(samples.filter(([, example]: any) => example !== undefined)));
      const { status, body } = await team.alice.get(`${fill(path)}?${text}`.replace(/\?$/, ''));
      expect([path, status === 200 ? 'ok' : [status, body]]).toEqual([path, 'ok']);
    }
  });

  it('also succeed each alone, in an organisation where nothing else was tried', async () => {
    for (const [path, item] of Object.entries<any>(document.paths)) {
      for (const [method, { requestBody, 'x-required-permission': required }] of Object.entries<any>(item)) {
        if (requestBody === undefined || required === undefined) continue;
        const { team, fill, revision } = await givenPath();
        const { example } = requestBody.content['application/json'];
        const { status, body } = await send(team.alice, method, fill(path), filled(example, revision));
        expect([method, path, status < 300 ? 'ok' : [status, body]]).toEqual([method, path, 'ok']);
      }
    }
  });
});
