import { setTimeout as wait } from 'node:timers/promises';
import { DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { CreateCastellan1764000000000 } from './migrations/1764000000000-create-castellan';
import { PrepareForGrowth1764500000000 } from './migrations/1764500000000-prepare-for-growth';
import { CostAtTheLimits1764600000000 } from './migrations/1764600000000-cost-at-the-limits';

/** Every migration of Castellan, oldest first. */
export const castellanMigrations = [
  CreateCastellan1764000000000,
  PrepareForGrowth1764500000000,
  CostAtTheLimits1764600000000,
];

/** What makes a DataSource see Castellan's migrations and no others. */
export const castellanMigrationOptions = {
  schema: 'castellan',
  migrations: castellanMigrations,
  migrationsTableName: 'migration',
};

const LOCK = `hashtext('castellan:migrate')`;

/**
 * Brings Castellan's tables up to date in `dataSource`'s database: in the schema `castellan`, with a migration table of
 * its own, so that a host's migrations are not touched. Instances that start together wait for each other.
 */
export async function migrateCastellan(dataSource: DataSource): Promise<void> {
  const own = new DataSource({
    ...dataSource.options,
    ...castellanMigrationOptions,
    ...{ entities: [], subscribers: [], migrationsRun: false, synchronize: false, dropSchema: false },
  });
  await own.initialize();
  const runner = own.createQueryRunner();
  try {
    await lock(runner);
    await runner.query('create schema if not exists castellan');
    const executor = new MigrationExecutor(own, runner);
    executor.transaction = 'each';
    await executor.executePendingMigrations();
    await runner.query(`select pg_advisory_unlock(${LOCK})`);
  } finally {
    await runner.release();
    await own.destroy();
  }
}

// Invariant: whoever waits does so outside of any statement. An index that is made concurrently waits for every statement
// that began before it, one that waits for this lock included.
async function lock(runner: QueryRunner): Promise<void> {
  for (;;) {
    const [found] = (await runner.query(`select pg_try_advisory_lock(${LOCK}) as mine`)) as Array<{ mine: boolean }>;
    if (found?.mine === true) return;
    await wait(100);
  }
}
