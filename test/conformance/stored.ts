import { defaultSchema, PermissionSchema, type TypedId } from '@castellan/core';
import { startTestServer, type Client, type TestServer } from '../support/server';
import type { Case, CaseAssignment } from './load';

/** A case as an organisation of a running service. */
export interface StoredCase {
  readonly server: TestServer;
  readonly orgId: string;
  readonly admin: Client;
  /** The name that the case gives to a policy. */
  nameOf(policyId: string): string;
}

const ADMIN = 'admin-of-the-case';
const servers = new Map<string, Promise<TestServer>>();

/** The schema of the case. */
export const schemaOf = ({ schema }: Case): PermissionSchema =>
  schema === null ? (defaultSchema as PermissionSchema) : new PermissionSchema(schema);

/** A service with the schema of the case; cases with the same schema share one. */
export function serverOf(given: Case): Promise<TestServer> {
  const key = JSON.stringify(given.schema);
  const server = servers.get(key) ?? startTestServer({ schema: schemaOf(given) });
  servers.set(key, server);
  return server;
}

/** Ends every service. */
export async function closeServers(): Promise<void> {
  for (const server of servers.values()) await (await server).close();
  servers.clear();
}

// The registry knows workspaces only: what is in anything else, a host's own loader must say.
/** Whether the registry can hold the resources of a case. */
export const isRegistrable = ({ resources }: Case): boolean =>
  Object.values(resources).every((containers) => containers.every((one) => one.startsWith('workspaces/')));

/** Makes the organisation of a case through the API. */
export async function store(given: Case): Promise<StoredCase> {
  const server = await serverOf(given);
  const orgId = await server.org(ADMIN);
  const admin = server.as(ADMIN);
  const path = `/v1/orgs/${orgId}/iam`;
  for (const id of given.workspaces) {
    await admin.post(`/v1/orgs/${orgId}/workspaces`, { workspace_id: id, name: id }).expect(201);
  }
  for (const [resource, containers] of isRegistrable(given) ? Object.entries(given.resources) : []) {
    const { type, id } = typedIdOf(resource);
    const workspace = containers.map(typedIdOf).find((container) => container.type === 'workspaces');
    const body = { name: id, ...(workspace !== undefined && { workspace_id: workspace.id }) };
    await admin.put(`${path}/resources/${type}/${encodeURIComponent(id)}`, body).expect(201);
  }
  const policies = new Map<string, string>();
  for (const [name, policy] of Object.entries(given.policies)) {
    policies.set(name, (await admin.post(`${path}/policies`, { name, ...policy }).expect(201)).body.policy_id);
  }
  const roles = await makeRoles(given, admin, path, policies);
  for (const [user, { status, roles: held }] of Object.entries(given.members)) {
    await admin.post(`${path}/members`, { user_id: user, role_ids: [] }).expect(200);
    for (const assignment of held) await give({ server, orgId, user }, assignment, roles.get(assignment.role));
    if (status === 'suspended') await admin.put(`${path}/members/${user}`, { status }).expect(200);
  }
  const names = new Map([...policies].map(([name, id]) => [id, name]));
  return { server, orgId, admin, nameOf: (id) => names.get(id) ?? id };
}

/** The roles of the case in the order in which its members name them: a path that comes first has the older role. */
async function makeRoles(
  given: Case,
  admin: Client,
  path: string,
  policies: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const held = Object.values(given.members).flatMap((member) => member.roles.map(({ role }) => role));
  const ids = new Map<string, string>();
  for (const name of new Set([...held, ...Object.keys(given.roles)])) {
    const own = given.roles[name];
    if (own === undefined) continue;
    const policy_ids = own.map((policy) => policies.get(policy) ?? policy);
    ids.set(name, (await admin.post(`${path}/roles`, { name, policy_ids }).expect(201)).body.role_id);
  }
  return ids;
}

/** An assignment with an expiry is made without; a past one is refused by the API, and none of a case is about to come. */
async function give(
  { server, orgId, user }: { server: TestServer; orgId: string; user: string },
  { role, scope, expires_at }: CaseAssignment,
  made: string | undefined,
): Promise<void> {
  const id = made ?? role;
  const later = new Date(Date.now() + 86_400_000).toISOString();
  const body = { scope, ...(expires_at !== null && { expires_at: later }) };
  const admin = server.as(ADMIN);
  await admin.put(`/v1/orgs/${orgId}/iam/members/${user}/roles/${id}`, body).expect(200);
  if (expires_at === null || Date.parse(expires_at) > CASE_TIME) return;
  await server.dataSource.query(
    `update castellan.assignment set expires_at = now() - interval '1 day'
      where org_id = $1 and user_id = $2 and role_id = $3 and scope = $4`,
    [orgId, user, id, scope],
  );
}

/** The moment of the cases' questions, in milliseconds since the epoch. */
export const CASE_TIME = Date.parse('2026-06-01T00:00:00.000Z');

/** Reads `type/id`. */
export function typedIdOf(text: string): TypedId {
  const slash = text.indexOf('/');
  return { type: text.slice(0, slash), id: decodeURIComponent(text.slice(slash + 1)) };
}
