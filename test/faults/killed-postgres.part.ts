import { setTimeout as sleep } from 'node:timers/promises';
import { copyOfBuild } from './built-copy';
import { startInstance } from './instance';
import { Ledger } from './ledger';
import type { Options } from './options';
import type { PrivatePostgres } from './private-postgres';
import { recovery, statusesOf, unexpectedErrors } from './recovery';
import { tell, type Result } from './report';
import type { Scratch } from './scratch';
import { makeTeam, openStore } from './world';

const RIGHT_AGAIN_MS = 5_000;

/** kill -9 of PostgreSQL while the service writes; the service is never started again. */
export async function killedPostgresPart(
  scratch: Scratch,
  server: string,
  { postgresKills: tries }: Options,
  postgres: PrivatePostgres,
): Promise<Result[]> {
  const store = await openStore(scratch, server);
  const instance = await startInstance(scratch, copyOfBuild(scratch), {
    DATABASE_URL: store.url,
    DATA_DIR: '/nonexistent',
  });
  const problems: string[][] = [];
  let [acknowledged, slowest] = [0, 0];
  for (let at = 0; at < tries; at++) {
    const ledger = new Ledger(await makeTeam(instance), () => instance);
    ledger.start(6);
    await sleep(200 + Math.random() * 400);
    await postgres.kill();
    await sleep(Math.random() * 1_000);
    await postgres.run();
    const backMs = await recovery(instance, ledger.orgId);
    await sleep(300);
    await ledger.end();
    const odd = [...ledger.statuses.keys()].filter((status) => ![200, 201, 204, 503].includes(status));
    problems.push([
      ...(odd.length === 0 ? [] : [`answers: ${statusesOf(ledger.statuses)}, ${unexpectedErrors(instance)}`]),
      ...(backMs <= RIGHT_AGAIN_MS ? [] : [`right again after ${Math.round(backMs)} ms`]),
      ...(await ledger.problems(store.sql)),
    ]);
    acknowledged += ledger.acknowledged;
    slowest = Math.max(slowest, backMs);
  }
  const all = problems.flat();
  return [
    tell('killed-postgres', {
      tried: 'kill -9 of PostgreSQL while the service writes',
      tries,
      failures: problems.filter((each) => each.length > 0).length,
      notes: [
        `${acknowledged} acknowledged writes, ${all.filter((problem) => problem.startsWith('lost')).length} lost`,
        `right again at the latest ${Math.round(slowest)} ms after its return`,
        ...all.slice(0, 3),
      ].join('; '),
    }),
  ];
}
