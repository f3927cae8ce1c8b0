import 'reflect-metadata';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { migrateCastellan } from '@castellan/nest/database';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openEmbedded } from '../../apps/server/src/embedded/open-embedded';
import { createDatabase, postgresUrl } from './postgres';

/** Migrates one empty database for the whole run; every test server starts from a copy of it. */
export default async function globalSetup(): Promise<void> {
  const server = postgresUrl();
  if (server !== undefined) {
    const name = `castellan_test_${process.pid}`;
    await migrate(dataSourceOptions({ url: await createDatabase(server, name) }));
    process.env['CASTELLAN_TEST_TEMPLATE'] = name;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'castellan-test-'));
  const embedded = await openEmbedded('memory://');
  await migrate(dataSourceOptions(embedded));
  writeFileSync(join(folder, 'template.tar'), Buffer.from(await (await embedded.dump()).arrayBuffer()));
  await embedded.close();
  process.env['CASTELLAN_TEST_TEMPLATE'] = folder;
}

async function migrate(options: ReturnType<typeof dataSourceOptions>): Promise<void> {
  const dataSource = await new DataSource(options).initialize();
  await migrateCastellan(dataSource);
  await dataSource.destroy();
}
