// Brings a checkout to where it can run: the packages match the lock file, the build matches the sources.
// Only Node's own modules here: this runs before anything is installed. All output goes to stderr, so that a caller's stdout stays clean.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the checkout. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The built service. */
export const serverMain = join(root, 'apps/server/dist/main.js');

const lockStamp = join(root, 'node_modules/.castellan-lock-hash');
const buildStamp = join(root, 'node_modules/.castellan-built');
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Ends the process with one sentence on stderr. */
export function fail(message, code = 1) {
  process.stderr.write(`castellan: ${message}\n`);
  process.exit(code);
}

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

/** A stamp spares work next time; a checkout that we may not write to still runs. */
function stamp(path, content, time) {
  try {
    writeFileSync(path, content);
    if (time) utimesSync(path, time, time);
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS') throw error;
  }
}

/** True when the packages of single workspaces are there: whoever copies a checkout may copy the top folder of packages alone. */
const hasNested = (lock) =>
  Object.entries(lock.packages).every(
    ([path, wanted]) =>
      !/^(?!node_modules\/).+\/node_modules\//.test(path) || wanted.optional || existsSync(join(root, path)),
  );

/** True when npm's own record of what is installed names every version of the lock file. */
function isInstalled(lock) {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = readJson(record).packages;
  return Object.entries(lock.packages).every(
    ([path, wanted]) =>
      !path.includes('node_modules/') ||
      wanted.optional ||
      (wanted.link ? installed[path] !== undefined : installed[path]?.version === wanted.version),
  );
}

/** Installs when what is installed is not what the lock file says. */
function install() {
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(text).digest('hex');
  const lock = JSON.parse(text);
  const nested = hasNested(lock);
  if (nested && existsSync(lockStamp) && readFileSync(lockStamp, 'utf8') === hash) return;
  if (!nested || !isInstalled(lock)) {
    process.stderr.write('castellan: installing packages (npm ci) ...\n');
    // NODE_ENV=production would leave out the compiler.
    const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
    const options = { cwd: root, stdio: ['ignore', 2, 2] };
    const npm = process.env.npm_execpath;
    const { status, error } = npm?.endsWith('.js')
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
    if (status !== 0) fail(`the packages could not be installed (npm ci: ${error?.message ?? `exit code ${status}`}).`);
  }
  stamp(lockStamp, hash);
}

/** The newest change below a path, in milliseconds. Folders count: removing a file touches its folder. */
function newest(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status) return 0;
  if (!status.isDirectory()) return status.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), status.mtimeMs);
}

function isBuilt(packages) {
  const built = statSync(buildStamp, { throwIfNoEntry: false })?.mtimeMs;
  if (!built || !existsSync(serverMain) || !packages.every((folder) => existsSync(join(root, folder, 'dist'))))
    return false;
  const inputs = packages.flatMap((folder) =>
    ['src', 'tsconfig.json', 'package.json'].map((name) => join(folder, name)),
  );
  return ['tsconfig.json', 'tsconfig.base.json', 'package-lock.json', ...inputs].every(
    (path) => newest(join(root, path)) <= built,
  );
}

/** Builds when a source is newer than the last good build; answers whether the build is good. */
function build() {
  const packages = readJson(join(root, 'package.json')).workspaces;
  if (isBuilt(packages)) return true;
  process.stderr.write('castellan: building (tsc -b) ...\n');
  // The time before the build: a file that is saved meanwhile is stale next time.
  const before = new Date();
  if (runNode(join(root, 'node_modules/typescript/bin/tsc'), '-b') !== 0) return false;
  if (runNode(join(root, 'scripts/finish-build.mjs')) !== 0) return false;
  stamp(buildStamp, '', before);
  return true;
}

/**
 * Installs what is missing and builds what is stale; starts no process when nothing is. An image without sources is taken as it is.
 * Answers whether the build is good; ends the process when Node is too old or the packages cannot be installed.
 */
export function prepare() {
  refuseOldNode();
  if (!existsSync(join(root, 'libs/core/src'))) return true;
  install();
  return build();
}
