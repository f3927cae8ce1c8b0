import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unusableFolder } from './data-folder';
import { processIdentity, type ProcessIdentity } from './process-identity';

interface Owner extends ProcessIdentity {
  token: string;
}

const GUARD_TRIES = 200;

/**
 * Takes the data folder for this process, with a lock file that a killed process does not leave in force, and returns
 * what gives it back; throws when a living process has it.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const me = { ...(processIdentity(process.pid) ?? { pid: process.pid, started: null }), token: randomUUID() };
  const path = join(folder, 'castellan.lock');
  const holder = await claim(path, me).catch((error: unknown) => {
    throw unusableFolder(folder, error);
  });
  if (holder !== undefined) throw new Error(heldBy(holder, folder, path));
  return () => giveBack(path, me);
}

// Undefined when the lock is ours now, else who has it (null: nobody can tell).
async function claim(path: string, me: Owner): Promise<Owner | null | undefined> {
  for (;;) {
    if (create(path, me)) return undefined;
    const holder = readOwner(path);
    if (holder === undefined) continue;
    if (holder === null || isAlive(holder)) return holder;
    if (await replace(path, holder, me)) return undefined;
  }
}

// Invariant: a lock file is replaced only under its guard, after looking again. Two processes that both saw the same
// dead owner would otherwise each remove the file, the second one removing the lock of the first.
// The guard is a lock of the same kind, so that a process killed while holding it is taken over as well.
async function replace(path: string, dead: Owner, me: Owner): Promise<boolean> {
  const guard = `${path}.takeover`;
  for (let tries = 0; (await claim(guard, me)) !== undefined; tries++) {
    if (tries === GUARD_TRIES) throw new Error(`${guard} is held by another process; remove that file when none runs`);
    await sleep(5);
  }
  try {
    if (readOwner(path)?.token !== dead.token) return false;
    renameSync(writeDraft(path, me), path);
    return true;
  } finally {
    giveBack(guard, me);
  }
}

// link(2) fails when the name exists, as O_EXCL does, and the file appears with its content: nobody reads half a lock.
function create(path: string, me: Owner): boolean {
  const draft = writeDraft(path, me);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new Error('its file system refuses hard links, which the lock needs', { cause: error });
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDraft(path: string, me: Owner): string {
  const draft = `${path}.${me.token}`;
  writeFileSync(draft, JSON.stringify(me), { flag: 'wx', mode: 0o600, flush: true });
  return draft;
}

function readOwner(path: string): Owner | null | undefined {
  try {
    const owner = JSON.parse(readFileSync(path, 'utf8')) as Owner;
    return Number.isInteger(owner.pid) && typeof owner.token === 'string' ? owner : null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : null;
  }
}

function isAlive(owner: Owner): boolean {
  const running = processIdentity(owner.pid);
  return running !== undefined && (running.started === null || running.started === owner.started);
}

function giveBack(path: string, me: Owner): void {
  if (readOwner(path)?.token === me.token) rmSync(path, { force: true });
}

function heldBy(holder: Owner | null, folder: string, path: string): string {
  if (holder === null) return `The lock file ${path} cannot be read. When no process uses ${folder}, remove that file.`;
  const who = holder.pid === process.pid ? `this process (${holder.pid})` : `process ${holder.pid}`;
  return (
    `The data folder ${folder} is in use by ${who}, and the embedded database takes one process at a time. ` +
    `Stop that process, or set DATA_DIR to another folder, or set DATABASE_URL to share a PostgreSQL server.`
  );
}
