import { CastellanGuard, CastellanModule } from '@castellan/nest';
import { CastellanAdminModule } from '@castellan/nest/admin';
import { castellanEntities, migrateCastellan } from '@castellan/nest/database';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { identify, organizationFrom, schema } from './access';
import { BROKEN } from './broken';
import { Invoice } from './invoice.entity';
import { InvoicesController } from './invoices.controller';
import { InvoicesGateway } from './invoices.gateway';
import { InvoicesResolver } from './invoices.resolver';

const broken = BROKEN[process.env['BROKEN'] ?? ''];

@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      useFactory: () => ({
        type: 'postgres',
        url: process.env['DATABASE_URL'],
        entities: [...castellanEntities, Invoice],
        synchronize: true,
      }),
      dataSourceFactory: async (options) => {
        const dataSource = await new DataSource(options!).initialize();
        await migrateCastellan(dataSource);
        return dataSource;
      },
    }),
    TypeOrmModule.forFeature([Invoice]),
    GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, autoSchemaFile: true }),
    CastellanModule.forRoot({ schema, identify, organizationFrom }),
    CastellanAdminModule.forRoot(),
  ],
  controllers: [InvoicesController, ...(broken?.controllers ?? [])],
  providers: [
    { provide: APP_GUARD, useExisting: CastellanGuard },
    InvoicesResolver,
    InvoicesGateway,
    ...(broken?.providers ?? []),
  ],
})
export class AppModule {}
