import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from './instance';
import type { Scratch } from './scratch';

interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** Where the programs of PostgreSQL are; undefined when it is not installed. */
export function postgresPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => `${debian}/${version}/bin`), '/usr/local/bin', '/usr/bin'];
  return folders.find((folder) => existsSync(`${folder}/initdb`) && existsSync(`${folder}/postgres`));
}

/** A PostgreSQL server of our own, on loopback, that may be killed and stopped. Its settings are PostgreSQL's defaults. */
export class PrivatePostgres {
  private server: ChildProcess | undefined;
  private printed = '';

  private constructor(
    private readonly programs: string,
    private readonly folder: string,
    private readonly port: number,
    private readonly user: User,
  ) {}

  static async start(scratch: Scratch): Promise<PrivatePostgres> {
    const programs = postgresPrograms();
    if (programs === undefined) throw new Error('There is no initdb: install PostgreSQL 15 or newer');
    const postgres = new PrivatePostgres(programs, ...(await placeFor(scratch)));
    postgres.make('initdb', '-A', 'trust', '-U', 'castellan');
    scratch.defer(() => postgres.kill());
    await postgres.run();
    return postgres;
  }

  /** Starts another server that follows this one: a streaming standby, with what is here by now. */
  async startStandby(scratch: Scratch): Promise<PrivatePostgres> {
    const standby = new PrivatePostgres(this.programs, ...(await placeFor(scratch)));
    const { hostname, port, username } = new URL(this.url);
    standby.make('pg_basebackup', '-h', hostname, '-p', port, '-U', username, '-X', 'stream', '-c', 'fast', '-R');
    scratch.defer(() => standby.kill());
    await standby.run();
    return standby;
  }

  get url(): string {
    return `postgres://castellan@127.0.0.1:${this.port}/postgres`;
  }

  /** Starts it and waits until it takes connections. */
  async run(): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (this.server === undefined || this.server.exitCode !== null || this.server.signalCode !== null) this.spawn();
      if (await this.answers()) return;
      await sleep(50);
    }
    throw new Error(`PostgreSQL did not start: ${this.printed}`);
  }

  /** kill -9, of the server and of every process of its own. */
  async kill(): Promise<void> {
    const { server } = this;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    this.signal('SIGKILL');
    await ended;
  }

  /** Ends it in order, and its connections with it. */
  async stop(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    const ended = once(server, 'exit');
    server.kill('SIGINT');
    await ended;
  }

  pause(): void {
    this.signal('SIGSTOP');
  }

  resume(): void {
    this.signal('SIGCONT');
  }

  /** Makes the data folder by one of PostgreSQL's programs. */
  private make(program: string, ...args: readonly string[]): void {
    const options = { ...this.user, encoding: 'utf8', cwd: this.folder } as const;
    const made = spawnSync(`${this.programs}/${program}`, ['-D', `${this.folder}/data`, ...args], options);
    if (made.status !== 0) throw new Error(`${program} failed: ${made.stderr}`);
  }

  private signal(signal: NodeJS.Signals): void {
    const parent = this.server?.pid;
    if (parent === undefined) return;
    const children = childrenOf(parent);
    // The parent first: it would start again what has ended.
    for (const pid of [parent, ...children]) {
      try {
        process.kill(pid, signal);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  }

  private spawn(): void {
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100'];
    const args = ['-D', `${this.folder}/data`, '-p', String(this.port), ...settings.flatMap((each) => ['-c', each])];
    this.server = spawn(`${this.programs}/postgres`, args, {
      ...this.user,
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.printed = (this.printed + text).slice(-4_000);
    });
  }

  private async answers(): Promise<boolean> {
    const client = new Client({ connectionString: this.url, connectionTimeoutMillis: 1_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** A folder, a port and the user of a new server. */
async function placeFor(scratch: Scratch): Promise<[folder: string, port: number, user: User]> {
  const user = unprivileged();
  const folder = scratch.folder();
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  return [folder, await freePort(), user];
}

/** The processes whose parent is `pid` (proc(5)). */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return (
          Number(
            readFileSync(`/proc/${name}/stat`, 'utf8')
              .replace(/^.*\) . /s, '')
              .split(' ')[0],
          ) === pid
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** initdb and postgres refuse root: then they run as the user `postgres`. */
function unprivileged(): User {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('postgres:'));
  if (line === undefined) throw new Error('PostgreSQL refuses root, and there is no user postgres');
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}
