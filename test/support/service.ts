import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const MAIN = join(ROOT, 'apps/server/dist/main.js');

/** The built service in a process of its own. */
export interface Service {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  /** The exit code, or the signal, once it has ended. */
  readonly ended: Promise<number | string>;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts the built service with this environment and waits until it listens or ends. */
export async function startService(
  env: Record<string, string>,
  argsFor: (port: number) => readonly string[] = () => [],
): Promise<Service> {
  if (!existsSync(MAIN)) throw new Error('The service is not built: npm run build');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [MAIN, ...argsFor(port)], {
    cwd: ROOT,
    env: { PATH, HOME, PORT: String(port), ...env },
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const ended = new Promise<number | string>((done) =>
    child.once('exit', (code, signal) => done(code ?? signal ?? -1)),
  );
  const service = { url, child, ended, output: () => printed };
  let over = false;
  void ended.then(() => (over = true));
  while (!over && !(await answers(url))) await new Promise((done) => setTimeout(done, 50));
  return service;
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );
