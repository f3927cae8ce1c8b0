import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { castellanMigrationOptions, Database, migrateCastellan, verifyChain } from '@castellan/nest/database';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openTestDatabase, type TestDatabase } from '../support/database';

/** Each is a database as the service of an earlier schema left it, named after its last migration. */
const DUMPS = join(__dirname, 'dumps');

const USERS = ['alice', 'bob', 'carl'];

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

  it('keeps its audit log, which still verifies, and a reference of each of its users', async () => {
    const { findings, entries } = await verifyChain(new Database(dataSource), 'acme');
    expect([findings, entries > 8]).toEqual([[], true]);
    expect(
      await column("select user_id as found from castellan.user_reference where user_id <> 'system' order by 1"),
    ).toEqual(USERS);
    const same = await column(
      'select user_id as found from castellan.user_reference where user_id = reference order by 1',
    );
    // Entries that were written before there were references name the user.
    expect(same).toEqual(dump === '1764000000000.sql' ? USERS : []);
  });

  it('knows the ids that its policies and assignments name', async () => {
    expect(await column('select id as found from castellan.named_id order by 1')).toEqual(['bob', 'ws-1']);
  });

  it('takes no names for the policies that roles own', async () => {
    expect(await column('select name as found from castellan.policy where name_key is null')).toEqual(['Stated']);
  });
});
