import { rmSync } from 'node:fs';
import { dropDatabase, postgresUrl } from './postgres';

/** Removes the database that the run was started from. */
export default async function globalTeardown(): Promise<void> {
  const template = process.env['CASTELLAN_TEST_TEMPLATE'];
  const server = postgresUrl();
  if (template === undefined) return;
  if (server === undefined) rmSync(template, { recursive: true, force: true });
  else await dropDatabase(server, template);
}
