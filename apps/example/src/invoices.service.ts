import { whereAllowed, type Access, type GuardedRequest, type LoadedScope, type ScopeLoader } from '@castellan/nest';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Invoice } from './invoice.entity';

/** Invoices, and which one a request is about. */
@Injectable()
export class InvoicesService implements ScopeLoader<GuardedRequest> {
  constructor(@InjectRepository(Invoice) private readonly invoices: Repository<Invoice>) {}

  /** The guard asks where an invoice is: in a workspace of its organisation. */
  async scopeOf({ params }: GuardedRequest, orgId: string): Promise<LoadedScope | null> {
    const found = await this.invoices.findOneBy({ orgId, id: params?.['id'] ?? '' });
    return found && { id: found.id, containers: [{ type: 'workspaces', id: found.workspaceId }] };
  }

  /** The invoices that the member may read. */
  list(access: Access): Promise<Invoice[]> {
    const columns = { id: 'id', container: 'workspaceId' };
    const where = whereAllowed(access, 'invoices:read', columns, { orgId: access.orgId });
    return this.invoices.find({ where, order: { id: 'asc' }, take: 100 });
  }

  get(orgId: string, id: string): Promise<Invoice> {
    return this.invoices.findOneByOrFail({ orgId, id });
  }

  async approve(orgId: string, id: string): Promise<Invoice> {
    await this.invoices.update({ orgId, id }, { approved: true });
    return this.get(orgId, id);
  }
}
