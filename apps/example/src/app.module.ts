import { CastellanGuard, CastellanModule, type Identity } from '@castellan/nest';
import { CastellanAdminModule } from '@castellan/nest/admin';
import { castellanEntities, migrateCastellan } from '@castellan/nest/database';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Invoice } from './invoice.entity';
import { InvoicesController } from './invoices.controller';
import { InvoicesService } from './invoices.service';
import { schema } from './permissions';

/** Whoever says so. A real application takes the user that its own authentication has put on the request. */
const identify = ({ headers }: { headers: Record<string, string | undefined> }): Identity | null =>
  headers['x-user'] === undefined ? null : { userId: headers['x-user'] };

/** Invoicing, its guard, and the administration of who may do what below `/access`. */
@Module({})
export class AppModule {
  static forRoot(database: DataSourceOptions): DynamicModule {
    const entities = [Invoice, ...castellanEntities];
    return {
      module: AppModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ ...database, entities, synchronize: true }),
          dataSourceFactory: openDatabase,
        }),
        TypeOrmModule.forFeature([Invoice]),
        CastellanModule.forRoot({ schema, identify }),
        CastellanAdminModule.forRoot({ path: 'access', apis: ['iam'] }),
      ],
      controllers: [InvoicesController],
      providers: [InvoicesService, { provide: APP_GUARD, useExisting: CastellanGuard }],
    };
  }
}

async function openDatabase(options?: DataSourceOptions): Promise<DataSource> {
  const dataSource = await new DataSource(options as DataSourceOptions).initialize();
  await migrateCastellan(dataSource);
  return dataSource;
}
