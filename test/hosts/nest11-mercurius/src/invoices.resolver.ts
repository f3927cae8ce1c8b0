import { RequirePermission } from '@castellan/nest';
import { Args, Field, ID, ObjectType, Query, Resolver } from '@nestjs/graphql';

@ObjectType()
class Invoice {
  @Field(() => ID)
  id!: string;
}

@Resolver(() => Invoice)
export class InvoicesResolver {
  @Query(() => Invoice)
  @RequirePermission('invoices:read', { scope: { arg: 'id' } })
  invoice(@Args('id', { type: () => ID }) id: string): Invoice {
    return { id };
  }
}

@Resolver()
export class SilentResolver {
  @Query(() => String)
  silent(): string {
    return 'everything';
  }
}
