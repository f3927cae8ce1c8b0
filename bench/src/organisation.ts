import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { Client } from './client';
import type { BenchDatabase } from './databases';
import { MISSION, organisation, type Organisation, type Role } from './decision/organisation';
import type { Scratch } from './scratch';
import { ADMIN, ORG, startCastellan, tokenOf } from './servers';

const MEMBERS_A_REQUEST = 1_000;
const AT_ONCE = 4;

/** The generated organisation, in a database. */
export interface StoredOrganisation {
  readonly organisation: Organisation;
  /** What a server on it needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** The user id of a member of the generated organisation. */
export const userOf = (member: number): string => `user-${member}`;

/** Writes the generated organisation into an empty database, by the API of a service that ends again. */
export async function storeOrganisation(
  scratch: Scratch,
  database: BenchDatabase,
  questions: number,
): Promise<StoredOrganisation> {
  const made = organisation({ ...MISSION, questions });
  const env = { ...database.env, SCHEMA_FILE: schemaFile(scratch, made) };
  const server = await startCastellan(scratch, { ...env, LOG_LEVEL: 'warn' });
  const client = new Client(server.url, tokenOf(ADMIN), AT_ONCE);
  const post = (path: string, body: object) => client.post(`/v1/orgs/${ORG}/iam/${path}`, body);
  const policyIds = new Map<string, string>();
  await eachOf(made.policies, async ({ policyId, effect, granted }) => {
    const permissions = granted.map(({ type, id, action }) => `${type}:${id ?? '*'}:${action}`);
    const { body } = await post('policies', { name: policyId, effect, permissions });
    policyIds.set(policyId, String(body['policy_id']));
  });
  const roleIds = new Map<Role, string>();
  await eachOf(made.roles, async (role) => {
    const own = new Set(role.policies.map(({ policyId }) => policyIds.get(policyId)));
    const { body } = await post('roles', { name: role.roleId, policy_ids: [...own] });
    roleIds.set(role, String(body['role_id']));
  });
  const members = made.members.map((own, at) => ({
    user_id: userOf(at),
    role_ids: own.map((role) => roleIds.get(made.roles[role] as Role)),
  }));
  for (let at = 0; at < members.length; at += MEMBERS_A_REQUEST) {
    await post('members/batch', { members: members.slice(at, at + MEMBERS_A_REQUEST) });
  }
  client.close();
  await server.stop();
  await database.write(async (query) => void (await query('vacuum (analyze)')));
  return { organisation: made, env };
}

async function eachOf<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += AT_ONCE) await Promise.all(all.slice(at, at + AT_ONCE).map(work));
}

function schemaFile(scratch: Scratch, { types, actions }: Organisation): string {
  const declared = Object.fromEntries(actions.map((action) => [action, { label: action }]));
  const file = join(scratch.folder(), 'schema.json');
  const schema = {
    types: Object.fromEntries(types.map((type) => [type, { label: type, scope: 'org', actions: declared }])),
  };
  writeFileSync(file, JSON.stringify(schema));
  return file;
}
