// Brings a checkout to where it can run: the packages match the lock file, the build matches the sources.
// Only Node's own modules here: this runs before anything is installed. All output goes to stderr, so that a caller's stdout stays clean.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail, readJson, root, stamp } from './checkout.mjs';
import { install } from './packages.mjs';

export { fail, root };

/** The built service. */
export const serverMain = join(root, 'apps/server/dist/main.js');

/** What is built for whoever needs a set; a bench compiles itself. */
const PROJECTS = { service: 'tsconfig.service.json', bench: 'tsconfig.service.json', all: 'tsconfig.json' };

/** Runs a Node program in the checkout with its output on stderr; answers its exit code. */
const runNode = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] }).status ?? 1;

function refuseOldNode() {
  const floor = /(\d+)\.(\d+)/.exec(readJson(join(root, 'package.json')).engines.node);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > Number(floor[1]) || (major === Number(floor[1]) && minor >= Number(floor[2]))) return;
  fail(
    `Node ${floor[0]} or newer is needed (22 is recommended), and this is Node ${process.versions.node}. Install a newer Node and try again.`,
  );
}

/** The newest change below a path, in milliseconds. Folders count: removing a file touches its folder. */
function newest(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) return 0;
  if (!status.isDirectory()) return status.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), status.mtimeMs);
}

const foldersOf = (project) => readJson(join(root, project)).references.map(({ path }) => path);

const stampOf = (project) => join(root, 'node_modules', `.castellan-built-${project}`);

function isBuilt(project) {
  const built = statSync(stampOf(project), { throwIfNoEntry: false })?.mtimeMs;
  const folders = foldersOf(project);
  if (!built || !existsSync(serverMain) || !folders.every((folder) => existsSync(join(root, folder, 'dist'))))
    return false;
  const inputs = folders.flatMap((folder) =>
    ['src', 'tsconfig.json', 'package.json'].map((name) => join(folder, name)),
  );
  return [project, 'tsconfig.base.json', 'package-lock.json', ...inputs].every(
    (path) => newest(join(root, path)) <= built,
  );
}

/** Builds when a source is newer than the last good build; answers whether the build is good. */
function build(project) {
  if (isBuilt(project)) return true;
  process.stderr.write('castellan: building (tsc -b) ...\n');
  // The time before the build: a file that is saved meanwhile is stale next time.
  const before = new Date();
  if (runNode(join(root, 'node_modules/typescript/bin/tsc'), '-b', project) !== 0) return false;
  if (runNode(join(root, 'scripts/finish-build.mjs'), project) !== 0) return false;
  // Everything includes the service.
  const made = project === PROJECTS.all ? Object.values(PROJECTS) : [project];
  for (const each of new Set(made)) stamp(stampOf(each), '', before);
  return true;
}

/**
 * Installs what is missing and builds what is stale; starts no process when nothing is. An image without sources is taken as it is.
 * Answers whether the build is good; ends the process when Node is too old or the packages cannot be installed.
 * @param needs the set of packages: `service`, `bench` or `all`
 * @param builds false leaves the build to the caller
 */
export function prepare({ needs, builds = true }) {
  refuseOldNode();
  if (!existsSync(join(root, 'libs/core/src'))) return true;
  install(needs);
  return !builds || build(PROJECTS[needs]);
}
