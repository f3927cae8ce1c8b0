import { defineSchema } from '@castellan/core';
import { CastellanGuard, CastellanModule, type GuardedCall, type Identity } from '@castellan/nest';
import { CastellanAdminModule } from '@castellan/nest/admin';
import { castellanEntities, migrateCastellan } from '@castellan/nest/database';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { InvoicesResolver, SilentResolver } from './invoices.resolver';

const schema = defineSchema({
  types: {
    invoices: { label: 'Invoices', scope: 'org', actions: { read: { label: 'Read' }, approve: { label: 'Approve' } } },
  },
});

/** Trusts a header: for the tests only. */
const identify = ({ headers }: GuardedCall): Identity | null =>
  headers['x-user'] === undefined ? null : { userId: headers['x-user'] };

const organizationFrom = ({ params, headers }: GuardedCall): string | null =>
  params['org_id'] ?? headers['x-org'] ?? null;

@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      useFactory: () => ({ type: 'postgres', url: process.env['DATABASE_URL'], entities: castellanEntities }),
      dataSourceFactory: async (options) => {
        const dataSource = await new DataSource(options!).initialize();
        await migrateCastellan(dataSource);
        return dataSource;
      },
    }),
    GraphQLModule.forRoot<MercuriusDriverConfig>({ driver: MercuriusDriver, autoSchemaFile: true }),
    CastellanModule.forRoot({ schema, identify, organizationFrom }),
    CastellanAdminModule.forRoot(),
  ],
  providers: [
    { provide: APP_GUARD, useExisting: CastellanGuard },
    InvoicesResolver,
    ...(process.env['BROKEN'] === 'silent' ? [SilentResolver] : []),
  ],
})
export class AppModule {}
