import { castellanEntities, migrateCastellan } from '@castellan/nest/database';
import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { Pool } from 'pg';
import { DataSource } from 'typeorm';

export const invoices = pgTable(
  'invoice',
  { orgId: text('org_id').notNull(), id: text('id').notNull(), cents: integer('cents').notNull() },
  (table) => [primaryKey({ columns: [table.orgId, table.id] })],
);

/** The application's own data. */
export const DRIZZLE = Symbol('drizzle');
export type Drizzle = NodePgDatabase;

/** Castellan's small DataSource, over the same database: it knows nothing but Castellan's tables. */
export const CASTELLAN_DATABASE = Symbol('castellan');

const url = process.env['DATABASE_URL'];

async function openCastellan(): Promise<DataSource> {
  const dataSource = await new DataSource({
    type: 'postgres',
    url,
    entities: castellanEntities,
    poolSize: 5,
  }).initialize();
  await migrateCastellan(dataSource);
  return dataSource;
}

async function openInvoices(pool: Pool): Promise<Drizzle> {
  await pool.query(
    'create table if not exists invoice (org_id text, id text, cents integer not null, primary key (org_id, id))',
  );
  await pool.query("insert into invoice values ('acme', 'inv-1', 1990) on conflict do nothing");
  return drizzle(pool);
}

@Global()
@Module({
  providers: [
    { provide: Pool, useFactory: () => new Pool({ connectionString: url }) },
    { provide: DRIZZLE, inject: [Pool], useFactory: openInvoices },
    { provide: CASTELLAN_DATABASE, useFactory: openCastellan },
  ],
  exports: [Pool, DRIZZLE, CASTELLAN_DATABASE],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    private readonly pool: Pool,
    @Inject(CASTELLAN_DATABASE) private readonly castellan: DataSource,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.pool.end(), this.castellan.destroy()]);
  }
}
