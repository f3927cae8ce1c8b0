import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scratch } from './scratch';

const ROOT = join(__dirname, '..', '..');

/** Something that is taken out of a copy of the build, to see what notices. */
export interface Cut {
  /** The file, below `libs/nest/dist`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The lock that a change takes on its organisation. */
export const LOCK: Cut = { file: 'changes/changes.js', from: ' for no key update', to: '' };

/**
 * The key of the audit log, which stands behind the lock: of two changes that read the same state only one can write
 * its entry. Without the lock it turns a wrong result into a 500.
 */
export const CHAIN: Cut = {
  file: 'changes/audit-chain.js',
  from: 'previous text, hash text)',
  to: 'previous text, hash text) on conflict do nothing',
};

/** The transaction around a change. */
export const TRANSACTION: Cut = {
  file: 'database/database.js',
  from: `runner.manager.transaction('READ COMMITTED', work)`,
  to: `work(this.dataSource.manager)`,
};

/** What asks a connection where it leads: each of them when it is made, and every statement that a decision rests on. */
export const CONNECTED: Cut = {
  file: 'database/standby.js',
  from: 'checked((await connection.query(`select ${exports.STANDBY}`)).rows);',
  to: '',
};
export const ANSWERED: Cut = { file: 'database/standby.js', from: 'if (rows[0]?.standby !== false)', to: 'if (false)' };

/** What shows nothing of a role that was deleted since its holder was read. */
export const GONE: Cut = { file: 'members/member.answer.js', from: 'if (role === undefined)', to: 'if (false)' };

/**
 * Copies the built service, less `cuts`, and tells its main file. A copy, so that a build in the same checkout changes
 * nothing under a run; below node_modules, so that it finds the packages of the checkout.
 * @throws when a cut does not apply exactly once
 */
export function copyOfBuild(scratch: Scratch, cuts: readonly Cut[] = []): string {
  const copy = join(ROOT, 'node_modules/.cache/castellan', `faults-${randomBytes(6).toString('hex')}`);
  scratch.defer(() => rmSync(copy, { recursive: true, force: true }));
  const server = join(copy, 'apps/server');
  copyPackage(join(ROOT, 'apps/server'), server);
  for (const name of ['core', 'nest'])
    copyPackage(join(ROOT, 'libs', name), join(copy, 'node_modules/@castellan', name));
  for (const cut of cuts) apply(cut, join(copy, 'node_modules/@castellan/nest/dist', cut.file));
  return join(server, 'dist/main.js');
}

function copyPackage(from: string, to: string): void {
  if (!existsSync(join(from, 'dist'))) throw new Error(`${from} is not built: npm run build`);
  mkdirSync(to, { recursive: true });
  cpSync(join(from, 'dist'), join(to, 'dist'), {
    recursive: true,
    filter: (path) => !/\.(d\.ts|map|tsbuildinfo)$/.test(path),
  });
  cpSync(join(from, 'package.json'), join(to, 'package.json'));
  const own = join(from, 'node_modules');
  if (existsSync(own)) symlinkSync(own, join(to, 'node_modules'));
}

function apply({ from, to }: Cut, file: string): void {
  const parts = readFileSync(file, 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`"${from}" is ${parts.length - 1} times in ${file}, not once`);
  writeFileSync(file, parts.join(to));
}
