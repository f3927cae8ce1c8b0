import 'reflect-metadata';
import { CastellanGuard, CastellanModule } from '@castellan/nest';
import { CastellanAdminModule, FoundingService } from '@castellan/nest/admin';
import { castellanEntities } from '@castellan/nest/database';
import { Global, Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { identify, schema } from '../embedding/hosts';
import { openTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
const opened: DataSource[] = [];
const apps: INestApplication[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  for (const app of apps) await app.close().catch(() => undefined);
  for (const dataSource of opened) if (dataSource.isInitialized) await dataSource.destroy();
  await database.close();
});

const open = async (options?: DataSourceOptions): Promise<DataSource> => {
  const dataSource = await new DataSource(options as DataSourceOptions).initialize();
  opened.push(dataSource);
  return dataSource;
};

const enforcement = (options: { maxStalenessMs?: number } = {}): DynamicModule => {
  @Module({
    imports: [CastellanModule.forRoot({ schema, identify, ...options })],
    providers: [{ provide: APP_GUARD, useExisting: CastellanGuard }],
  })
  class Enforcement {}
  return { module: Enforcement };
};

let poolSize = 10;

/** An application over the database, not yet initialised. */
async function create(...imports: Array<DynamicModule | (new () => object)>): Promise<INestApplication> {
  const useFactory = () =>
    ({
      ...dataSourceOptions(database.target),
      entities: castellanEntities,
      retryAttempts: 0,
      poolSize,
    }) as TypeOrmModuleOptions;
  @Module({ imports: [TypeOrmModule.forRootAsync({ useFactory, dataSourceFactory: open }), ...imports] })
  class AppModule {}
  const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
  apps.push(app);
  return app;
}

const start = async (...imports: Parameters<typeof create>): Promise<INestApplication> =>
  (await create(...imports)).init();

describe('an application without CastellanModule', () => {
  @Global()
  @Module({ providers: [{ provide: 'of the host', useValue: 1 }], exports: ['of the host'] })
  class Other {}

  it.each<[string, Parameters<typeof create>]>([
    ['with administration alone', [CastellanAdminModule.forRoot()]],
    ['with options from a factory', [CastellanAdminModule.forRootAsync({ useFactory: () => ({}) })]],
    ['with one API below a path', [CastellanAdminModule.forRoot({ apis: ['roles'], path: 'below' })]],
    ['with global modules of its own', [Other, CastellanAdminModule.forRoot(), Other]],
  ])('is told which line to add, %s', async (_, imports) => {
    await expect(start(...imports)).rejects.toThrow('CastellanModule.forRoot({ schema, identify })');
  });

  it.each(['before', 'after'])('is not told so when it stands %s administration', async (where) => {
    const both = [enforcement(), CastellanAdminModule.forRoot()];
    await expect(start(...(where === 'before' ? both : both.toReversed()))).resolves.toBeDefined();
  });
});

describe('an application on a database', () => {
  const run = async (text: string): Promise<void> => {
    const dataSource = await new DataSource({ ...dataSourceOptions(database.target), entities: [] }).initialize();
    await dataSource.query(text);
    await dataSource.destroy();
  };

  it('starts on one with the newest migration, and is told to migrate one without it', async () => {
    await expect(start(enforcement())).resolves.toBeDefined();
    await run('delete from castellan.migration where id = (select max(id) from castellan.migration)');
    const told = /older version.*migrateCastellan\(dataSource\)/s;
    await expect(start(enforcement())).rejects.toThrow(told);
    await expect(start(enforcement(), CastellanAdminModule.forRoot())).rejects.toThrow(told);
  });

  it('with one connection is refused some staleness, which needs one to listen on', async () => {
    poolSize = 1;
    const starting = start(enforcement({ maxStalenessMs: 1_000 }));
    await expect(starting).rejects.toThrow(/maxStalenessMs .* pool of 1: set its poolSize to 2 or more/);
    poolSize = 10;
  });

  it('that was never migrated is told to migrate it, also by what it calls before it starts', async () => {
    await run('drop schema castellan cascade');
    const told = 'migrateCastellan(dataSource)';
    await expect(start(enforcement())).rejects.toThrow(told);
    await expect(start(enforcement(), CastellanAdminModule.forRoot())).rejects.toThrow(told);
    const app = await create(enforcement(), CastellanAdminModule.forRoot());
    await expect(app.get(FoundingService).bootstrap({ org: 'acme', admin: 'alice' })).rejects.toThrow(told);
  });
});
