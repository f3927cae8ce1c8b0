import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { migrateCastellan } from '@castellan/nest/database';
import { DataSource } from 'typeorm';
import { dataSourceOptions, type DatabaseTarget } from '../../apps/server/src/data-source';
import { openEmbedded } from '../../apps/server/src/embedded/open-embedded';
import { createDatabase, dropDatabase, hasDatabase, postgresUrl, renameDatabase } from './postgres';

/** A migrated database of one's own, on whatever this run is about. */
export interface TestDatabase {
  readonly target: DatabaseTarget;
  close(): Promise<void>;
}

/** Makes a migrated, empty database. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const run = process.env['CASTELLAN_TEST_RUN'];
  if (run === undefined) throw new Error('The run was not set up');
  const server = postgresUrl();
  return server === undefined ? openInMemory(join(run, 'template.tar')) : openOnServer(server, basename(run));
}

async function openInMemory(template: string): Promise<TestDatabase> {
  if (!existsSync(template)) await writeTemplate(template);
  const embedded = await openEmbedded('memory://', { template: new Blob([readFileSync(template)]) });
  return { target: embedded, close: () => embedded.close() };
}

async function writeTemplate(file: string): Promise<void> {
  const embedded = await openEmbedded('memory://');
  await migrate(embedded);
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, Buffer.from(await (await embedded.dump()).arrayBuffer()));
  await embedded.close();
  renameSync(mine, file);
}

async function openOnServer(server: string, template: string): Promise<TestDatabase> {
  if (!(await hasDatabase(server, template))) await makeTemplate(server, template);
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  const url = await createDatabase(server, name, template);
  return { target: { url }, close: () => dropDatabase(server, name) };
}

async function makeTemplate(server: string, name: string): Promise<void> {
  const mine = `${name}_${process.pid}`;
  await migrate({ url: await createDatabase(server, mine) });
  // The other worker may have been first: then its template serves both.
  await renameDatabase(server, mine, name).catch(() => dropDatabase(server, mine));
}

async function migrate(target: DatabaseTarget): Promise<void> {
  const dataSource = await new DataSource(dataSourceOptions(target)).initialize();
  await migrateCastellan(dataSource);
  await dataSource.destroy();
}
