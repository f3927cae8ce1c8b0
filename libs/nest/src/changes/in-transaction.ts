import type { Actor } from './change';
import type { Sql } from '../database/database';
import { enterTransaction } from './open-transactions';

/**
 * The same actor in a transaction of the host, that of its `EntityManager`: what it changes is committed or rolled back
 * with everything else in there, and locks its organisation until then. A refused change leaves the transaction usable.
 * A change that is made after it, in the same function and without it, is refused while the transaction is open.
 */
export function inTransaction(actor: Actor, manager: Sql): Actor {
  enterTransaction(manager);
  const { id, kind, requestId, ifMatch = null, dryRun = false, requiredPermission = null } = actor;
  return {
    ...{ id, kind, requestId, ifMatch, dryRun, requiredPermission, transaction: manager },
    stillMay: async (sql, orgId) => (await actor.stillMay?.(sql, orgId)) ?? null,
    committed: (revision) => actor.committed?.(revision),
  };
}
