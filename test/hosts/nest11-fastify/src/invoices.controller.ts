import { CurrentCaller, RequirePermission, type Caller } from '@castellan/nest';
import { AssignmentsService, clientOf, inTransaction } from '@castellan/nest/admin';
import { Body, ConflictException, Controller, Get, Inject, NotFoundException, Param, Post, Put } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { and, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import { DRIZZLE, invoices, type Drizzle } from './database.module';

@Controller()
export class InvoicesController {
  constructor(
    @Inject(DRIZZLE) private readonly database: Drizzle,
    private readonly pool: Pool,
    private readonly assignments: AssignmentsService,
  ) {}

  @Get('orgs/:org_id/invoices/:id')
  @RequirePermission('invoices:read', { scope: 'id' })
  async show(@Param('org_id') orgId: string, @Param('id') id: string): Promise<object> {
    const [invoice] = await this.database
      .select()
      .from(invoices)
      .where(and(eq(invoices.orgId, orgId), eq(invoices.id, id)));
    if (invoice === undefined) throw new NotFoundException();
    return invoice;
  }

  @Put('orgs/:org_id/invoices/:id')
  @RequirePermission('invoices:approve', { scope: 'id' })
  async approve(
    @Param('org_id') orgId: string,
    @Param('id') id: string,
    @Body() { cents }: { cents: number },
  ): Promise<object> {
    const [invoice] = await this.database.insert(invoices).values({ orgId, id, cents }).returning();
    return invoice!;
  }

  /** The invoice and its reader: both, or neither. */
  @Post('orgs/:org_id/invoices')
  @RequirePermission('invoices:approve')
  async create(
    @Param('org_id') orgId: string,
    @Body() { id, reader, fails }: { id: string; reader: string; fails?: boolean },
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    const client = await this.pool.connect();
    try {
      await drizzle(client).transaction(async (tx) => {
        await tx.insert(invoices).values({ orgId, id, cents: 0 });
        const member = { user_id: reader, role_ids: ['rl-admin'] };
        await this.assignments.assign(inTransaction(caller, clientOf(client)), orgId, [member]);
        if (fails) throw new ConflictException();
      });
    } finally {
      client.release();
    }
  }

  @MessagePattern('read')
  @RequirePermission('invoices:read', { scope: { payload: 'id' } })
  read(@Payload() { id }: { id: string }): { id: string } {
    return { id };
  }
}
