import { RequirePermission } from '@castellan/nest';
import { Body, Controller, Get, Inject, NotFoundException, Param, Put } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { and, eq } from 'drizzle-orm';
import { DRIZZLE, invoices, type Drizzle } from './database.module';

@Controller()
export class InvoicesController {
  constructor(@Inject(DRIZZLE) private readonly database: Drizzle) {}

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

  @MessagePattern('read')
  @RequirePermission('invoices:read', { scope: { payload: 'id' } })
  read(@Payload() { id }: { id: string }): { id: string } {
    return { id };
  }
}
