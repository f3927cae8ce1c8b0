import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { copyOfBuild } from './built-copy';
import { startInstance, type Instance } from './instance';
import { Ledger } from './ledger';
import type { Options } from './options';
import type { PrivatePostgres } from './private-postgres';
import { recovery, statusesOf, tally, unexpectedErrors } from './recovery';
import { tell, type Result } from './report';
import type { Scratch } from './scratch';
import { adminOf, makeTeam, openStore, type Store } from './world';

const RIGHT_AGAIN_MS = 5_000;
const STOPPED_MS = 5_000;
/** Longer than every bound of the service: 5 s for a connection or lock, 10 s and 15 s for a statement. */
const PAUSED_MS = 35_000;

interface Answered {
  readonly status: number;
  /** When it was answered and how long that took, in milliseconds. */
  readonly at: number;
  readonly tookMs: number;
}

/** PostgreSQL stopped, paused, and held up by a lock of one organisation. */
export async function awayPart(
  scratch: Scratch,
  server: string,
  _: Options,
  postgres: PrivatePostgres,
): Promise<Result[]> {
  const store = await openStore(scratch, server);
  const instance = await startInstance(scratch, copyOfBuild(scratch), {
    DATABASE_URL: store.url,
    DATA_DIR: '/nonexistent',
  });
  const orgId = await makeTeam(instance);
  const stopped = await away(instance, orgId, STOPPED_MS, { leave: () => postgres.stop(), come: () => postgres.run() });
  const ledgers: Ledger[] = [];
  for (let at = 0; at < 5; at++) ledgers.push(new Ledger(await makeTeam(instance), () => instance));
  const paused = await away(instance, orgId, PAUSED_MS, {
    leave: async () => {
      for (const ledger of ledgers) ledger.start(2);
      await sleep(1_000);
      postgres.pause();
    },
    come: async () => postgres.resume(),
  });
  const whole = await written(ledgers, store);
  return [
    tell('away', { tried: `PostgreSQL stopped for ${STOPPED_MS / 1000} s`, ...stopped }),
    tell('away', { tried: `PostgreSQL paused (SIGSTOP) for ${PAUSED_MS / 1000} s`, ...paused }),
    whole,
    ...(await held(instance, store.url)),
  ];
}

/** While the database is away every request is a 503, whoever asks; soon after its return all is right again. */
async function away(
  instance: Instance,
  orgId: string,
  forMs: number,
  { leave, come }: Record<'leave' | 'come', () => Promise<void>>,
): Promise<Pick<Result, 'tries' | 'failures' | 'notes'>> {
  const path = `/v1/orgs/${orgId}/iam`;
  const requests = [
    () => instance.as('alice').get(`${path}/me`),
    () => instance.as('alice').get(`${path}/policies`),
    (user: number) =>
      instance.as(adminOf(user)).post(`${path}/policies`, { name: `Away ${Math.random()}`, permissions: [] }),
    () => instance.as('stranger').get(`${path}/policies`),
    () => instance.as('alice').get(`/v1/orgs/none/iam/me`),
  ];
  await leave();
  const [from, until] = [performance.now(), performance.now() + forMs];
  const answers: Answered[] = [];
  const users = Array.from({ length: 30 }, async (_, user) => {
    while (performance.now() < until) {
      const asked = performance.now();
      const { status } = await (requests[user % requests.length] as (user: number) => Promise<{ status: number }>)(
        user,
      );
      answers.push({ status, at: performance.now(), tookMs: performance.now() - asked });
      await sleep(100);
    }
  });
  await sleep(forMs);
  const back = performance.now();
  await come();
  const backMs = await recovery(instance, orgId);
  await Promise.all(users);
  const meanwhile = answers.filter(({ at }) => at > from && at < back);
  const wrong = meanwhile.filter(({ status }) => status !== 503);
  const slowest = Math.max(...meanwhile.map(({ tookMs }) => tookMs));
  return {
    tries: meanwhile.length,
    failures: wrong.length + (backMs > RIGHT_AGAIN_MS ? 1 : 0),
    notes: [
      `meanwhile ${statusesOf(tally(meanwhile.map(({ status }) => status)))}, the slowest after ${Math.round(slowest)} ms`,
      `right again ${Math.round(backMs)} ms after its return`,
      ...(wrong.length > 0 ? [unexpectedErrors(instance)] : []),
    ].join('; '),
  };
}

