import { castellanEntities, migrateCastellan } from '@castellan/nest/database';
import { Global, Module } from '@nestjs/common';
import knex, { type Knex } from 'knex';
import { DataSource } from 'typeorm';

const url = process.env['DATABASE_URL'];

/** The application's own data. */
export const KNEX = Symbol('knex');

async function openInvoices(): Promise<Knex> {
  const invoices = knex({ client: 'pg', connection: url });
  await invoices.raw('create table if not exists invoice (org_id text, id text, primary key (org_id, id))');
  await invoices('invoice').insert({ org_id: 'acme', id: 'inv-1' }).onConflict().ignore();
  return invoices;
}

/** Castellan's small DataSource, over the same database: it knows nothing but Castellan's tables. */
export const CASTELLAN_DATABASE = Symbol('castellan');

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

@Global()
@Module({
  providers: [
    { provide: KNEX, useFactory: openInvoices },
    { provide: CASTELLAN_DATABASE, useFactory: openCastellan },
  ],
  exports: [KNEX, CASTELLAN_DATABASE],
})
export class DatabaseModule {}
