import 'reflect-metadata';
import { castellanEntities } from '@castellan/nest/database';
import { DataSource, EntitySchema } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openTestDatabase, type TestDatabase } from '../support/database';

const Note = new EntitySchema<{ id: string }>({ name: 'note', columns: { id: { type: 'text', primary: true } } });

describe("a host's schema builder", () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await openTestDatabase();
    const entities = [Note, ...castellanEntities];
    const options = { ...dataSourceOptions(database.target), schema: undefined, entities };
    dataSource = await new DataSource(options as never).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  const tables = (): Promise<unknown> =>
    dataSource.query(
      `select table_name, column_name from information_schema.columns where table_schema = 'castellan' order by 1, 2`,
    );

  it("makes the host's tables and leaves ours alone, even where they are not as the entities say", async () => {
    await dataSource.query('alter table castellan.role add column of_the_host text');
    await dataSource.query('drop table castellan.removed_member');
    const before = await tables();
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([expect.stringContaining('CREATE TABLE "note"')]);
    await dataSource.synchronize();
    expect(await tables()).toEqual(before);
  });
});
