import 'reflect-metadata';
import { castellanMigrationOptions, migrateCastellan } from '@castellan/nest/database';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openTestDatabase, type TestDatabase } from '../support/database';

describe('the tables', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await openTestDatabase();
    dataSource = await new DataSource({
      ...dataSourceOptions(database.target),
      ...castellanMigrationOptions,
    }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.close();
  });

  const column = async (text: string): Promise<string[]> =>
    (await dataSource.query<Array<{ name: string }>>(text)).map(({ name }) => name);

  it('are what the entities say', async () => {
    // A host's schema builder passes them by: see host-schema.test.ts.
    for (const metadata of dataSource.entityMetadatas) metadata.synchronize = true;
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('are made once, by a migration table of their own', async () => {
    await migrateCastellan(dataSource);
    expect(await column('select name from castellan.migration order by id')).toEqual([
      'CreateCastellan1764000000000',
      'PrepareForGrowth1764500000000',
      'CostAtTheLimits1764600000000',
      'SchemaVersions1764700000000',
      'ChangesAndHistory1764800000000',
    ]);
  });

  it('have keys that begin with the organisation, but for a user’s own organisations and for what is true of all', async () => {
    const keys = await column(`
      select i.relname as name from pg_index x
        join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
        join pg_namespace n on n.oid = t.relnamespace
        join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
       where n.nspname = 'castellan' and t.relname <> 'migration' and a.attname <> 'org_id' order by 1`);
    expect(keys).toEqual(['installation_pk', 'member_user', 'permission_schema_pk']);
  });

  it('have foreign keys that carry the organisation', async () => {
    const without = await column(`
      select c.conname as name from pg_constraint c join pg_namespace n on n.oid = c.connamespace
       where n.nspname = 'castellan' and c.contype = 'f'
         and not exists (select 1 from pg_attribute a
                          where a.attrelid = c.conrelid and a.attnum = any(c.conkey) and a.attname = 'org_id')`);
    expect(without).toEqual([]);
  });

  it('compare every id and name key byte by byte', async () => {
    const others = await column(`
      select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'castellan' and table_name <> 'migration' and data_type = 'text'
         and (column_name like '%\\_id' or column_name like '%\\_key' or column_name in ('id', 'scope', 'origin'))
         and collation_name is distinct from 'C'`);
    expect(others).toEqual([]);
  });

  describe('of the audit log', () => {
    beforeAll(async () => {
      await dataSource.query(`insert into castellan.organisation (org_id, name) values ('o', 'O')`);
      await dataSource.query(`
        insert into castellan.audit_entry
          (org_id, seq, revision, at, actor_id, action, target_type, target_id, entry, prev_hash, hash)
        values ('o', 1, 1, now(), 'a', 'x', 't', 'i', '{}', '', 'h')`);
    });

    it.each([
      `update castellan.audit_entry set action = 'y'`,
      'delete from castellan.audit_entry',
      'truncate castellan.audit_entry',
      `delete from castellan.organisation where org_id = 'o'`,
    ])('refuse %s', async (statement) => {
      await expect(dataSource.query(statement)).rejects.toThrow(/audit|foreign key/);
      expect(await column('select action as name from castellan.audit_entry')).toEqual(['x']);
    });
  });

  it('can be reverted without touching the audit log, and made again', async () => {
    const tables = (): Promise<string[]> =>
      column(`select tablename as name from pg_tables where schemaname = 'castellan' order by 1`);
    const all = await tables();
    for (const _ of dataSource.migrations) await dataSource.undoLastMigration({ transaction: 'each' });
    const kept = ['audit_entry', 'migration', 'organisation', 'user_reference'];
    expect(await tables()).toEqual(kept);
    expect(await column('select action as name from castellan.audit_entry')).toEqual(['x']);
    await migrateCastellan(dataSource);
    expect(await tables()).toEqual(all);
    expect(await column('select action as name from castellan.audit_entry')).toEqual(['x']);
    await expect(dataSource.query('delete from castellan.audit_entry')).rejects.toThrow('audit');
  });
});
