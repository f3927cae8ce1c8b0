import { Client } from './client';
import { byMeasure, contest, contestant, type Contestant } from './contest';
import { benchDatabases, type BenchDatabase } from './databases';
import type { Figure } from './figure';
import type { Scratch } from './scratch';
import { ADMIN, ORG, startCastellan, startEmptyRoute, tokenOf } from './servers';

const ROUNDS = { connections: 16, rounds: 5, seconds: 5, warmUpSeconds: 3 };

const POLICY = {
  name: 'Deploy apps',
  description: 'Made for the bench',
  permissions: ['apps:*:read', 'apps:*:write', 'endpoints:*:read', 'endpoints:*:trigger'],
};

/** A guarded read beside the same framework's empty route. */
export async function http(scratch: Scratch): Promise<Figure[]> {
  const server = await startEmptyRoute(scratch);
  const contestants = [contestant('empty route', server, [{ method: 'GET', path: '/empty' }])];
  for (const database of await benchDatabases(scratch)) contestants.push(await guardedRead(scratch, database));
  await contest(contestants, ROUNDS);
  return byMeasure(contestants);
}

async function guardedRead(scratch: Scratch, database: BenchDatabase): Promise<Contestant> {
  const server = await startCastellan(scratch, database.env);
  const token = tokenOf(ADMIN);
  const client = new Client(server.url, token);
  const { body } = await client.post(`/v1/orgs/${ORG}/iam/policies`, POLICY);
  client.close();
  const path = `/v1/orgs/${ORG}/iam/policies/${String(body['policy_id'])}`;
  const headers = { authorization: `Bearer ${token}` };
  return contestant(`GET policy, ${database.kind}`, server, [{ method: 'GET', path, headers }]);
}
