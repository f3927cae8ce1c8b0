import 'reflect-metadata';
import { defineSchema, type PermissionSchema } from '@castellan/core';
import { AccessService, CastellanGuard, CastellanModule, RequirePermission } from '@castellan/nest';
import {
  AssignmentsService,
  CastellanAdminModule,
  FoundingService,
  inTransaction,
  SYSTEM,
} from '@castellan/nest/admin';
import { castellanEntities, Database, migrateCastellan, verifyChain } from '@castellan/nest/database';
import { Controller, Get, type INestApplication, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, EntitySchema, type DataSourceOptions } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { postgresUrl } from '../support/postgres';
import { ask, identify } from './hosts';

const Note = new EntitySchema<{ id: string }>({ name: 'note', columns: { id: { type: 'text', primary: true } } });
const actions = { read: { label: 'Read' } };
const billing = defineSchema({
  name: 'billing',
  types: { bills: { label: 'Bills', scope: 'org', listable: true, actions } },
  policies: [{ id: 'pol-reader', name: 'Reader', permissions: ['bills:read'] }],
  roles: [{ id: 'rl-reader', name: 'Reader', policies: ['pol-reader'] }],
});
const crm = defineSchema({ name: 'crm', version: 7, types: { leads: { label: 'Leads', scope: 'org', actions } } });

@Controller('orgs/:org_id/bills')
class Bills {
  @Get() @RequirePermission('bills:read') list(): string {
    return 'bills';
  }
}

@Controller('orgs/:org_id/leads')
class Leads {
  @Get() @RequirePermission('leads:read') list(): string {
    return 'leads';
  }
}

interface Parts {
  readonly schema: PermissionSchema;
  readonly castellanSchema?: string;
  readonly controllers?: Type[];
  readonly maxStalenessMs?: number;
  /** In place of one of its own. */
  readonly dataSource?: DataSource;
}

let database: TestDatabase;
let dataSource: DataSource;
const apps: INestApplication[] = [];
beforeAll(async () => {
  database = await openTestDatabase();
  dataSource = await new DataSource({ ...dataSourceOptions(database.target), entities: [] }).initialize();
  await migrateCastellan(dataSource, { schema: 'castellan_billing' });
});
afterAll(async () => {
  for (const app of apps) await app.close().catch(() => undefined);
  if (dataSource.isInitialized) await dataSource.destroy();
  await database.close();
});

async function start({ dataSource: given, controllers, ...options }: Parts): Promise<INestApplication> {
  const host = { ...dataSourceOptions(database.target), schema: undefined, synchronize: true };
  const useFactory = () => ({ ...host, entities: [Note, ...castellanEntities], retryAttempts: 0 });
  const open = async (all?: DataSourceOptions): Promise<DataSource> =>
    given ?? new DataSource(all as DataSourceOptions).initialize();
  const module = await Test.createTestingModule({
    imports: [
      TypeOrmModule.forRootAsync({ useFactory, dataSourceFactory: open }),
      CastellanModule.forRoot({ identify, ...options }),
      CastellanAdminModule.forRoot(),
    ],
    controllers,
    providers: [{ provide: APP_GUARD, useExisting: CastellanGuard }],
  }).compile();
  const app = module.createNestApplication({ logger: false });
  apps.push(app);
  return app.init();
}

const columns = (schema: string): Promise<unknown[]> =>
  dataSource.query(
    `select table_name, column_name, data_type, column_default, is_nullable from information_schema.columns
      where table_schema = $1 order by 1, 2`,
    [schema],
  );

