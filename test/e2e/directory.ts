import type { Response } from 'supertest';
import { ISSUER, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

/** An SSO connection of the tests' issuer. */
export const CONNECTION = { issuer: ISSUER, claim: 'tenant', value: 'acme' };

/** Some time ago, in seconds: tokens of the tests are issued from here on. */
export const SINCE = Math.floor(Date.now() / 1000) - 100_000;

/** An organisation with an SSO connection. */
export async function givenConnected(server: TestServer): Promise<Team> {
  const team = await givenTeam(server);
  await team.alice.put(`/v1/orgs/${team.orgId}`, { sso_connection: CONNECTION }).expect(200);
  return team;
}

/** A user's request with a token, issued so many seconds after `SINCE`, of these groups. */
export const comes = async (
  server: TestServer,
  team: Team,
  user: string,
  at: number,
  groups: string[],
): Promise<Response> => server.as(user, { iat: SINCE + at, tenant: 'acme', groups }).get(`${team.path}/me`);

/** Makes roles with ids of their own, each with one policy and mapped to one group, in one go. */
export async function givenMapped(
  server: TestServer,
  { orgId }: Team,
  roles: ReadonlyArray<{ id: string; group: string; effect: 'allow' | 'deny'; permission: string }>,
): Promise<void> {
  const values = [orgId, JSON.stringify(roles)];
  const from = 'from jsonb_to_recordset($2::jsonb) as r (id text, "group" text, effect text, permission text)';
  for (const text of [
    `insert into castellan.policy (org_id, policy_id, name, name_key, effect, permissions)
     select $1, 'pol' || r.id, r.id, 'p' || r.id, r.effect, array[r.permission] ${from}`,
    `insert into castellan.role (org_id, role_id, name, name_key) select $1, r.id, r.id, r.id ${from}`,
    `insert into castellan.role_policy (org_id, role_id, policy_id, position) select $1, r.id, 'pol' || r.id, 0 ${from}`,
    `insert into castellan.role_sso_group (org_id, role_id, group_name, position) select $1, r.id, r."group", 0 ${from}`,
  ]) {
    await server.dataSource.query(text, values);
  }
}

/** So many ids in order. */
export const ids = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(4, '0')}`);
