import { setTimeout as wait } from 'node:timers/promises';
import { DataSource, MigrationExecutor, type MigrationInterface, type QueryRunner } from 'typeorm';
import { assertSchemaName, DEFAULT_SCHEMA, inSchema } from '../database/postgres-schema';
import { CreateCastellan1764000000000 } from './migrations/1764000000000-create-castellan';
import { PrepareForGrowth1764500000000 } from './migrations/1764500000000-prepare-for-growth';
import { CostAtTheLimits1764600000000 } from './migrations/1764600000000-cost-at-the-limits';
import { SchemaVersions1764700000000 } from './migrations/1764700000000-schema-versions';
import { ChangesAndHistory1764800000000 } from './migrations/1764800000000-changes-and-history';

/** Every migration of Castellan, oldest first. */
export const castellanMigrations: Array<new () => MigrationInterface> = [
  CreateCastellan1764000000000,
  PrepareForGrowth1764500000000,
  CostAtTheLimits1764600000000,
  SchemaVersions1764700000000,
  ChangesAndHistory1764800000000,
];

/** What makes a DataSource see Castellan's migrations and no others. */
export const castellanMigrationOptions = {
  schema: DEFAULT_SCHEMA,
  migrations: castellanMigrations,
  migrationsTableName: 'migration',
};

/** Where the tables are made. */
export interface MigrateOptions {
  /** The PostgreSQL schema: what the application says as `castellanSchema`. */
  readonly schema?: string;
}

/**
 * Brings Castellan's tables up to date in `dataSource`'s database: in the PostgreSQL schema `castellan`, or the one that is
 * given, with a migration table of its own, so that a host's migrations are not touched. Instances that start
 * together wait for each other. @throws Error when the schema's name is not valid
 */
export async function migrateCastellan(dataSource: DataSource, options: MigrateOptions = {}): Promise<void> {
  const { schema = DEFAULT_SCHEMA } = options;
  assertSchemaName(schema);
  const own = new DataSource({
    ...dataSource.options,
    ...{ ...castellanMigrationOptions, schema },
    ...{ entities: [], subscribers: [], migrationsRun: false, synchronize: false, dropSchema: false },
    ...{ entityPrefix: undefined, namingStrategy: undefined },
  });
  await own.initialize();
  const runner = own.createQueryRunner();
  writeInto(runner, schema);
  const key = `hashtext('${schema}:migrate')`;
  try {
    await lock(runner, key);
    await runner.query(`create schema if not exists "${schema}"`);
    const executor = new MigrationExecutor(own, runner);
    executor.transaction = 'each';
    await executor.executePendingMigrations();
    await runner.query(`select pg_advisory_unlock(${key})`);
  } finally {
    await runner.release();
    await own.destroy();
  }
}

/** Lets the migrations, which name the default schema, write into another. */
function writeInto(runner: QueryRunner, schema: string): void {
  const query = runner.query.bind(runner) as (text: string, ...rest: unknown[]) => Promise<never>;
  runner.query = (text: string, ...rest: unknown[]) => query(inSchema(schema, text), ...rest);
}

// Invariant: whoever waits does so outside of any statement. An index that is made concurrently waits for every statement
// that began before it, one that waits for this lock included.
async function lock(runner: QueryRunner, key: string): Promise<void> {
  for (;;) {
    const [found] = (await runner.query(`select pg_try_advisory_lock(${key}) as mine`)) as Array<{ mine: boolean }>;
    if (found?.mine === true) return;
    await wait(100);
  }
}