describe('two applications on one database, each with a PostgreSQL schema of its own', () => {
  let one: INestApplication;
  let other: INestApplication;
  beforeAll(async () => {
    one = await start({ schema: billing, castellanSchema: 'castellan_billing', controllers: [Bills] });
    other = await start({ schema: crm, controllers: [Leads] });
    for (const app of [one, other]) await app.get(FoundingService).bootstrap({ org: 'acme', admin: 'alice' });
    await one.get(FoundingService).bootstrap({ org: 'billed', admin: 'alice' });
  });

  it('see only their own organisations, members, roles and permissions', async () => {
    const iam = '/v1/orgs/acme/iam';
    const member = { user_id: 'bob', role_ids: ['rl-reader'] };
    await ask(one, 'post', `${iam}/members`, 'alice').send(member).expect(200);
    await ask(one, 'get', '/orgs/acme/bills', 'bob').expect(200);
    await ask(other, 'get', '/orgs/acme/leads', 'bob').expect(403);
    await ask(other, 'get', '/orgs/acme/leads', 'alice').expect(200);
    await ask(other, 'get', `${iam}/members/bob`, 'alice').expect(404);
    await ask(other, 'get', `${iam}/roles/rl-reader`, 'alice').expect(404);
    await ask(other, 'get', '/orgs/billed/leads', 'alice').expect(403);
    await ask(other, 'post', `${iam}/members`, 'alice')
      .send({ user_id: 'bob', role_ids: ['rl-admin'] })
      .expect(200);
    await ask(one, 'put', `${iam}/members/bob`, 'alice').send({ status: 'suspended' }).expect(200);
    await ask(one, 'get', '/orgs/acme/bills', 'bob').expect(403);
    await ask(other, 'get', '/orgs/acme/leads', 'bob').expect(200);
    for (const schema of ['castellan', 'castellan_billing']) {
      const [{ name }] = await dataSource.query(`select name from "${schema}".permission_schema`);
      expect(name).toBe(schema === 'castellan' ? 'crm' : 'billing');
    }
  });

  it('write every kind of object into their own', async () => {
    const before = await dataSource.query('select org_id, revision from castellan.organisation_state order by 1');
    const change = (method: 'post' | 'put', path: string, body: object) =>
      ask(one, method, `/v1/orgs/billed${path}`, 'alice').send(body);
    const { policy_id } = (await change('post', '/iam/policies', { name: 'A', permissions: [] }).expect(201)).body;
    await change('put', `/iam/policies/${policy_id}`, { permissions: ['bills:read'] }).expect(200);
    const { role_id } = (await change('post', '/iam/roles', { name: 'A', policy_ids: [policy_id] }).expect(201)).body;
    await change('put', `/iam/roles/${role_id}`, { name: 'B', is_default: true }).expect(200);
    await change('post', '/workspaces', { workspace_id: 'ws-1', name: 'A' }).expect(201);
    await change('put', '/iam/resources/bills/one', { name: 'A' }).expect(201);
    await change('put', '', { name: 'Billed' }).expect(200);
    await ask(one, 'get', '/v1/orgs/billed/iam/audit', 'alice').expect(200);
    await ask(one, 'get', '/v1/orgs/billed/iam/permissions/bills%3Aread/members', 'alice').expect(200);
    await ask(one, 'get', '/v1/orgs/billed/iam/members/alice/explain?permission=bills:read', 'alice').expect(200);
    const { findings, entries } = await verifyChain(one.get(Database), 'billed');
    expect([findings, entries >= 9]).toEqual([[], true]);
    expect(await dataSource.query('select org_id, revision from castellan.organisation_state order by 1')).toEqual(
      before,
    );
  });

  it('join a transaction of the host', async () => {
    const host = one.get(DataSource);
    await host.transaction(async (manager) => {
      const given = { user_id: 'carol', role_ids: ['rl-reader'] };
      await one.get(AssignmentsService, { strict: false }).assign(inTransaction(SYSTEM, manager), 'acme', [given]);
      expect((await one.get(AccessService).of('acme', 'carol', manager))?.can('bills:read')).toBe(true);
    });
    expect((await one.get(AccessService).of('acme', 'carol'))?.can('bills:read')).toBe(true);
    expect(await other.get(AccessService).of('acme', 'carol')).toBeNull();
  });

  it('have the same tables, which a host’s synchronize leaves alone', async () => {
    const functions = `select n.nspname as schema, p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                        where n.nspname like 'castellan%' order by 1, 2`;
    const found: Array<{ schema: string; name: string }> = await dataSource.query(functions);
    const named = (schema: string): string[] => found.filter((f) => f.schema === schema).map(({ name }) => name);
    expect(named('castellan_billing')).toEqual(named('castellan'));
    const before = [await columns('castellan'), await columns('castellan_billing')];
    const plain = JSON.stringify(before[1]).replaceAll('castellan_billing.', 'castellan.');
    expect(JSON.parse(plain)).toEqual(before[0]);
    for (const app of [one, other]) {
      expect((await app.get(DataSource).driver.createSchemaBuilder().log()).upQueries).toEqual([]);
      await app.get(DataSource).synchronize();
    }
    expect([await columns('castellan'), await columns('castellan_billing')]).toEqual(before);
  });
});

