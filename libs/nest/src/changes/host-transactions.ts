import { transactionError } from '@castellan/core';
import type { EntityManager, QueryRunner } from 'typeorm';
import { AfterCommit } from './after-commit';
import { rows, type Database, type Sql } from '../database/database';
import { hostTransactionFailure, notActive } from './host-transaction-failure';
import { dataSourceOf } from '../database/postgres-schema';
import { LentClient, type TransactionClient } from './lent-client';
import { enter, runnerOn } from './lent-runner';

/** Lets changes be part of transactions that the host began and ends. */
export class HostTransactions {
  private readonly afterCommit = new AfterCommit();
  /** The last change to join each transaction. */
  private readonly last = new WeakMap<QueryRunner, Promise<unknown>>();
  private readonly runners = new WeakMap<TransactionClient, QueryRunner>();
  private databaseIdentity: Promise<string> | undefined;

  constructor(private readonly database: Database) {}

  /**
   * Runs `work` inside the host's transaction, once, in a savepoint: when it throws, nothing of it stays and the host
   * goes on as it likes. `told` is called with the outcome after the host's commit, and never when the host rolls back, nor
   * when another library than TypeORM ends the transaction.
   * @throws CastellanError `transaction` when the host's is none that can be joined, unavailable `begin_again` when
   * PostgreSQL gave it up (40001, 40P01)
   */
  runIn<T>(
    transaction: EntityManager | LentClient,
    work: (sql: Sql) => Promise<T>,
    told?: (outcome: T) => void,
  ): Promise<T> {
    const isLent = transaction instanceof LentClient;
    const runner = isLent ? this.runnerOf(transaction) : transaction.queryRunner;
    if (runner === undefined) return Promise.reject(notActive());
    // Invariant: one savepoint at a time. Of two that overlap, the failure of one would roll the other back.
    const joined = (this.last.get(runner) ?? Promise.resolve()).then(() =>
      isLent ? this.onLent(runner, work) : this.runInSavepoint(runner, work, told),
    );
    this.last.set(
      runner,
      joined.catch(() => undefined),
    );
    return joined;
  }

  private runnerOf({ client }: LentClient): QueryRunner {
    const runner = this.runners.get(client) ?? runnerOn(this.database.dataSource, client);
    this.runners.set(client, runner);
    return runner;
  }

  private async onLent<T>(runner: QueryRunner, work: (sql: Sql) => Promise<T>): Promise<T> {
    try {
      enter(runner);
      await this.assertSameDatabase(runner);
      await assertIsolation(runner);
      // Fails outside a transaction: there, TypeORM would begin and end one of its own.
      await runner.query('savepoint castellan');
      await runner.query('release savepoint castellan');
      // Nobody tells when it ends.
      this.database.noteJoined();
      return await runner.manager.transaction(work);
    } catch (error) {
      throw hostTransactionFailure(error);
    }
  }

  private async runInSavepoint<T>(
    runner: QueryRunner,
    work: (sql: Sql) => Promise<T>,
    told?: (outcome: T) => void,
  ): Promise<T> {
    try {
      await this.assertJoinable(runner);
      this.afterCommit.follow(runner, () => this.database.noteJoined());
      const outcome = await runner.manager.transaction(work);
      if (told !== undefined) this.afterCommit.add(runner, () => told(outcome));
      return outcome;
    } catch (error) {
      throw hostTransactionFailure(error);
    }
  }

  private async assertJoinable({ manager, isReleased, isTransactionActive }: QueryRunner): Promise<void> {
    if (dataSourceOf(manager) !== this.database.dataSource)
      throw foreign("The EntityManager belongs to a different DataSource than Castellan's");
    if (isReleased || !isTransactionActive) throw notActive();
    await assertIsolation({ manager });
  }

  private async assertSameDatabase({ manager }: QueryRunner): Promise<void> {
    this.databaseIdentity ??= this.identityOf(this.database.sql).catch((error: unknown) => {
      this.databaseIdentity = undefined;
      throw error;
    });
    const [own, other] = await Promise.all([this.databaseIdentity, this.identityOf(manager)]);
    if (own !== other) throw foreign("The connection is to a different database than Castellan's");
  }

  private async identityOf(sql: Sql): Promise<string> {
    const text = `
      select concat_ws(' ', oid, datname, to_regnamespace($1)::oid) identity from pg_database where datname = current_database()`;
    const [found] = await rows<{ identity: string }>(sql, text, [this.database.schema]);
    return found?.identity ?? '';
  }
}

const foreign = (what: string): Error =>
  transactionError('foreign', `${what}: a transaction there cannot hold its changes`);

async function assertIsolation({ manager }: Pick<QueryRunner, 'manager'>): Promise<void> {
  const [found] = await rows<{ isolation: string }>(
    manager,
    `select current_setting('transaction_isolation') isolation`,
  );
  if (found?.isolation === 'read committed') return;
  const message = `The transaction is ${found?.isolation.toUpperCase()}: it would not see the changes that it waited for`;
  throw transactionError('isolation', `${message}. Begin it as READ COMMITTED`);
}
