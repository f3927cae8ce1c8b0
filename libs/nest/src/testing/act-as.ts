import type { INestApplicationContext } from '@nestjs/common';
import { CastellanOptions } from '../access/castellan.options';
import { Sources } from '../access/sources/sources';
import { actingMember, type GivenMember } from './acting-member';

/**
 * Lets every call to the application come from this member until another one acts, or the function that is returned is called:
 * `actAs(app, { orgId: 'acme', userId: 'bob', permissions: ['invoices:*:read'] })`. Several act on top of each other, and may be
 * undone in any order.
 *
 * Everything that decisions read is replaced, in the guard and in services: who calls, what members are granted, and what
 * contains what. Nothing is read from the database, and nobody but this member is a member, in this organisation alone. The guard,
 * the decorators and the decision are the real ones. A guard of the host's own that looks at tokens still runs; override it as in
 * the host's other tests.
 * @throws Error for a permission that the schema does not have
 */
export function actAs(app: INestApplicationContext, member: GivenMember): () => void {
  const { schema } = app.get(CastellanOptions, { strict: false });
  return app.get(Sources, { strict: false }).replace(actingMember(schema, member));
}
