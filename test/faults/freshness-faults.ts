import { setTimeout as sleep } from 'node:timers/promises';
import { Given, type Staged } from '../freshness/path';
import { paths } from '../freshness/paths';
import { copyOfBuild, type Cut } from './built-copy';
import type { Instance } from './instance';
import type { PrivatePostgres } from './private-postgres';
import { recovery, statusesOf, tally } from './recovery';
import type { Result } from './report';
import type { Scratch } from './scratch';
import { openWorld, type World } from './world';

/** How a fault went. */
export type Survived = Pick<Result, 'tries' | 'failures' | 'notes'>;

/** Something that goes wrong beside a change. */
export interface Fault {
  readonly name: string;
  /** What of the build is otherwise, whatever is taken out. */
  readonly build?: readonly Cut[];
  run(stage: Stage): Promise<Survived>;
}

interface Stage {
  readonly world: World;
  readonly postgres: PrivatePostgres;
}

/** Tries a fault on two instances of the build, less `cuts`. */
export async function tryFault(
  scratch: Scratch,
  postgres: PrivatePostgres,
  fault: Fault,
  cuts: readonly Cut[] = [],
): Promise<Survived> {
  const main = copyOfBuild(scratch, [...(fault.build ?? []), ...cuts]);
  return fault.run({ postgres, world: await openWorld(scratch, main, postgres.url) });
}

/** Bob's right by a policy, asked at the second instance. */
interface Bob {
  readonly staged: Staged;
  readonly reader: Instance;
  ask(): Promise<number>;
}

async function givenBob(world: World): Promise<Bob> {
  const given = await Given.in(world);
  const path = paths.find(({ name }) => name === 'policy changed');
  if (path === undefined) throw new Error('There is no path by a policy');
  const staged = await path.stage(given);
  await staged.set(true);
  const reader = world.instances[1];
  return { staged, reader, ask: async () => (await reader.as('bob').get(`${given.iam}/audit?limit=1`)).status };
}

const rightStatus = (has: boolean): number => (has ? 200 : 403);
const alternating = (tries: number): boolean[] => Array.from({ length: tries }, (_, at) => at % 2 === 1);
const staleness = (ms: number): Cut => ({
  file: 'access/castellan.options.js',
  from: 'maxStalenessMs = 0;',
  to: `maxStalenessMs = ${ms};`,
});

/** So long that whoever relies on it is seen to be stale. */
const LONG_MS = 60_000;
const SHORT_MS = 1_000;

const paused =
  (forMs: number, tries: number) =>
  async ({ world }: Stage): Promise<Survived> => {
    const { staged, reader, ask } = await givenBob(world);
    let failures = 0;
    for (const has of alternating(tries)) {
      await ask();
      const meanwhile = [ask(), ask()];
      reader.child.kill('SIGSTOP');
      await staged.set(has);
      await sleep(forMs);
      const asked = ask();
      // The question is with the process before it goes on.
      await sleep(20);
      reader.child.kill('SIGCONT');
      if ((await asked) !== rightStatus(has)) failures++;
      await Promise.all(meanwhile);
    }
    return { tries, failures, notes: '' };
  };

/** The other instance stands still while a right changes. */
export const pausedReader: Fault = {
  name: 'the asked instance paused (SIGSTOP) across a change',
  run: paused(0, 50),
};

export const pausedLong: Fault = {
  name: `maxStalenessMs ${SHORT_MS}, never announced: the asked instance paused for longer, across a change`,
  build: [
    staleness(SHORT_MS),
    { file: 'changes/changes.js', from: 'select pg_notify($1, $2)', to: 'select $1::text, $2::text' },
  ],
  run: paused(SHORT_MS, 20),
};

/** Asks until it is right; milliseconds since now, Infinity when it never is. */
async function untilRight(ask: () => Promise<number>, has: boolean, mostMs: number): Promise<number> {
  const start = performance.now();
  while (performance.now() - start < mostMs) {
    const asked = performance.now();
    if ((await ask()) === rightStatus(has)) return asked - start;
  }
  return Infinity;
}

