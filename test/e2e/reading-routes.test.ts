import { defaultSchema } from '@castellan/core';
import type { Response } from 'supertest';
import { postgresUrl } from '../support/postgres';
import { startTestServer, type Client, type TestServer } from '../support/server';
import { givenMarkedOrg, type MarkedOrg, type Marker } from './marked-org';
import { fill, ROUTES } from './route-table';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** One request; `asks` is one that changes nothing. */
interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly asks?: true;
}

/** The types that the routes are about. */
const ownTypes = new Set(ROUTES.flatMap(({ permission }) => permission?.match(/\w+(?=:)/g) ?? []));

const own = [...ownTypes].flatMap((type) =>
  Object.keys(defaultSchema.types.get(type)?.actions ?? {}).map((action): [string, string] => [type, action]),
);

/** Every own permission, everywhere, and on the first object of its kind alone. */
const held = own.flatMap(([type, action]): Array<[string, (org: MarkedOrg) => string]> => {
  const idOf: Readonly<Record<string, keyof MarkedOrg['samples']>> = {
    policies: 'policy_id',
    roles: 'role_id',
    members: 'user_id',
    workspaces: 'workspace_id',
    resources: 'resource_id',
    orgs: 'org_id',
  };
  const id = idOf[type];
  return [
    [`${type}:*:${action}`, () => `${type}:*:${action}`],
    ...(id === undefined
      ? []
      : [[`${type}:(one):${action}`, ({ samples }: MarkedOrg) => `${type}:${samples[id]}:${action}`] as [string, any]]),
  ];
});

/** Every route below the organisation, and both faces' conflicts and wrong requests that could name what is not theirs. */
function callsOf({ samples, taken, ownedPolicy }: MarkedOrg): Call[] {
  const [iam, base] = [`/v1/orgs/${samples.org_id}/iam`, `/v1/orgs/${samples.org_id}`];
  const statements = `/organizations/${samples.org_id}/roles`;
  const app = (workspace_id: string): object => ({ type: 'apps', id: 'app-m-1', workspace_id });
  const change = { description: 'Changed' };
  const routes = ROUTES.map((row): Call => {
    const asks = row.method === 'GET' || row.path.includes('/check');
    return { method: row.method, path: fill(row, samples), body: row.body?.(samples), ...(asks && { asks: true }) };
  });
  return [
    ...routes,
    ...['policies', 'roles', 'workspaces'].map((type): Call => ({
      method: 'GET',
      path: `${iam}/resources?resource_type=${type}`,
      asks: true,
    })),
    { method: 'GET', path: statements, asks: true },
    { method: 'GET', path: `${statements}/${samples.role_id}`, asks: true },
    { method: 'GET', path: `${iam}/members/${samples.user_id}/explain?permission=secrets:read`, asks: true },
    { method: 'GET', path: `${iam}/permissions/models:read/members?limit=1`, asks: true },
    { method: 'POST', path: `${iam}/check`, body: { permission: 'apps:read', resource: app('elsewhere') }, asks: true },
    { method: 'POST', path: `${iam}/policies`, body: { name: taken.policies, permissions: [] } },
    { method: 'POST', path: `${iam}/roles`, body: { name: taken.roles } },
    { method: 'POST', path: `${base}/workspaces`, body: { name: taken.workspaces } },
    { method: 'POST', path: `${base}/workspaces`, body: { name: 'Other', workspace_id: samples.workspace_id } },
    { method: 'PUT', path: `${iam}/policies/${ownedPolicy}`, body: change },
    { method: 'PUT', path: `${iam}/roles/${samples.role_id}`, body: { policy_ids: [ownedPolicy] } },
    { method: 'PUT', path: `${iam}/policies/${samples.policy_id}`, body: { permissions: [] } },
    { method: 'POST', path: statements, body: { name: taken.roles, policies: [] } },
    { method: 'PUT', path: `${statements}/${samples.role_id}`, body: change },
    { method: 'DELETE', path: `${statements}/${samples.role_id}` },
  ];
}

