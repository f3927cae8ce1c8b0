import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedSource } from '../support/embedded-source';
import { copyOfBuild } from './built-copy';
import { startInstance } from './instance';
import { Ledger, type Query } from './ledger';
import type { Options } from './options';
import { tell, type Result } from './report';
import type { Scratch } from './scratch';
import { makeTeam, openStore, type Store } from './world';

const WORKERS = 6;

interface Round {
  acknowledged: number;
  unanswered: number;
  problems: string[];
}

/** kill -9 of the service while it writes to PostgreSQL. */
export async function killedServicePart(scratch: Scratch, server: string, { kills }: Options): Promise<Result[]> {
  const main = copyOfBuild(scratch);
  const store = await openStore(scratch, server);
  const rounds = await repeat(kills, () =>
    round(scratch, main, { DATABASE_URL: store.url, DATA_DIR: '/nonexistent' }, async (check) => {
      await quiet(store);
      return check(store.sql);
    }),
  );
  return [resultOf('killed-service', 'PostgreSQL', rounds)];
}

/** kill -9 of the service while it writes to the embedded database, always the same folder. */
export async function killedEmbeddedPart(scratch: Scratch, _: string, { embeddedKills }: Options): Promise<Result[]> {
  const main = copyOfBuild(scratch);
  const folder = scratch.folder();
  const rounds = await repeat(embeddedKills, () =>
    round(scratch, main, { DATA_DIR: folder }, async (check) => {
      const { source, close } = await embeddedSource(folder);
      try {
        return await check((text, parameters) => source.query(text, parameters));
      } finally {
        await close();
      }
    }),
  );
  return [resultOf('killed-embedded', 'the embedded database', rounds)];
}

async function repeat(times: number, once: () => Promise<Round>): Promise<Round[]> {
  const rounds: Round[] = [];
  while (rounds.length < times) rounds.push(await once());
  return rounds;
}

/** Starts the service, kills it at some moment of its writing, and looks at what is stored. */
async function round(
  scratch: Scratch,
  main: string,
  env: Readonly<Record<string, string>>,
  stored: (check: (query: Query) => Promise<string[]>) => Promise<string[]>,
): Promise<Round> {
  const instance = await startInstance(scratch, main, env);
  const ledger = new Ledger(await makeTeam(instance), () => instance);
  ledger.start(WORKERS);
  while (ledger.acknowledged < 5) await sleep(5);
  await sleep(Math.random() * 400);
  const killed = instance.kill();
  const ended = ledger.end();
  await Promise.all([killed, ended]);
  const problems = await stored((query) => ledger.problems(query));
  return { acknowledged: ledger.acknowledged, unanswered: ledger.statuses.get(0) ?? 0, problems };
}

/** Waits until PostgreSQL has ended the killed service's connections: until then a last commit may be on its way. */
async function quiet({ sql }: Store): Promise<void> {
  const text = `select from pg_stat_activity where datname = current_database() and application_name = 'castellan'`;
  while ((await sql(text)).length > 0) await sleep(20);
}

function resultOf(part: string, kind: string, rounds: readonly Round[]): Result {
  const sum = (of: (round: Round) => number): number => rounds.reduce((total, round) => total + of(round), 0);
  const problems = rounds.flatMap((each) => each.problems);
  const lost = problems.filter((problem) => problem.startsWith('lost')).length;
  return tell(part, {
    tried: `kill -9 of the service while it writes, on ${kind}`,
    tries: rounds.length,
    failures: rounds.filter((each) => each.problems.length > 0).length,
    notes: [
      `${sum((each) => each.acknowledged)} acknowledged writes, ${lost} lost`,
      `${sum((each) => each.unanswered)} requests without an answer`,
      ...problems.slice(0, 3),
    ].join('; '),
  });
}
