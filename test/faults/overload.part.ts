import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { copyOfBuild } from './built-copy';
import { startInstance, tokenOf, type Instance } from './instance';
import type { Options } from './options';
import type { PrivatePostgres } from './private-postgres';
import { recovery, statusesOf, tally, unexpectedErrors } from './recovery';
import { tell, type Result } from './report';
import type { Scratch } from './scratch';
import { adminOf, makeTeam, openStore } from './world';

const MEASURED_MS = 5_000;
const OVERLOAD_MS = 10_000;
const TIMES = 3;
const RIGHT_AGAIN_MS = 5_000;

/** Three times the load that the service carries: an answer of 2xx, 429 or 503 to everyone, and right again soon after. */
export async function overloadPart(
  scratch: Scratch,
  server: string,
  _: Options,
  _postgres: PrivatePostgres,
): Promise<Result[]> {
  const store = await openStore(scratch, server);
  const instance = await startInstance(scratch, copyOfBuild(scratch), {
    DATABASE_URL: store.url,
    DATA_DIR: '/nonexistent',
  });
  const orgs = [await makeTeam(instance), await makeTeam(instance), await makeTeam(instance)];
  const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
  scratch.defer(() => agent.destroy());
  let sent = 0;
  const next = (): Promise<number> => mixed(agent, instance, orgs, sent++);
  const carried = await carriedPerSecond(next);
  // What else the machine does changes meanwhile: it is an overload only when the service falls behind.
  let perSecond = carried * TIMES;
  let { load, behind } = await openLoop(next, perSecond);
  for (let again = 0; again < 3 && behind < load.length / 5; again++) {
    perSecond *= 2;
    ({ load, behind } = await openLoop(next, perSecond));
  }
  const backMs = await recovery(instance, orgs[0] as string);
  const statuses = tally(load);
  const odd = load.filter((status) => (status < 200 || status > 299) && status !== 429 && status !== 503).length;
  return [
    tell('overload', {
      tried: `at least ${TIMES} times the load that it carries, for ${OVERLOAD_MS / 1000} s`,
      tries: load.length,
      failures: odd + (backMs > RIGHT_AGAIN_MS ? 1 : 0),
      notes: [
        `carried ${Math.round(carried)} requests/s (64 clients, one in ten a change), then ${Math.round(perSecond)}/s`,
        `${behind} were not answered yet when the last was sent`,
        statusesOf(statuses),
        `right again ${Math.round(backMs)} ms after the last answer`,
        ...(odd > 0 ? [unexpectedErrors(instance)] : []),
      ].join('; '),
    }),
  ];
}

/** What 64 clients get, each of which waits for its answer before it asks again. */
async function carriedPerSecond(next: () => Promise<number>): Promise<number> {
  const closedLoop = async (ms: number): Promise<number> => {
    const until = performance.now() + ms;
    let answers = 0;
    const client = async (): Promise<void> => {
      for (; performance.now() < until; answers++) await next();
    };
    await Promise.all(Array.from({ length: 64 }, client));
    return answers / (ms / 1_000);
  };
  await closedLoop(MEASURED_MS / 2);
  return closedLoop(MEASURED_MS);
}

/** Asks so often, whatever comes back, and tells how far the service was behind at the end. */
async function openLoop(next: () => Promise<number>, perSecond: number): Promise<{ load: number[]; behind: number }> {
  const answers: Promise<number>[] = [];
  let answered = 0;
  const ask = (): Promise<number> =>
    next().then((status) => {
      answered++;
      return status;
    });
  const start = performance.now();
  for (let passed = 0; passed < OVERLOAD_MS; passed = performance.now() - start) {
    while (answers.length < (passed / 1_000) * perSecond) answers.push(ask());
    await sleep(5);
  }
  const behind = answers.length - answered;
  return { load: await Promise.all(answers), behind };
}

/** Nine reads, then a change; the status of the answer, 0 when there is none. */
function mixed(agent: Agent, { url }: Instance, orgs: readonly string[], at: number): Promise<number> {
  const path = `/v1/orgs/${orgs[at % orgs.length]}`;
  const change = at % 10 === 9;
  const body = change ? JSON.stringify({ name: `Load ${at}` }) : undefined;
  const headers = {
    authorization: `Bearer ${tokenOf(change ? adminOf(Math.floor(at / 10)) : 'alice')}`,
    ...(change ? { 'content-type': 'application/json' } : {}),
  };
  const options = { agent, method: change ? 'POST' : 'GET', headers };
  return new Promise((done) => {
    const sent = request(url + path + (change ? '/workspaces' : '/iam/me'), options, (answer) => {
      answer.resume();
      answer.on('end', () => done(answer.statusCode ?? 0));
      answer.on('error', () => done(0));
    });
    sent.on('error', () => done(0));
    sent.end(body);
  });
}
