import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { copyOfBuild } from './built-copy';
import { startInstance, tokenOf, type Instance } from './instance';
import type { Options } from './options';
import type { PrivatePostgres } from './private-postgres';
import { statusesOf, tally } from './recovery';
import { tell, type Result } from './report';
import type { Scratch } from './scratch';
import { makeOrg, openStore } from './world';

const CLIENTS = 100;
/** The service's own bounds are 15 s for headers, 30 s for a request and 60 s for a silent connection; it looks every 5 s. */
const PATIENCE_MS = 70_000;
const PROMPT_MS = 2_000;

/** A way to hold a connection: what is sent at once, and then a byte each second; null sends nothing more. */
interface Slowness {
  readonly name: string;
  readonly first: (token: string, orgId: string) => string;
  readonly drip: string | null;
  /** The bound, with the time until the service looks. */
  readonly withinMs: number;
}

const ways: readonly Slowness[] = [
  {
    name: 'headers that drip',
    first: () => 'GET /health/live HTTP/1.1\r\nHost: slow\r\nX-Drip: ',
    drip: 'a',
    withinMs: 22_000,
  },
  { name: 'no request at all', first: () => '', drip: null, withinMs: 66_000 },
  {
    name: 'a body that drips',
    first: (token, orgId) =>
      `POST /v1/orgs/${orgId}/iam/policies HTTP/1.1\r\nHost: slow\r\nAuthorization: Bearer ${token}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n{',
    drip: ' ',
    withinMs: 37_000,
  },
];

/** Clients that hold connections: each is dropped by the service, and others are served meanwhile. */
export async function slowClientsPart(
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
  const orgId = await makeOrg(instance);
  const idle = instance.handles();
  let over = false;
  const others: { status: number; tookMs: number }[] = [];
  const neighbour = async (): Promise<void> => {
    while (!over) {
      const start = performance.now();
      const { status } = await instance.as('alice').get(`/v1/orgs/${orgId}/iam/me`);
      others.push({ status, tookMs: performance.now() - start });
      await sleep(200);
    }
  };
  const watching = neighbour();
  const held = await Promise.all(
    ways.map((way) => Promise.all(Array.from({ length: CLIENTS }, () => hold(instance, orgId, way)))),
  );
  over = true;
  await watching;
  await sleep(2_000);
  const bad = others.filter(({ status, tookMs }) => status !== 200 || tookMs > PROMPT_MS);
  return [
    ...ways.map((way, at) => dropped(way, held[at] ?? [])),
    tell('slow-clients', {
      tried: `requests of others meanwhile, each within ${PROMPT_MS / 1000} s`,
      tries: others.length,
      failures: bad.length,
      notes: `${statusesOf(tally(others.map(({ status }) => status)))}; handles ${idle} before, ${instance.handles()} after`,
    }),
  ];
}

function dropped({ name, withinMs }: Slowness, heldMs: readonly (number | null)[]): Result {
  const ended = heldMs.filter((ms) => ms !== null);
  return tell('slow-clients', {
    tried: `connections with ${name}, ended by the service within ${seconds(withinMs)}`,
    tries: heldMs.length,
    failures: heldMs.length - ended.filter((ms) => ms <= withinMs).length,
    notes: ended.length === 0 ? 'none was' : `after ${seconds(Math.min(...ended))} to ${seconds(Math.max(...ended))}`,
  });
}

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;

/** How long the service let a slow client be; null when it still does. */
function hold({ url }: Instance, orgId: string, { first, drip }: Slowness): Promise<number | null> {
  return new Promise((done) => {
    const start = performance.now();
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(first(tokenOf('alice'), orgId)));
    const dripping = setInterval(() => drip !== null && socket.writable && socket.write(drip), 1_000);
    const end = (ms: number | null): void => {
      clearInterval(dripping);
      clearTimeout(patience);
      socket.destroy();
      done(ms);
    };
    const patience = setTimeout(() => end(null), PATIENCE_MS);
    socket.resume();
    socket.on('error', () => undefined);
    socket.on('end', () => end(performance.now() - start));
    socket.on('close', () => end(performance.now() - start));
  });
}
