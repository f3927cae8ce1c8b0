import { execFile } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../packages/packed';
import { readmeExample } from './readme-example';

const run = promisify(execFile);
/** What an installation does not do in tests. */
export const QUIET = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];

/** Packs the libraries of hosts as npm would publish them, into a folder; answers the tarballs. */
export async function packLibraries(folder: string): Promise<string[]> {
  const pack = async (library: string): Promise<string> => {
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const { stdout } = await run('npm', args, { cwd: join(ROOT, 'libs', library) });
    return join(folder, (JSON.parse(stdout) as [{ filename: string }])[0].filename);
  };
  return [await pack('core'), await pack('nest')];
}

/**
 * Makes a host of `test/hosts` in a folder: what its lock file says, then the packed libraries, both as anybody installs them, without
 * a flag that overrides what packages say of each other. Then it is compiled by its own compiler. A host that
 * imports it finds the README's first application in `src/readme.ts`.
 * @throws Error with what npm or the compiler says
 */
export async function installHost(name: string, folder: string, tarballs: readonly string[]): Promise<void> {
  const source = join(ROOT, 'test/hosts', name);
  cpSync(source, folder, { recursive: true, filter: (path) => !/[\\/](node_modules|dist)$/.test(path) });
  await npm(folder, ['ci', ...QUIET]);
  await npm(folder, ['install', '--no-save', ...QUIET, ...tarballs]);
  const main = readFileSync(join(folder, 'src/main.ts'), 'utf8');
  if (main.includes("from './readme")) writeFileSync(join(folder, 'src/readme.ts'), readmeExample());
  await execute(folder, process.execPath, [join(folder, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json']);
}

/** Runs npm in a folder. @throws Error with what it says, when its exit code is not 0 */
export const npm = (
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> => execute(folder, 'npm', args, env);

async function execute(cwd: string, program: string, args: readonly string[], env: object = {}): Promise<void> {
  // What a test runner leaves in the environment is not for the host's own.
  const { NODE_ENV: _, JEST_WORKER_ID: __, ...inherited } = process.env;
  try {
    await run(program, args, { cwd, maxBuffer: 64 * 1024 * 1024, env: { ...inherited, ...env } });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
  }
}

/** What `castellan-routes` lists of a host, and its exit code where not one handler may be open. */
export async function listedRoutes(
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; routes: ReadonlyArray<{ state: string; requires: string | null }> }> {
  const args = ['--no-install', 'castellan-routes', 'dist/app.module.js', '--json', '--max-open', '0'];
  const options = { cwd: folder, env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env } };
  const { code, stdout } = await run('npx', args, options).then(
    (ended) => ({ code: 0, ...ended }),
    (error: unknown) => error as { code: number; stdout: string },
  );
  return { code, routes: JSON.parse(stdout) as Array<{ state: string; requires: string | null }> };
}
