import { dataSourceOf, schemaOf } from '../database/postgres-schema';
import { migrateFirst, rows, sqlState, type Sql } from '../database/database';
import { castellanMigrations } from './migrate';

const NEWEST = castellanMigrations.at(-1) as (typeof castellanMigrations)[number];

const UNDEFINED_TABLE = '42P01';

/** Refuses to start on a database without Castellan's tables, or with those of an older version. @throws Error naming migrateCastellan */
export async function assertMigrated(sql: Sql): Promise<void> {
  const newest = new NEWEST().name;
  const found = await rows(sql, 'select from castellan.migration where name = $1', [newest]).catch(missing);
  const advice = migrateFirst(schemaOf(dataSourceOf(sql)));
  if (found === null) throw new Error(`Castellan's tables are missing. ${advice}`);
  if (found.length === 0) throw new Error(`Castellan's tables are of an older version. ${advice}`);
}

function missing(error: unknown): null {
  if (sqlState(error) === UNDEFINED_TABLE) return null;
  throw error;
}
