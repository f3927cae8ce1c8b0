import { CurrentAccess, RequirePermission, whereAllowed, type Access } from '@castellan/nest';
import { Controller, Get, Param } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Invoice } from './invoice.entity';

@Controller('orgs/:org_id/invoices')
export class InvoicesController {
  constructor(@InjectRepository(Invoice) private readonly invoices: Repository<Invoice>) {}

  @Get()
  @RequirePermission('invoices:read', { list: true })
  list(@Param('org_id') orgId: string, @CurrentAccess() access: Access): Promise<Invoice[]> {
    return this.invoices.find({
      where: whereAllowed(access, 'invoices:read', { id: 'id' }, { orgId }),
      order: { id: 'asc' },
    });
  }

  @Get(':id')
  @RequirePermission('invoices:read', { scope: 'id' })
  show(@Param('id') id: string): { id: string } {
    return { id };
  }
}
