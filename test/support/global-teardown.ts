import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { dropDatabase, postgresUrl } from './postgres';

/** Removes the template that the run's databases were made from. */
export default async function globalTeardown(): Promise<void> {
  const run = process.env['CASTELLAN_TEST_RUN'];
  if (run === undefined) return;
  rmSync(run, { recursive: true, force: true });
  const server = postgresUrl();
  if (server !== undefined) await dropDatabase(server, basename(run));
}
