import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseTarget } from '../../apps/server/src/data-source';
import { openEmbedded } from '../../apps/server/src/embedded/open-embedded';
import { createDatabase, dropDatabase, postgresUrl } from './postgres';

/** A migrated database of one's own, on whatever this run is about. */
export interface TestDatabase {
  readonly target: DatabaseTarget;
  close(): Promise<void>;
}

/** Makes a migrated, empty database. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const template = process.env['CASTELLAN_TEST_TEMPLATE'];
  if (template === undefined) throw new Error('The run was not set up');
  const server = postgresUrl();
  if (server === undefined) {
    const embedded = await openEmbedded('memory://', {
      template: new Blob([readFileSync(join(template, 'template.tar'))]),
    });
    return { target: embedded, close: () => embedded.close() };
  }
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  const url = await createDatabase(server, name, template);
  return { target: { url }, close: () => dropDatabase(server, name) };
}
