import { resolve } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { prepareDataFolder } from './data-folder';
import { lockFolder } from './folder-lock';
import { keepTidy } from './keep-tidy';
import { Notifications } from './notifications';
import { Pool } from './pool';
import { Session } from './session';
import { startInFolder, startInMemory } from './start-postgres';

/** How the embedded database is opened. */
export interface OpenEmbeddedOptions {
  /** A dump from which a new database is made; one that exists is opened as it is. */
  template?: Blob | File;
  /** Milliseconds between rounds of VACUUM and CHECKPOINT; default 5 minutes. */
  maintenanceMs?: number;
  /** Where failures go that no caller can be given; default a process warning. */
  log?: (message: string, error?: unknown) => void;
  /** Milliseconds that a query waits for the one connection; default 10 seconds. */
  waitMs?: number;
}

/** PostgreSQL in this process (PGlite). Safe against a crash of the process, not against power loss. */
export interface EmbeddedDatabase {
  /** For the `driver` option of a TypeORM DataSource of type `postgres`. */
  driver: object;
  /** Calls back with each notification on a channel, until the returned function is called. */
  listen(channel: string, on: (payload: string) => void): Promise<() => Promise<void>>;
  /** The whole database as a tar archive, for `template`. */
  dump(): Promise<Blob | File>;
  /** Ends the session and frees the data folder; may be called twice. */
  close(): Promise<void>;
}

const MAINTENANCE_MS = 5 * 60_000;
const WAIT_MS = 10_000;

/**
 * Opens the embedded database in a folder (made with mode 0700 when absent, locked for this process) or, with
 * `memory://`, in memory; throws one sentence when the folder is of no use or another process has it.
 */
export async function openEmbedded(dataDir: string, options: OpenEmbeddedOptions = {}): Promise<EmbeddedDatabase> {
  if (dataDir === 'memory://') return serve(await startInMemory(options.template), options, () => undefined);
  const folder = resolve(dataDir);
  prepareDataFolder(folder);
  const unlock = await lockFolder(folder);
  try {
    return await serve(await startInFolder(folder, options.template), options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function serve(pglite: PGlite, options: OpenEmbeddedOptions, unlock: () => void): Promise<EmbeddedDatabase> {
  const log = options.log ?? warn;
  const client = new pg.Client(createPgConfig(pglite));
  await client.connect();
  const session = new Session(client, options.waitMs ?? WAIT_MS, log);
  const notifications = new Notifications(client, session, log);
  const stopTidying = keepTidy(session, options.maintenanceMs ?? MAINTENANCE_MS, log);
  const shutDown = async (): Promise<void> => {
    stopTidying();
    try {
      await session.close(() => client.query('CHECKPOINT'));
      await client.end();
    } catch (error) {
      log('The last checkpoint of the embedded database failed; the next start recovers.', error);
    }
    await pglite.close().finally(unlock);
  };
  let closing: Promise<void> | undefined;
  return {
    // TypeORM calls `new driver.Pool(options)`; a bound class has the session as its first argument.
    driver: { Pool: Pool.bind(undefined, session), defaults: pg.defaults, types: pg.types },
    listen: (channel, on) => notifications.listen(channel, on),
    dump: () =>
      session.run(async (lease) => {
        await lease.query('CHECKPOINT');
        return pglite.dumpDataDir('none');
      }, Infinity),
    close: () => (closing ??= shutDown()),
  };
}

function warn(message: string, error?: unknown): void {
  process.emitWarning(message, { type: 'EmbeddedWarning', detail: error instanceof Error ? error.stack : undefined });
}
