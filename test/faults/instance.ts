import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import jwt from 'jsonwebtoken';
import { Api } from './api';
import type { Scratch } from './scratch';

const SECRET = 'a secret of the faults, and of nothing else';
const PATIENCE_MS = 120_000;

/** Who the tokens are from. */
export const ISSUER = 'castellan-dev';
/** Who may make organisations. */
export const OPERATOR = 'operator';

const tokens = new Map<string, string>();

/** A token for every instance that `startInstance` starts; `claims` are added, or stand in place of the usual ones. */
export function tokenOf(user: string, claims?: Readonly<Record<string, unknown>>): string {
  const known = claims === undefined ? tokens.get(user) : undefined;
  if (known !== undefined) return known;
  const exp = Math.floor(Date.now() / 1000) + 12 * 60 * 60;
  const token = jwt.sign({ sub: user, iss: ISSUER, aud: 'castellan', exp, ...claims }, SECRET);
  if (claims === undefined) tokens.set(user, token);
  return token;
}

/** The service in a process of its own. */
export class Instance {
  constructor(
    readonly url: string,
    readonly child: ChildProcess,
    readonly output: () => string,
  ) {}

  as(user: string, claims?: Readonly<Record<string, unknown>>): Api {
    return new Api(this.url, tokenOf(user, claims));
  }

  /** Ends it as kill -9 does. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Asks it to end, and waits until it has. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** Open file descriptors. */
  handles(): number {
    return readdirSync(`/proc/${this.child.pid}/fd`).length;
  }

  /** Resident memory in megabytes. */
  memoryMb(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

/** Starts a copy of the build with this environment and waits until it can serve. @throws with what it said, when it ends */
export async function startInstance(
  scratch: Scratch,
  main: string,
  env: Readonly<Record<string, string>>,
): Promise<Instance> {
  const port = await freePort();
  const own = { JWT_SECRET: SECRET, PLATFORM_ADMINS: OPERATOR, LOG_LEVEL: 'error', PORT: String(port) };
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], ...own, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (text: string): void => void (printed = (printed + text).slice(-2_000_000));
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const instance = new Instance(`http://127.0.0.1:${port}`, child, () => printed);
  scratch.defer(() => instance.kill());
  const start = performance.now();
  while (!(await isReady(instance.url))) {
    const late = performance.now() - start > PATIENCE_MS;
    if (late || child.exitCode !== null) throw new Error(`The service ${late ? 'is not ready' : 'ended'}:\n${printed}`);
    await sleep(20);
  }
  return instance;
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.ok;
    },
    () => false,
  );

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