const ORDER = ['GET', 'POST', 'PUT', 'DELETE'];

/** What changes nothing first, then each change tried, then made, and deletions last. */
function inOrder(calls: readonly Call[]): Call[] {
  const changes = calls
    .filter(({ asks }) => asks !== true)
    .toSorted((one, other) => ORDER.indexOf(one.method) - ORDER.indexOf(other.method));
  const tried = changes.map((call) => ({ ...call, path: `${call.path}?dry_run=true` }));
  return [...calls.filter(({ asks }) => asks === true), ...tried, ...changes];
}

const send = async (client: Client, { method, path, body }: Call): Promise<Response> => {
  if (method === 'GET') return client.get(path);
  if (method === 'DELETE') return client.delete(path);
  return method === 'PUT' ? client.put(path, body) : client.post(path, body);
};

/** The markers that the caller may see, by its own GET. */
async function readable(client: Client, markers: readonly Marker[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { text, shownBy } of markers) {
    for (const path of shownBy) if ((await client.get(path)).status === 200) found.add(text);
  }
  return found;
}

/** The markers in an answer that neither the request sent nor a GET would show. */
const leaks = (call: Call, { text, headers }: Response, markers: readonly Marker[], seen: Set<string>): string[] => {
  const sent = `${call.path} ${JSON.stringify(call.body ?? {})}`;
  const told = `${text} ${JSON.stringify(headers)}`;
  return markers
    .filter((marker) => told.includes(marker.text) && !sent.includes(marker.text) && !seen.has(marker.text))
    .map(({ what }) => `${call.method} ${call.path} tells a ${what}`);
};

const describeOnPostgres = postgresUrl() === undefined ? describe.skip : describe;

describeOnPostgres('a member with one right, on every route', () => {
  it.each(held)('%s is told nothing that a GET would refuse', async (_, permissionIn) => {
    const org = await givenMarkedOrg(server);
    const { org_id } = org.samples;
    const permission = permissionIn(org);
    const policy = await org.admin.post(`/v1/orgs/${org_id}/iam/policies`, {
      name: 'One right',
      permissions: [permission],
    });
    const role = await org.admin.post(`/v1/orgs/${org_id}/iam/roles`, {
      name: 'One right',
      policy_ids: [policy.body.policy_id],
    });
    const body = { user_id: 'cat', role_ids: [role.body.role_id] };
    await org.admin.post(`/v1/orgs/${org_id}/iam/members`, body).expect(200);
    const cat = server.as('cat');
    // Members always see their own permissions.
    const markers = org.markers.filter(({ text }) => !permission.includes(text));
    const seen = await readable(cat, markers);
    const found: string[] = [];
    for (const call of inOrder(callsOf(org))) {
      // The one named exception: who reads the whole log reads what is in it.
      // Whoever may read the log may read all that it says, a change that is to be reverted too.
      if (permission === 'audit:*:read' && /\/iam\/audit|\/revert/.test(call.path)) continue;
      const answer = await send(cat, call);
      expect([call.path, answer.status]).not.toEqual([call.path, 500]);
      found.push(...leaks(call, answer, markers, seen));
    }
    expect(found).toEqual([]);
  });

  it('finds the markers where they may be seen', async () => {
    const org = await givenMarkedOrg(server);
    const seen = await readable(org.admin, org.markers);
    expect(seen.size).toBe(org.markers.length);
    const nobody = new Set<string>();
    const found = new Set<string>();
    for (const call of callsOf(org).filter(({ asks }) => asks === true)) {
      for (const leak of leaks(call, await send(org.admin, call), org.markers, nobody)) {
        found.add(leak.replace(/.* tells a /, ''));
      }
    }
    expect([...found].sort()).toEqual([...new Set(org.markers.map(({ what }) => what))].sort());
  });
});
