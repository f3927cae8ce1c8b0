import { defineSchema } from '@castellan/core';
import {
  CastellanGuard,
  CastellanModule,
  CurrentCaller,
  RequirePermission,
  type Caller,
  type GuardedCall,
  type Identity,
} from '@castellan/nest';
import { AssignmentsService, CastellanAdminModule, clientOf, inTransaction } from '@castellan/nest/admin';
import { Body, ConflictException, Controller, Get, Inject, Module, Param, Post } from '@nestjs/common';
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
  constructor(
    @Inject(KNEX) private readonly invoices: Knex,
    private readonly assignments: AssignmentsService,
  ) {}

  @Get(':id')
  @RequirePermission('invoices:read', { scope: 'id' })
  show(@Param('org_id') orgId: string, @Param('id') id: string): Promise<object> {
    return this.invoices('invoice').where({ org_id: orgId, id }).first();
  }

  /** The invoice and its reader: both, or neither. */
  @Post()
  @RequirePermission('invoices:approve')
  async create(
    @Param('org_id') orgId: string,
    @Body() { id, reader, fails }: { id: string; reader: string; fails?: boolean },
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.invoices.transaction(async (trx) => {
      await trx('invoice').insert({ org_id: orgId, id });
      const client = await trx.client.acquireConnection();
      const member = { user_id: reader, role_ids: ['rl-admin'] };
      await this.assignments.assign(inTransaction(caller, clientOf(client)), orgId, [member]);
      if (fails) throw new ConflictException();
    });
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
