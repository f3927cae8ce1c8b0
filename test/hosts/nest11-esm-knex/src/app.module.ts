import { defineSchema } from '@castellan/core';
import { CastellanGuard, CastellanModule, RequirePermission, type GuardedCall, type Identity } from '@castellan/nest';
import { CastellanAdminModule } from '@castellan/nest/admin';
import { Controller, Get, Inject, Module, Param } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Knex } from 'knex';
import { CASTELLAN_DATABASE, DatabaseModule, KNEX } from './database.module.js';

const schema = defineSchema({
  types: {
    invoices: { label: 'Invoices', scope: 'org', actions: { read: { label: 'Read' }, approve: { label: 'Approve' } } },
  },
});

/** Trusts a header: for the tests only. */
const identify = ({ headers }: GuardedCall): Identity | null =>
  headers['x-user'] === undefined ? null : { userId: headers['x-user'] };

@Controller('orgs/:org_id/invoices')
class InvoicesController {
  constructor(@Inject(KNEX) private readonly invoices: Knex) {}

  @Get(':id')
  @RequirePermission('invoices:read', { scope: 'id' })
  show(@Param('org_id') orgId: string, @Param('id') id: string): Promise<object> {
    return this.invoices('invoice').where({ org_id: orgId, id }).first();
  }
}

@Controller('silent')
class SilentController {
  @Get()
  show(): string {
    return 'everything';
  }
}

@Module({
  imports: [
    DatabaseModule,
    CastellanModule.forRoot({ schema, identify, dataSource: CASTELLAN_DATABASE }),
    CastellanAdminModule.forRoot(),
  ],
  controllers: [InvoicesController, ...(process.env['BROKEN'] === 'silent' ? [SilentController] : [])],
  providers: [{ provide: APP_GUARD, useExisting: CastellanGuard }],
})
export class AppModule {}
