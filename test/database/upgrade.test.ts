import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { castellanMigrationOptions, Database, migrateCastellan, verifyChain } from '@castellan/nest/database';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openTestDatabase, type TestDatabase } from '../support/database';

/** Each is a database as the service of an earlier schema left it, named after its last migration. */
const DUMPS = join(__dirname, 'dumps');

describe.each(readdirSync(DUMPS))('a database of the schema %s', (dump) => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await openTestDatabase();
    const options = { ...dataSourceOptions(database.target), ...castellanMigrationOptions };
    dataSource = await new DataSource(options).initialize();
    await dataSource.query('drop schema castellan cascade');
    await dataSource.query(readFileSync(join(DUMPS, dump), 'utf8'));
    await migrateCastellan(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  const column = async (text: string): Promise<unknown[]> =>
    (await dataSource.query<Array<{ found: unknown }>>(text)).map(({ found }) => found);

  it('is brought to what the entities say', async () => {
    for (const metadata of dataSource.entityMetadatas) metadata.synchronize = true;
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('keeps its audit log, which still verifies, and its users as their own references', async () => {
    const { findings, entries } = await verifyChain(new Database(dataSource), 'acme');
    expect([findings, entries > 8]).toEqual([[], true]);
    const users = `select user_id || ' ' || reference as found from castellan.user_reference order by 1`;
    expect(await column(users)).toEqual(['alice alice', 'bob bob', 'carl carl']);
  });

  it('knows the ids that its policies and assignments name', async () => {
    expect(await column('select id as found from castellan.named_id order by 1')).toEqual(['bob', 'ws-1']);
  });

  it('takes no names for the policies that roles own', async () => {
    expect(await column('select name as found from castellan.policy where name_key is null')).toEqual(['Stated']);
  });
});
