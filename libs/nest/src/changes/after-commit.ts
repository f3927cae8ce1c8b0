import type { EntitySubscriberInterface, QueryRunner } from 'typeorm';
import { hostTransactionFailure } from './host-transaction-failure';
import { dataSourceOf } from '../database/postgres-schema';

interface Waiting {
  readonly tell: () => void;
  /** How deep in savepoints it waits. */
  depth: number;
}

/** Depths count from where the first change joined: a host that did so inside a savepoint goes below 0 when it leaves it. */
interface OpenTransaction {
  depth: number;
  waiting: Waiting[];
  readonly ended: () => void;
}

interface TransactionEvent {
  readonly queryRunner: QueryRunner;
}

/** Tells what happened in transactions that others end, when they have committed; what is rolled back is never told. */
export class AfterCommit implements EntitySubscriberInterface {
  private readonly open = new WeakMap<QueryRunner, OpenTransaction>();

  /** From now on notes how the transaction that runs here goes on. What `begun` answers is called when it has ended. */
  follow(runner: QueryRunner, begun: () => () => void): void {
    const { subscribers } = dataSourceOf(runner.manager);
    if (!subscribers.includes(this)) subscribers.push(this);
    if (!this.open.has(runner)) this.open.set(runner, { depth: 0, waiting: [], ended: begun() });
  }

  /** Calls `tell` after the commit of a transaction that is followed. */
  add(runner: QueryRunner, tell: () => void): void {
    const transaction = this.open.get(runner);
    transaction?.waiting.push({ tell, depth: transaction.depth });
  }

  /** Part of TypeORM's interface. */
  afterTransactionStart({ queryRunner }: TransactionEvent): void {
    const transaction = this.open.get(queryRunner);
    if (transaction !== undefined) transaction.depth++;
  }

  /**
   * Part of TypeORM's interface. PostgreSQL answers COMMIT with a quiet ROLLBACK when a statement has failed and the host
   * went on: any statement makes it say so, and the host learns that nothing of it stays.
   */
  async beforeTransactionCommit({ queryRunner }: TransactionEvent): Promise<void> {
    const transaction = this.open.get(queryRunner);
    if (transaction === undefined || transaction.depth > 0) return;
    await queryRunner.query('select').catch((error: unknown) => {
      throw hostTransactionFailure(error);
    });
  }

  /** Part of TypeORM's interface. */
  afterTransactionCommit({ queryRunner }: TransactionEvent): void {
    const transaction = this.leave(queryRunner);
    if (transaction === undefined) return;
    const { waiting, depth } = transaction;
    if (queryRunner.isTransactionActive) for (const one of waiting) one.depth = Math.min(one.depth, depth);
    else for (const { tell } of waiting) tell();
  }

  /** Part of TypeORM's interface. */
  afterTransactionRollback({ queryRunner }: TransactionEvent): void {
    const transaction = this.leave(queryRunner);
    if (transaction === undefined) return;
    transaction.waiting = transaction.waiting.filter(({ depth }) => depth <= transaction.depth);
  }

  private leave(runner: QueryRunner): OpenTransaction | undefined {
    const transaction = this.open.get(runner);
    if (transaction === undefined) return undefined;
    transaction.depth--;
    if (!runner.isTransactionActive) {
      this.open.delete(runner);
      transaction.ended();
    }
    return transaction;
  }
}
