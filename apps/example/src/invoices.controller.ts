import { CurrentAccess, type Access } from '@castellan/nest';
import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { Invoice } from './invoice.entity';
import { InvoicesService } from './invoices.service';
import { RequirePermission } from './permissions';

const ON_INVOICE = { scope: { load: InvoicesService } } as const;

/** The invoices of an organisation. */
@Controller('orgs/:org_id/invoices')
export class InvoicesController {
  constructor(private readonly invoices: InvoicesService) {}

  @Get()
  @RequirePermission('invoices:read', { list: true })
  list(@CurrentAccess() access: Access): Promise<Invoice[]> {
    return this.invoices.list(access);
  }

  @Get(':id')
  @RequirePermission('invoices:read', ON_INVOICE)
  async show(@CurrentAccess() access: Access, @Param('id') id: string): Promise<Invoice & { may_approve: boolean }> {
    const invoice = await this.invoices.get(access.orgId, id);
    const target = { id, containers: [{ type: 'workspaces', id: invoice.workspaceId }] };
    return { ...invoice, may_approve: access.can('invoices:approve', target) };
  }

  @Post(':id/approve')
  @HttpCode(200)
  @RequirePermission('invoices:approve', ON_INVOICE)
  approve(@Param('org_id') orgId: string, @Param('id') id: string): Promise<Invoice> {
    return this.invoices.approve(orgId, id);
  }
}
