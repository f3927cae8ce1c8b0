import { transactionError } from '@castellan/core';
import type { EntityManager, QueryRunner } from 'typeorm';
import { AfterCommit } from './after-commit';
import { rows, type Database, type Sql } from '../database/database';
import { joinFailure, notActive } from './join-failure';
import { dataSourceOf } from '../database/data-source-of';

/** Lets changes be part of transactions that the host began and ends. */
export class HostTransactions {
  private readonly afterCommit = new AfterCommit();
  /** The last change to join each transaction. */
  private readonly last = new WeakMap<QueryRunner, Promise<unknown>>();

  constructor(private readonly database: Database) {}

  /**
   * Runs `work` inside the host's transaction, once, in a savepoint: when it throws, nothing of it stays and the host
   * goes on as it likes. `told` is called with the outcome after the host's commit, and never when the host rolls back.
   * @throws CastellanError `transaction` when the host's is none that can be joined, unavailable `begin_again` when
   * PostgreSQL gave it up (40001, 40P01)
   */
  join<T>(manager: EntityManager, work: (sql: Sql) => Promise<T>, told?: (outcome: T) => void): Promise<T> {
    const runner = manager.queryRunner;
    if (runner === undefined) return Promise.reject(notActive());
    // Invariant: one savepoint at a time. Of two that overlap, the failure of one would roll the other back.
    const joined = (this.last.get(runner) ?? Promise.resolve()).then(() => this.savepoint(runner, work, told));
    this.last.set(
      runner,
      joined.catch(() => undefined),
    );
    return joined;
  }

  private async savepoint<T>(
    runner: QueryRunner,
    work: (sql: Sql) => Promise<T>,
    told?: (outcome: T) => void,
  ): Promise<T> {
    try {
      await this.assertJoinable(runner);
      this.afterCommit.follow(runner, () => this.database.joins());
      const outcome = await runner.manager.transaction(work);
      if (told !== undefined) this.afterCommit.add(runner, () => told(outcome));
      return outcome;
    } catch (error) {
      throw joinFailure(error);
    }
  }

  private async assertJoinable({ manager, isReleased, isTransactionActive }: QueryRunner): Promise<void> {
    if (dataSourceOf(manager) !== this.database.dataSource) {
      const message = "The EntityManager is of another DataSource than Castellan's";
      throw transactionError('foreign', `${message}: a transaction there cannot hold its changes`);
    }
    if (isReleased || !isTransactionActive) throw notActive();
    const [found] = await rows<{ isolation: string }>(
      manager,
      `select current_setting('transaction_isolation') isolation`,
    );
    if (found?.isolation === 'read committed') return;
    const message = `The transaction is ${found?.isolation.toUpperCase()}: what it waited for, it would not see`;
    throw transactionError('isolation', `${message}. Begin it as READ COMMITTED`);
  }
}
