import { CastellanGuard, CastellanModule } from '@castellan/nest';
import { CastellanAdminModule } from '@castellan/nest/admin';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { identify, organizationFrom, schema } from './access';
import { silentControllers } from './broken';
import { CASTELLAN_DATABASE, DatabaseModule } from './database.module';
import { InvoicesController } from './invoices.controller';

@Module({
  imports: [
    DatabaseModule,
    CastellanModule.forRoot({ schema, identify, organizationFrom, dataSource: CASTELLAN_DATABASE }),
    CastellanAdminModule.forRoot(),
  ],
  controllers: [InvoicesController, ...silentControllers],
  providers: [{ provide: APP_GUARD, useExisting: CastellanGuard }],
})
export class AppModule {}
