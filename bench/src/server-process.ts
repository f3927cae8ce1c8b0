import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sign } from 'jsonwebtoken';
import { checkout } from './checkout';
import type { Scratch } from './scratch';

const SECRET = 'a secret of the benches, and of nothing else';
const PATIENCE_MS = 60_000;
const POLL_MS = 10;

/** Who may make organisations in a server that a bench starts. */
export const OPERATOR = 'operator';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** From the spawn of the process to its first good answer. */
  readonly readyMs: number;
  /** The processor time that it has used so far, in milliseconds; NaN where the system does not say. */
  cpuMs(): number;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

/** Starts the service as `npm start` does, but for its environment, which is `env` and nothing of ours. */
export function startCastellan(scratch: Scratch, env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const main = join(checkout, 'apps/server/dist/main.js');
  return startProcess(scratch, main, '/health/ready', { JWT_SECRET: SECRET, OPERATORS: OPERATOR, ...env });
}

/** Starts the empty route that `http` compares with. */
export function startEmptyRoute(scratch: Scratch): Promise<ServerProcess> {
  return startProcess(scratch, join(__dirname, 'empty-route.js'), '/empty', {});
}

/** A token for the servers that `startCastellan` starts. */
export function tokenOf(user: string): string {
  return sign({ sub: user }, SECRET, { issuer: 'castellan-dev', audience: 'castellan', expiresIn: '6h' });
}

async function startProcess(
  scratch: Scratch,
  main: string,
  readyPath: string,
  env: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = performance.now();
  // What it logs is written and goes nowhere.
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env['PATH'], PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = () => end(child);
  scratch.defer(stop);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  while (!(await answersWell(url + readyPath))) {
    const late = performance.now() - start > PATIENCE_MS;
    if (late || hasEnded(child)) throw new Error(`${main} ${late ? 'is not ready' : 'ended'}:\n${complaint}`);
    await sleep(POLL_MS);
  }
  return { url, readyMs: performance.now() - start, cpuMs: () => cpuMsOf(child), stop };
}

/** User and system time of a process on Linux, which counts them in hundredths of a second (proc(5)). */
function cpuMsOf({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return NaN;
  }
}

async function answersWell(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { headers: { connection: 'close' } });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
