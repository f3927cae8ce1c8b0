import { setTimeout as sleep } from 'node:timers/promises';
import { copyOfBuild } from './built-copy';
import { expected, type Answer } from './api';
import { startInstance, type Instance } from './instance';
import type { Options } from './options';
import type { PrivatePostgres } from './private-postgres';
import { tell, type Result } from './report';
import type { Scratch } from './scratch';
import { adminOf, makeTeam, openStore, type Store } from './world';

const USERS = 6;
const SAMPLES = 24;

interface Sample {
  readonly memoryMb: number;
  readonly handles: number;
  readonly connections: number;
}

interface Seen {
  requests: number;
  revocations: number;
  stale: number;
  late: number;
  errors: number;
}

/** Reads, grants and revocations at two instances, with a restart of the second in the middle. */
export async function soakPart(
  scratch: Scratch,
  server: string,
  { minutes }: Options,
  _: PrivatePostgres,
): Promise<Result[]> {
  const store = await openStore(scratch, server);
  const main = copyOfBuild(scratch);
  const env = { DATABASE_URL: store.url, DATA_DIR: '/nonexistent' };
  const first = await startInstance(scratch, main, env);
  let second = await startInstance(scratch, main, env);
  const orgId = await makeTeam(first);
  const seen: Seen = { requests: 0, revocations: 0, stale: 0, late: 0, errors: 0 };
  const until = performance.now() + minutes * 60_000;
  let restarting = false;
  const instances = (): Instance[] => (restarting ? [first] : [first, second]);
  const users = Array.from({ length: USERS }, (_, user) => soak(orgId, user, instances, until, seen));
  const samples: Sample[] = [];
  for (let at = 0; at < SAMPLES; at++) {
    await sleep((minutes * 60_000) / SAMPLES);
    samples.push(await sampled(first, store));
    if (at !== SAMPLES / 2) continue;
    // As behind a load balancer: nothing new is sent to it, what runs ends, and the next one takes over.
    restarting = true;
    await sleep(500);
    await second.stop();
    second = await startInstance(scratch, main, env);
    restarting = false;
  }
  await Promise.all(users);
  return results(minutes, seen, samples);
}

/** One user: given a role, read by it at each instance, taken the role, refused at each instance by the very next request. */
async function soak(
  orgId: string,
  number: number,
  instances: () => Instance[],
  until: number,
  seen: Seen,
): Promise<void> {
  const path = `/v1/orgs/${orgId}/iam`;
  const [user, by] = [`user-${number}`, adminOf(number)];
  const name = `Reader ${user}`;
  const admin = (): Instance => instances()[seen.requests % instances().length] as Instance;
  const send = async (work: (instance: Instance) => Promise<Answer>, at = admin()): Promise<Answer> => {
    const answer = await work(at);
    seen.requests++;
    if (answer.status >= 500 || answer.status === 0) seen.errors++;
    return answer;
  };
  const policy = expected(
    await send((at) => at.as(by).post(`${path}/policies`, { name, permissions: ['audit:read'] })),
    201,
  );
  const role = expected(
    await send((at) => at.as(by).post(`${path}/roles`, { name, policy_ids: [policy.body.policy_id] })),
    201,
  );
  expected(await send((at) => at.as(by).post(`${path}/members`, { user_id: user, role_ids: [] })), 200);
  const held = `${path}/members/${user}/roles/${role.body.role_id}`;
  const ask = (): Promise<Answer[]> =>
    Promise.all(instances().map((at) => send((one) => one.as(user).get(`${path}/audit?limit=1`), at)));
  while (performance.now() < until) {
    if ((await send((at) => at.as(by).put(held, {}))).status !== 200) continue;
    for (const { status } of await ask()) if (status === 403) seen.late++;
    for (let read = 0; read < 3; read++) await send((at) => at.as(user).get(`${path}/me`));
    if ((await send((at) => at.as(by).delete(held))).status !== 204) continue;
    seen.revocations++;
    for (const { status } of await ask()) if (status === 200) seen.stale++;
  }
}

async function sampled(instance: Instance, { sql }: Store): Promise<Sample> {
  const [row] = await sql<{ count: string }>(
    `select count(*) from pg_stat_activity where datname = current_database() and application_name = 'castellan'`,
  );
  return { memoryMb: instance.memoryMb(), handles: instance.handles(), connections: Number(row?.count) };
}

function results(minutes: number, seen: Seen, samples: readonly Sample[]): Result[] {
  const of = (key: keyof Sample): { text: string; grew: number } => {
    const middle = (list: readonly Sample[]): number =>
      list.map((each) => each[key]).toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
    const quarter = samples.length >> 2;
    // The first quarter is warming up.
    const [early, late] = [middle(samples.slice(quarter, 2 * quarter)), middle(samples.slice(-quarter))];
    return { text: `${early} to ${late}`, grew: late / early - 1 };
  };
  const [memory, handles, connections] = [of('memoryMb'), of('handles'), of('connections')];
  const about = `soak of ${minutes} minutes`;
  return [
    tell('soak', {
      tried: `${about}: requests answered below 500`,
      tries: seen.requests,
      failures: seen.errors,
      notes: '',
    }),
    tell('soak', {
      tried: `${about}: revocations in force at the very next request, at both instances`,
      tries: seen.revocations,
      failures: seen.stale,
      notes: `grants that were not in force at once: ${seen.late}`,
    }),
    tell('soak', {
      tried: `${about}: memory, handles and connections flat (second quarter to last quarter: under 15% more)`,
      tries: 3,
      failures: [memory, handles, connections].filter(({ grew }) => grew > 0.15).length,
      notes: `${memory.text} MB, ${handles.text} handles of the instance that stays; ${connections.text} connections of both`,
    }),
  ];
}
