import 'reflect-metadata';
import { CastellanGuard, CastellanModule } from '@castellan/nest';
import { CastellanAdminModule, FoundingService } from '@castellan/nest/admin';
import { castellanEntities } from '@castellan/nest/database';
import type { INestApplication } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, DefaultNamingStrategy, EntitySchema, type DataSourceOptions } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { ask, identify, schema } from './hosts';

const Note = new EntitySchema<{ id: string }>({ name: 'note', columns: { id: { type: 'text', primary: true } } });

/** Renames everything that it is asked about, given names too. */
class Shouting extends DefaultNamingStrategy {
  override tableName = (target: string, given?: string): string => `T_${given ?? target}`;
  override columnName = (property: string, given: string): string => `C_${given || property}`;
}

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await openTestDatabase();
  dataSource = await new DataSource({ ...dataSourceOptions(database.target), entities: [] }).initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.close();
});

const hostOptions = (options: Partial<DataSourceOptions> = {}): DataSourceOptions =>
  ({
    ...dataSourceOptions(database.target),
    schema: undefined,
    entities: [Note, ...castellanEntities],
    ...options,
  }) as DataSourceOptions;

const tables = (): Promise<unknown> =>
  dataSource.query(
    `select table_name, column_name from information_schema.columns where table_schema = 'castellan' order by 1, 2`,
  );

describe.each<[string, Partial<DataSourceOptions>, string]>([
  ['as it is', {}, 'note'],
  ['with entityPrefix', { entityPrefix: 'app_' }, 'app_note'],
  ['with a naming strategy', { namingStrategy: new Shouting() }, 'T_note'],
])("a host's DataSource %s", (_, options, note) => {
  let app: INestApplication | undefined;
  afterEach(async () => {
    await app?.close();
    await dataSource.query(`drop table if exists "${note}"`);
  });

  it('makes only the tables of the host, by synchronize and by migration:generate', async () => {
    const before = await tables();
    const host = await new DataSource(hostOptions(options)).initialize();
    const { upQueries } = await host.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([expect.stringContaining(`CREATE TABLE "${note}"`)]);
    await host.synchronize();
    expect((await host.driver.createSchemaBuilder().log()).upQueries).toEqual([]);
    await host.destroy();
    expect(await tables()).toEqual(before);
  });

  it('leaves our names as they are, in every kind of change', async () => {
    const before = await tables();
    const module = await Test.createTestingModule({
      imports: [
        TypeOrmModule.forRoot({ ...hostOptions(options), synchronize: true, retryAttempts: 0 }),
        CastellanModule.forRoot({ schema, identify, platformAdmins: ['root'] }),
        CastellanAdminModule.forRoot(),
      ],
      providers: [{ provide: APP_GUARD, useExisting: CastellanGuard }],
    }).compile();
    app = module.createNestApplication({ logger: false });
    await app.init();
    const org = `org-${note.toLowerCase()}`;
    await app.get(FoundingService).bootstrap({ org, admin: 'alice' });
    const change = (method: 'post' | 'put', path: string, body: object, user = 'alice') =>
      ask(app as INestApplication, method, `/v1/orgs/${org}${path}`, user).send(body);
    await change('put', '', { name: 'Acme' }).expect(200);
    const { policy_id } = (await change('post', '/iam/policies', { name: 'A', permissions: [] }).expect(201)).body;
    await change('put', `/iam/policies/${policy_id}`, { permissions: ['invoices:read'] }).expect(200);
    const { role_id } = (await change('post', '/iam/roles', { name: 'A', policy_ids: [policy_id] }).expect(201)).body;
    await change('put', `/iam/roles/${role_id}`, { name: 'B' }).expect(200);
    await change('post', '/workspaces', { workspace_id: `ws-${note}`, name: 'A' }).expect(201);
    await change('put', `/workspaces/ws-${note}`, { name: 'B' }).expect(200);
    const resource = { name: 'A', attributes: { owner: 'alice' }, workspace_id: `ws-${note}` };
    await change('put', '/iam/resources/invoices/one', resource).expect(201);
    const put = await change('put', '/iam/resources/invoices/one', { name: 'B' }).expect(200);
    expect(put.body).toMatchObject({ name: 'B', attributes: { owner: 'alice' } });
    const stated = [{ resources: ['invoices'], actions: ['read'], effect: 'allow' }];
    const roles = `/organizations/${org}/roles`;
    const made = await ask(app, 'post', roles, 'alice').send({ name: 'Stated', policies: stated }).expect(200);
    expect((await ask(app, 'get', `${roles}/${made.body.data.id}`, 'alice').expect(200)).body.data.policies).toEqual([
      expect.objectContaining(stated[0] as object),
    ]);
    expect(await tables()).toEqual(before);
  });
});

describe("a host's schema builder", () => {
  it('leaves our tables alone, even where they are not as the entities say', async () => {
    const other = await openTestDatabase();
    const host = await new DataSource({ ...hostOptions(), ...other.target } as DataSourceOptions).initialize();
    await host.query('alter table castellan.role add column of_the_host text');
    await host.query('drop table castellan.removed_member');
    const { upQueries } = await host.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([expect.stringContaining('CREATE TABLE "note"')]);
    await host.synchronize();
    expect((await host.driver.createSchemaBuilder().log()).upQueries).toEqual([]);
    const left = `select table_name from information_schema.columns
                   where table_schema = 'castellan' and (table_name = 'removed_member' or column_name = 'of_the_host')`;
    expect(await host.query(left)).toEqual([{ table_name: 'role' }]);
    await host.destroy();
    await other.close();
  });
});
