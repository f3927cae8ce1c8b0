import { AsyncLocalStorage } from 'node:async_hooks';
import { transactionError } from '@castellan/core';
import type { DataSource, EntityManager } from 'typeorm';
import { dataSourceOf } from '../database/postgres-schema';

/** A transaction of a host, and the one around it. */
interface OpenTransaction {
  readonly manager: EntityManager;
  readonly outer: OpenTransaction | undefined;
}

const here = new AsyncLocalStorage<OpenTransaction | undefined>();
const watched = new WeakSet<EntityManager>();

/**
 * From now on it is known what runs inside a transaction of this DataSource: every call below the callback of
 * `dataSource.transaction(...)`. Packages that carry a transaction along, such as typeorm-transactional and
 * `@nestjs-cls/transactional`, begin theirs the same way.
 */
export function watchTransactions({ manager: pool }: DataSource): void {
  if (watched.has(pool)) return;
  watched.add(pool);
  const begin = pool.transaction.bind(pool) as (...given: unknown[]) => Promise<unknown>;
  const entered =
    (work: (manager: EntityManager) => unknown) =>
    (manager: EntityManager): unknown =>
      here.run({ manager, outer: stillOpen() }, work, manager);
  pool.transaction = (...given: unknown[]): Promise<never> =>
    begin(
      ...given.map((one) => (typeof one === 'function' ? entered(one as Parameters<typeof entered>[0]) : one)),
    ) as Promise<never>;
}

/** From now on it is known that the rest of the caller's function runs inside this transaction, however it was begun. */
export function enterTransaction(manager: EntityManager): void {
  const outer = stillOpen();
  if (manager.queryRunner === undefined || outer?.manager.queryRunner === manager.queryRunner) return;
  here.enterWith({ manager, outer });
}

/**
 * Refuses a change of its own inside an open transaction of the DataSource: it would be committed whatever becomes of that,
 * and would wait for the organisation's lock for ever where a change that joined has it.
 * @throws CastellanError transaction `not_joined`
 */
export function assertOutside(dataSource: DataSource): void {
  for (let open = stillOpen(); open !== undefined; open = open.outer) {
    if (dataSourceOf(open.manager) !== dataSource || !isOpen(open)) continue;
    const message = 'This runs inside a transaction of the DataSource, and the change would not be a part of it';
    throw transactionError(
      'not_joined',
      `${message}. Pass inTransaction(actor, manager) as the actor, with the EntityManager of the transaction ` +
        '(from @castellan/nest/admin), or make the change after the transaction has ended',
    );
  }
}

const isOpen = ({ manager: { queryRunner } }: OpenTransaction): boolean =>
  queryRunner !== undefined && queryRunner.isTransactionActive && !queryRunner.isReleased;

/** The innermost transaction around the caller that has not ended. */
function stillOpen(): OpenTransaction | undefined {
  let open = here.getStore();
  while (open !== undefined && !isOpen(open)) open = open.outer;
  return open;
}
