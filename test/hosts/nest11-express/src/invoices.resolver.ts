import { RequirePermission } from '@castellan/nest';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Invoice } from './invoice.entity';

@Resolver(() => Invoice)
export class InvoicesResolver {
  @Query(() => Invoice)
  @RequirePermission('invoices:read', { scope: { arg: 'id' } })
  invoice(@Args('id', { type: () => ID }) id: string): Partial<Invoice> {
    return { id };
  }
}
