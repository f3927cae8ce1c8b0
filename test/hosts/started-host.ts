import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A host that listens. */
export interface StartedHost {
  readonly url: string;
  /** Where its microservice listens, when it has one. */
  readonly tcpPort: number;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A host's process, and what it has said so far. */
async function run(folder: string, env: Readonly<Record<string, string>>) {
  const [port, tcpPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...env, PORT: String(port), TCP_PORT: String(tcpPort) },
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => said.push(text));
  return { child, port, tcpPort, text: () => said.join('') };
}

/** Starts an installed host over a database, and waits until it answers. @throws Error with what it said when it ends */
export async function startHost(folder: string, database: string): Promise<StartedHost> {
  const { child, port, tcpPort, text } = await run(folder, { DATABASE_URL: database });
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The host ended:\n${text()}`);
    if ((await fetch(url).catch(() => null)) !== null) return { url, tcpPort, close: () => end(child) };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What a host that must not start says when it ends. @throws Error when it listens */
export async function refusedStart(folder: string, database: string, broken: string): Promise<string> {
  const { child, port, text } = await run(folder, { DATABASE_URL: database, BROKEN: broken });
  while (child.exitCode === null) {
    if ((await fetch(`http://127.0.0.1:${port}`).catch(() => null)) !== null) {
      await end(child);
      throw new Error(`The host started:\n${text()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (child.exitCode === 0) throw new Error('The host ended well');
  return text();
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
