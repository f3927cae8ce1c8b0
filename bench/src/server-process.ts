import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scratch } from './scratch';

const PATIENCE_MS = 60_000;
const POLL_MS = 10;

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

/** What to start. */
export interface Program {
  /** The command for a port to listen on, at 127.0.0.1. */
  readonly command: (port: number) => readonly [string, ...string[]];
  /** A path that is answered well once it is ready. */
  readonly readyPath: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Leaves it one processor core, where the system has more and can say so. */
  readonly oneCore?: boolean;
}

/** Starts a server and waits until it is ready; `PORT` is in its environment, and nothing of ours but `env`. */
export async function startProcess(scratch: Scratch, program: Program): Promise<ServerProcess> {
  const { command, readyPath, env, oneCore = false } = program;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const [file, ...args] = [...(oneCore ? pinned : []), ...command(port)] as [string, ...string[]];
  const start = performance.now();
  // What it logs is written and goes nowhere.
  const child = spawn(file, args, {
    env: { PATH: process.env['PATH'], PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = () => end(child);
  scratch.defer(stop);
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  while (!(await answersWell(url + readyPath))) {
    const late = performance.now() - start > PATIENCE_MS;
    const name = command(port).join(' ');
    if (late || hasEnded(child)) throw new Error(`${name} ${late ? 'is not ready' : 'ended'}:\n${complaint}`);
    await sleep(POLL_MS);
  }
  return { url, readyMs: performance.now() - start, cpuMs: () => cpuMsOf(child), stop };
}

/** What to put before a command so that it has the first core alone: on Linux (util-linux), with more than one core. */
const pinned: readonly string[] =
  cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0 ? ['taskset', '-c', '0'] : [];

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