const onServer = postgresUrl() === undefined ? it.skip : it;

describe('castellanSchema', () => {
  onServer('names the channel of announcements', async () => {
    const castellanSchema = 'castellan_billing';
    const writes = await start({ schema: billing, castellanSchema });
    await ask(writes, 'post', '/v1/orgs/acme/iam/members', 'alice')
      .send({ user_id: 'dave', role_ids: ['rl-reader'] })
      .expect(200);
    // Started after that change, so that its late announcement cannot be taken for the one below.
    const stale = await start({ schema: billing, castellanSchema, controllers: [Bills], maxStalenessMs: 60_000 });
    await ask(stale, 'get', '/orgs/acme/bills', 'dave').expect(200);
    // Another process changes: nothing in this one tells of it.
    await dataSource.query(
      `update castellan_billing.member set status = 'suspended', stamp = castellan_billing.new_stamp()
        where user_id = 'dave'`,
    );
    const notify = (channel: string) => dataSource.query('select pg_notify($1, $2)', [channel, '{"org_id":"acme"}']);
    await notify('castellan');
    await ask(stale, 'get', '/orgs/acme/bills', 'dave').expect(200);
    await notify(castellanSchema);
    const status = async (): Promise<number> => (await ask(stale, 'get', '/orgs/acme/bills', 'dave')).status;
    for (let tries = 200; tries > 0 && (await status()) !== 403; tries -= 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(await status()).toBe(403);
  });

  it.each(['Billing', 'a-b', '', 'x'.repeat(64), 'a"; drop', '1a', 'pg_own', 'public', 7])(
    'is refused as %j, in the module and in the migration',
    async (name) => {
      const castellanSchema = name as string;
      await expect(start({ schema: billing, castellanSchema })).rejects.toThrow('castellanSchema must');
      await expect(migrateCastellan(dataSource, { schema: castellanSchema })).rejects.toThrow('castellanSchema must');
    },
  );

  it('may be a reserved word, and is named where its tables are missing', async () => {
    const parts = { schema: billing, castellanSchema: 'select' };
    await expect(start(parts)).rejects.toThrow("migrateCastellan(dataSource, { schema: 'select' })");
    await migrateCastellan(dataSource, { schema: 'select' });
    const app = await start(parts);
    await app.get(FoundingService).bootstrap({ org: 'acme', admin: 'alice' });
    expect((await app.get(AccessService).of('acme', 'alice'))?.can('bills:read')).toBe(true);
  });

  it('is one for a DataSource', async () => {
    const shared = await new DataSource({
      ...dataSourceOptions(database.target),
      entities: castellanEntities,
    } as DataSourceOptions).initialize();
    await start({ schema: billing, castellanSchema: 'castellan_billing', dataSource: shared });
    await expect(start({ schema: crm, dataSource: shared })).rejects.toThrow(
      'give each of them a DataSource of its own',
    );
  });
});
