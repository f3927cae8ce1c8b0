// Installs the packages that a command needs: `npm start` does not wait for what only tests and benchmarks use.
// Only Node's own modules here: this runs before anything is installed. All output goes to stderr.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, readJson, root, stamp } from './checkout.mjs';

/** The workspaces whose packages a set holds, those for development included; `all` holds whatever the lock file lists. */
const SETS = { service: ['apps/server'], bench: ['bench'], all: undefined };

const isPackage = (path) => path.includes('node_modules/');

/** Where Node finds a package from a folder of the lock file: in that folder, or in one above it. */
function locate(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/'), 0))) {
    const path = `${at && `${at}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (at === '') return undefined;
  }
}

/** The packages that an entry of the lock file asks for; `wide` adds peers that may be absent, which npm installs when it knows them. */
function namesOf(path, wanted, wide) {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies = {}, peerDependenciesMeta } = wanted;
  const peers = Object.keys(peerDependencies).filter((name) => wide || !peerDependenciesMeta?.[name]?.optional);
  const asked = { ...dependencies, ...(wide && optionalDependencies), ...(!isPackage(path) && devDependencies) };
  return [...Object.keys(asked), ...peers];
}

/**
 * The paths of a set in the lock file, links to workspaces included.
 * @param wide everything that npm installs for the set; without it, only what must be there
 */
export function closureOf(lock, set, wide = false) {
  const { packages } = lock;
  if (SETS[set] === undefined) return new Set(Object.keys(packages).filter(isPackage));
  const reached = new Set(SETS[set]);
  for (const path of reached) {
    const { link, resolved } = packages[path];
    if (link) reached.add(resolved);
    else
      for (const name of namesOf(path, packages[path], wide)) {
        const found = locate(packages, path, name);
        if (found) reached.add(found);
      }
  }
  return new Set([...reached].filter(isPackage));
}

/** The version at a path, null for a package without one, undefined when there is no package. */
function versionAt(path) {
  const file = join(root, path, 'package.json');
  return existsSync(file) ? (readJson(file).version ?? null) : undefined;
}

/** The paths of a set that are missing, and whether one holds another version than the lock file says. */
function compare(lock, set) {
  const missing = [];
  let differs = false;
  for (const path of closureOf(lock, set)) {
    const { link, optional, version } = lock.packages[path];
    const found = versionAt(path);
    if (found === undefined && !optional) missing.push(path);
    if (found !== undefined && !link && found !== version) differs = true;
  }
  return { missing, differs };
}

/** True when most of what only this set holds is there. Not all: the lock file may be a newer one than the packages. */
function isHeld(lock, set) {
  const others = Object.keys(SETS).filter((name) => name !== set && SETS[name] !== undefined);
  const shared = new Set(others.flatMap((name) => [...closureOf(lock, name, true)]));
  const own = [...closureOf(lock, set)].filter((path) => !shared.has(path) && !lock.packages[path].optional);
  return own.filter((path) => existsSync(join(root, path))).length * 2 > own.length;
}

/** True when the packages of single workspaces are there: whoever copies a checkout may copy the top folder of packages alone. */
const hasNested = (lock, set) =>
  [...closureOf(lock, set)].every(
    (path) => path.startsWith('node_modules/') || lock.packages[path].optional || existsSync(join(root, path)),
  );

function npm(...args) {
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const program = process.env.npm_execpath;
  const { status, error } = program?.endsWith('.js')
    ? spawnSync(process.execPath, [program, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return status === 0 ? undefined : (error?.message ?? `exit code ${status}`);
}

/** Runs npm for these sets, out of its cache where that has everything. */
function runNpm(command, sets) {
  const folders = sets.includes('all') ? [] : sets.flatMap((set) => SETS[set]);
  const whatFor = folders.length === 0 ? 'everything' : folders.join(', ');
  process.stderr.write(`castellan: installing packages (npm ${command[0]}, for ${whatFor}) ...\n`);
  // NODE_ENV=production would leave out the compiler.
  const args = [...command, ...folders.flatMap((folder) => ['-w', folder])];
  args.push('--include=dev', '--no-audit', '--no-fund');
  if (npm(...args, '--prefer-offline') === undefined) return;
  // What the cache says about a package may be older than the lock file.
  process.stderr.write("castellan: npm's cache did not do; asking the registry ...\n");
  const problem = npm(...args);
  if (problem) fail(`the packages could not be installed (npm ${command[0]}: ${problem}).`);
}

const stampOf = (set) => join(root, `node_modules/.castellan-installed-${set}`);

const isStamped = (set, hash) => existsSync(stampOf(set)) && readFileSync(stampOf(set), 'utf8') === hash;

/**
 * Installs a set when what is installed is not what the lock file says.
 * Invariant: a set that is there stays there, whichever set is asked for.
 */
export function install(needs) {
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(text).digest('hex');
  const lock = JSON.parse(text);
  if (isStamped(needs, hash) && hasNested(lock, needs)) return;
  const { missing, differs } = compare(lock, needs);
  if (missing.length > 0 || differs) {
    const sets = Object.keys(SETS).filter((set) => set === needs || isHeld(lock, set));
    // `npm install` adds and keeps, `npm ci` begins anew.
    const grows = !differs && Object.keys(SETS).some((set) => isStamped(set, hash));
    runNpm(grows ? ['install', '--no-save'] : ['ci'], sets);
  }
  stamp(stampOf(needs), hash);
}
