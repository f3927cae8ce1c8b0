import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { createDatabase, dropDatabase } from '../support/postgres';
import { expected } from './api';
import { OPERATOR, startInstance, type Instance } from './instance';
import type { Scratch } from './scratch';

/** A new database on a server, dropped with the scratch. */
export interface Store {
  readonly url: string;
  sql<Row = any>(text: string, parameters?: unknown[]): Promise<Row[]>;
}

/** Two instances of the service over one database. */
export interface World extends Store {
  readonly instances: readonly [Instance, Instance];
  /** Makes an organisation, whose Admin is alice, and tells its id. */
  org(): Promise<string>;
  /** The same with more Admins: `adminOf` names them. */
  team(): Promise<string>;
}

/** Makes a database on the server. */
export async function openStore(scratch: Scratch, server: string): Promise<Store> {
  const name = `castellan_faults_${randomBytes(6).toString('hex')}`;
  const url = await createDatabase(server, name);
  // The server may be gone by then, and its databases with it.
  scratch.defer(() => dropDatabase(server, name).catch(() => undefined));
  const pool = new Pool({ connectionString: url, max: 4 });
  // The server may be killed under it: the statement's own failure says enough.
  pool.on('error', () => undefined);
  scratch.defer(() => pool.end());
  return { url, sql: async (text, parameters) => (await pool.query(text, parameters)).rows };
}

/** Starts two instances of the build `main` over a new database. */
export async function openWorld(scratch: Scratch, main: string, server: string): Promise<World> {
  const store = await openStore(scratch, server);
  const env = { DATABASE_URL: store.url, DATA_DIR: scratch.folder() };
  const first = await startInstance(scratch, main, env);
  const second = await startInstance(scratch, main, env);
  return { ...store, instances: [first, second], org: () => makeOrg(first), team: () => makeTeam(first) };
}

/** Makes an organisation, whose Admin is alice, and tells its id. */
export async function makeOrg(instance: Instance): Promise<string> {
  const org_id = `org-${randomBytes(6).toString('hex')}`;
  expected(await instance.as(OPERATOR).post('/v1/orgs', { org_id, name: org_id, admin_user_id: 'alice' }), 201);
  return org_id;
}

const ADMINS = 40;

/** One of the Admins of a team: each makes one change at a time. */
export const adminOf = (at: number): string => `admin-${at % ADMINS}`;

/** Makes an organisation with many Admins beside alice, and tells its id. */
export async function makeTeam(instance: Instance): Promise<string> {
  const orgId = await makeOrg(instance);
  const members = Array.from({ length: ADMINS }, (_, at) => ({ user_id: adminOf(at), role_ids: ['rl-admin'] }));
  expected(await instance.as('alice').post(`/v1/orgs/${orgId}/iam/members/batch`, { members }), 200);
  return orgId;
}