/** The most that an announcement takes on a busy machine. */
const ANNOUNCED_MS = 2_000;

export const announced: Fault = {
  name: `maxStalenessMs ${LONG_MS}: a change is announced, and seen long before that`,
  build: [staleness(LONG_MS)],
  async run({ world }) {
    const { staged, ask } = await givenBob(world);
    const took: number[] = [];
    for (const has of alternating(100)) {
      await ask();
      await staged.set(has);
      took.push(await untilRight(ask, has, ANNOUNCED_MS));
    }
    const failures = took.filter((ms) => ms === Infinity).length;
    const at = took.filter((ms) => ms < 1).length;
    const latest = Math.round(Math.max(...took.filter((ms) => ms !== Infinity), 0));
    return { tries: took.length, failures, notes: `${at} by the first question, the last after ${latest} ms` };
  },
};

export const unannounced: Fault = {
  name: `maxStalenessMs ${SHORT_MS}, never announced: right after that`,
  build: pausedLong.build,
  async run({ world }) {
    const { staged, ask } = await givenBob(world);
    let [failures, stale] = [0, 0];
    for (const has of alternating(20)) {
      await ask();
      await staged.set(has);
      if ((await ask()) !== rightStatus(has)) stale++;
      await sleep(SHORT_MS);
      if ((await ask()) !== rightStatus(has)) failures++;
    }
    return { tries: 20, failures, notes: `${stale} out of date at once, as it allows` };
  },
};

const LISTENERS = `from pg_stat_activity where datname = current_database() and query = 'listen "castellan"'`;

export const lostListener: Fault = {
  name: `maxStalenessMs ${LONG_MS}: the connection that listens killed, then changes`,
  build: [staleness(LONG_MS)],
  async run({ world }) {
    const { staged, ask } = await givenBob(world);
    let [failures, deaf] = [0, 0];
    const [tries, changes] = [10, 6];
    for (let at = 0; at < tries; at++) {
      await ask();
      await world.sql(`select pg_terminate_backend(pid) ${LISTENERS}`);
      // As long as it takes a process to hear that its connection is gone.
      await sleep(100);
      for (const has of alternating(changes)) {
        await staged.set(has);
        if ((await ask()) !== rightStatus(has)) failures++;
      }
      while ((await world.sql(`select ${LISTENERS}`)).length < 2) await sleep(20);
      await ask();
      await staged.set(false);
      if ((await untilRight(ask, false, ANNOUNCED_MS)) === Infinity) deaf++;
      await staged.set(true);
    }
    return {
      tries: tries * (changes + 1),
      failures: failures + deaf,
      notes: `${deaf} not heard of once it listens again`,
    };
  },
};

/** What was known before the database went away is no answer while it is. */
const away = async ({ world, postgres }: Stage): Promise<Survived> => {
  const { ask, staged, reader } = await givenBob(world);
  const orgId = await world.org();
  for (let times = 0; times < 20; times++) await ask();
  await postgres.stop();
  await sleep(200);
  const statuses = await Promise.all(Array.from({ length: 200 }, ask));
  await postgres.run();
  const backMs = await recovery(reader, orgId);
  await staged.set(false);
  const right = (await ask()) === 403;
  const wrong = statuses.filter((status) => status !== 503).length;
  return {
    tries: 201,
    failures: wrong + Number(backMs > 5_000) + Number(!right),
    notes: `${statusesOf(tally(statuses))}; right again ${Math.round(backMs)} ms after its return`,
  };
};

export const warmAway: Fault = { name: 'checks of a member that is cached, PostgreSQL stopped', run: away };

const warmAwayLeft: Fault = {
  name: `maxStalenessMs ${LONG_MS}: checks of a member that is cached, PostgreSQL stopped`,
  build: [staleness(LONG_MS)],
  run: away,
};

/** Every fault. */
export const faults: readonly Fault[] = [
  pausedReader,
  warmAway,
  announced,
  unannounced,
  pausedLong,
  lostListener,
  warmAwayLeft,
];
