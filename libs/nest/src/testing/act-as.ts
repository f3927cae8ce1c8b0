import type { INestApplicationContext } from '@nestjs/common';
import { AccessOptions } from '../access/access.options';
import { AccessService } from '../access/access.service';
import { accessOf, type GivenMember } from './access-of';

/**
 * Lets every request to the application come from this member until another one acts, or the function that is returned is called:
 * `actAs(app, { orgId: 'acme', userId: 'bob', permissions: ['invoices:*:read'] })`.
 *
 * Two things are replaced: `memberFrom`, which then names this user, and where the guard gets what the user may do, which then is what
 * is given here: nothing is read from the database, and in any other organisation the user is no member. The guard, the
 * decorators and the decision are the real ones. A guard of the host's own that looks at tokens still does; a host overrides that as it
 * does in its other tests.
 * @throws Error for a permission that the schema does not have
 */
export function actAs(app: INestApplicationContext, member: GivenMember): () => void {
  const options = app.get(AccessOptions, { strict: false });
  const service = app.get(AccessService, { strict: false });
  const access = accessOf(options.schema, member);
  const { memberFrom } = options;
  const before = { of: service.of.bind(service), ofIdentity: service.ofIdentity.bind(service) };
  const of: AccessService['of'] = async (orgId, userId, sql) => {
    if (userId !== member.userId) return before.of(orgId, userId, sql);
    return orgId === member.orgId ? access : null;
  };
  const ofIdentity: AccessService['ofIdentity'] = (orgId, { userId }) => of(orgId, userId);
  options.memberFrom = () => ({ userId: member.userId });
  Object.assign(service, { of, ofIdentity });
  return () => {
    options.memberFrom = memberFrom;
    Object.assign(service, before);
  };
}
