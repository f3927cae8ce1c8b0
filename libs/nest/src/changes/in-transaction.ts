import type { Actor } from './change';
import type { Sql } from '../database/database';
import { LentClient } from './lent-client';
import { enterTransaction } from './open-transactions';

/**
 * The same actor in a transaction of the host, that of its `EntityManager` or of `clientOf(client)`: what it changes is committed
 * or rolled back with everything else in there, and locks its organisation until then. A refused change leaves the transaction
 * usable. A change that is made after it, in the same function and without it, is refused while the transaction is open, where
 * that is one of TypeORM's. When another library's ends, nobody tells: `committed` is not called.
 */
export function inTransaction(actor: Actor, transaction: Sql | LentClient): Actor {
  if (!(transaction instanceof LentClient)) enterTransaction(transaction);
  const { id, kind, requestId, ifMatch = null, dryRun = false, requiredPermission = null } = actor;
  return {
    id,
    kind,
    requestId,
    ifMatch,
    dryRun,
    requiredPermission,
    transaction,
    stillMay: async (sql, orgId) => (await actor.stillMay?.(sql, orgId)) ?? null,
    committed: (revision) => actor.committed?.(revision),
  };
}