/** Writes that a pause interrupts are whole or not there, also after other writes went over the same connections. */
async function written(ledgers: readonly Ledger[], { sql }: Store): Promise<Result> {
  await sleep(2_000);
  await Promise.all(ledgers.map((ledger) => ledger.end()));
  const problems = await Promise.all(ledgers.map((ledger) => ledger.problems(sql)));
  const acknowledged = ledgers.reduce((sum, ledger) => sum + ledger.acknowledged, 0);
  const answers = tally(
    ledgers.flatMap(({ statuses }) => [...statuses].flatMap(([status, times]) => Array<number>(times).fill(status))),
  );
  return tell('away', {
    tried: 'writes of 5 organisations that the pause interrupts',
    tries: acknowledged,
    failures: problems.flat().length,
    notes: [`${acknowledged} acknowledged, all in all ${statusesOf(answers)}`, ...problems.flat().slice(0, 4)].join(
      '; ',
    ),
  });
}

/** Someone holds the state row of one organisation: its changes are 503 after a while, and the others notice nothing. */
async function held(instance: Instance, url: string): Promise<Result[]> {
  const [locked, other] = [await makeTeam(instance), await makeTeam(instance)];
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from castellan.organisation_state where org_id = $1 for update', [locked]);
  let over = false;
  const changes = Array.from({ length: 40 }, (_, at) => timed(() => workspace(instance, locked, `Locked ${at}`, at)));
  const others: Answered[] = [];
  const neighbour = async (at: number): Promise<void> => {
    while (!over) {
      others.push(await timed(() => instance.as('alice').get(`/v1/orgs/${other}/iam/me`)));
      others.push(await timed(() => workspace(instance, other, `Other ${others.length}.${Math.random()}`, at)));
      await sleep(50);
    }
  };
  const neighbours = [neighbour(0), neighbour(1)];
  const refused = await Promise.all(changes);
  over = true;
  await Promise.all(neighbours);
  await holder.query('rollback');
  await holder.end();
  const again = await timed(() => workspace(instance, locked, 'After'));
  return heldResults(refused, others, again);
}

function heldResults(refused: Answered[], others: Answered[], again: Answered): Result[] {
  const slow = others.filter(({ status, tookMs }) => ![200, 201].includes(status) || tookMs > 1_000);
  return [
    tell('away', {
      tried: 'changes of an organisation whose state row is locked, 40 at once',
      tries: refused.length + 1,
      failures:
        refused.filter(({ status, tookMs }) => status !== 503 || tookMs > 16_000).length + Number(again.status !== 201),
      notes: `${statusesOf(tally(refused.map(({ status }) => status)))}, the slowest after ${slowestOf(refused)}; 201 once it is free: ${again.status === 201}`,
    }),
    tell('away', {
      tried: 'requests of another organisation meanwhile, each within 1 s',
      tries: others.length,
      failures: slow.length,
      notes: `${statusesOf(tally(others.map(({ status }) => status)))}, the slowest after ${slowestOf(others)}`,
    }),
  ];
}

const slowestOf = (answers: readonly Answered[]): string =>
  `${Math.round(Math.max(...answers.map(({ tookMs }) => tookMs)))} ms`;

const workspace = (instance: Instance, orgId: string, name: string, admin = 0): Promise<{ status: number }> =>
  instance.as(adminOf(admin)).post(`/v1/orgs/${orgId}/workspaces`, { name });

async function timed(send: () => Promise<{ status: number }>): Promise<Answered> {
  const start = performance.now();
  const { status } = await send();
  return { status, at: performance.now(), tookMs: performance.now() - start };
}
