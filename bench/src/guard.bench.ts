import { join } from 'node:path';
import { byMeasure, contest, contestant, type Contestant } from './contest';
import { onPostgres } from './databases';
import type { Demand, Figure } from './figure';
import type { Scratch } from './scratch';
import { startProcess } from './server-process';
import { ADMIN, nodeProgram, ORG, startCastellan } from './servers';

const ROUNDS = { connections: 64, rounds: 9, seconds: 4, warmUpSeconds: 3 };
const PATH = `/orgs/${ORG}/hello`;

interface Host {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly demand: Demand;
}

const HOSTS: readonly Host[] = [
  // What Nest itself takes for calling a guard at all: the others are held against it, so that our share is seen.
  { name: 'empty guard', env: { GUARDED: 'empty' }, demand: {} },
  { name: 'no guard', env: {}, demand: {} },
  { name: 'guard, fresh read', env: { GUARDED: 'ours' }, demand: { minRatio: 0.7 } },
  {
    name: 'guard, maxStalenessMs 5000',
    env: { GUARDED: 'ours', MAX_STALENESS_MS: '5000' },
    demand: { minRatio: 0.85 },
  },
];

/** A host's guarded route beside the same one with an empty guard, on one core each; no token, for who asks is in a header. */
export async function guard(scratch: Scratch): Promise<Figure[]> {
  const database = await onPostgres(scratch);
  await (await startCastellan(scratch, database.env)).stop();
  const contestants: Contestant[] = [];
  for (const { name, env } of HOSTS) {
    const server = await startProcess(
      scratch,
      nodeProgram(join(__dirname, 'guarded-host.js'), {
        readyPath: '/ready',
        env: { ...database.env, ...env },
        oneCore: true,
      }),
    );
    contestants.push(contestant(name, server, [{ method: 'GET', path: PATH, headers: { 'x-user': ADMIN } }]));
  }
  await contest(contestants, ROUNDS);
  return byMeasure(
    contestants,
    HOSTS.map(({ demand }) => demand),
  );
}
