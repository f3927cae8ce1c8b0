import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../../apps/server/src/embedded/open-embedded';

/** A dump of an empty embedded database, made once a machine and PGlite version: from it one opens in a third of the time. */
export async function emptyTemplate(): Promise<Blob> {
  const { version } = JSON.parse(
    readFileSync(require.resolve('@electric-sql/pglite').replace(/dist\b.*/, 'package.json'), 'utf8'),
  );
  const path = join(tmpdir(), `castellan-empty-${version}.tar`);
  if (!existsSync(path)) {
    const database = await openEmbedded('memory://');
    const dump = await database.dump();
    await database.close();
    // Test files run side by side: the name appears with its whole content.
    writeFileSync(`${path}.${process.pid}`, Buffer.from(await dump.arrayBuffer()));
    renameSync(`${path}.${process.pid}`, path);
  }
  return new Blob([readFileSync(path)]);
}
