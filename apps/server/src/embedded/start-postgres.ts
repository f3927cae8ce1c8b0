import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

type Archive = Blob | File;

/** Starts PGlite in memory, from a dump when one is given. */
export function startInMemory(template?: Archive): Promise<PGlite> {
  return start('memory://', template);
}

/** Starts PGlite on the database below the data folder, which is made when absent (from a dump when one is given). */
export async function startInFolder(folder: string, template?: Archive): Promise<PGlite> {
  // A folder of its own, closed to others: PGlite makes its files 0666, and its dumps hold all that lies beside them.
  const database = join(folder, 'postgres');
  if (!existsSync(database)) await create(folder, database, template);
  return start(database);
}

// Invariant: a database has its name only when it is whole. A process killed half-way leaves a draft, which is made anew.
async function create(folder: string, database: string, template: Archive | undefined): Promise<void> {
  const draft = join(folder, 'postgres.draft');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  const pglite = await start(draft, template);
  await pglite.close();
  renameSync(draft, database);
}

async function start(dataDir: string, template?: Archive): Promise<PGlite> {
  let fatal = '';
  try {
    return await PGlite.create(dataDir, {
      ...(template && { loadDataDir: template }),
      // PGlite throws without the reason, which PostgreSQL prints.
      onStderr: (line) => {
        if (/FATAL|PANIC/.test(line)) fatal = line;
        return true;
      },
    });
  } catch (cause) {
    throw new Error(`The embedded database in ${dataDir} does not open: ${fatal || String(cause)}`, { cause });
  }
}
