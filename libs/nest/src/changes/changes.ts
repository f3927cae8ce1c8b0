import { notFound } from '@castellan/core';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { appendAudit, AUDIT_KEY } from './audit-chain';
import { Change, COUNTED, type Actor, type OrganisationStateRow } from './change';
import { ChangeQueue } from './change-queue';
import { CommittedChanges, type CommittedChange } from './committed-changes';
import { dataSourceOf, schemaOf } from '../database/postgres-schema';
import { Database, rows, type Sql } from '../database/database';
import type { Revision } from '../database/revision';
import { HostTransactions } from './host-transactions';
import { keepDefaultsHarmless } from './default-roles';
import { keepAnAdmin } from './last-admin';
import type { Judgement, SetFrame } from './judgement';
import { limitLockWait, lockWaitFailure } from './lock-wait';
import { assertOutside, watchTransactions } from './open-transactions';
import { keepRolesBounded } from './role-weight';
import { EffectsReader, rehearse } from './rehearsal';
import { RolesFollower } from './roles-follower';

/** The service itself, where nobody asked for a change. */
export const SYSTEM: Actor = { id: 'system', kind: 'system', requestId: null };

/** A change that was made and is not committed yet, and what to tell of it then. */
interface Made<T> {
  readonly change: Change;
  readonly result: T;
  readonly told: CommittedChange | null;
}

/** How a change is made. */
interface Making<T> {
  readonly work: (change: Change) => Promise<T>;
  /** Writes an organisation that is not there yet, and its state row, first of all. */
  readonly insert?: (sql: Sql) => Promise<void>;
  readonly set?: SetFrame;
}

/** The revision that a change made; of one that changed nothing, the revision that it found. */
function revisionOf({ change, told }: Pick<Made<unknown>, 'change' | 'told'>): Revision {
  const { epoch, revision } = change.state;
  return { epoch, revision: told?.revision ?? revision };
}

/** Makes changes: the one way to write to an organisation. */
@Injectable()
export class Changes {
  private readonly queue: ChangeQueue;
  private readonly hosts: HostTransactions;

  @Optional()
  @Inject(RolesFollower)
  private readonly follower?: RolesFollower;

  constructor(
    private readonly database: Database,
    @Optional() @Inject(AUDIT_KEY) private readonly auditKey?: string,
    @Optional() @Inject(EffectsReader) private readonly effects?: EffectsReader,
    @Optional() private readonly committed?: CommittedChanges,
  ) {
    this.queue = new ChangeQueue(database.connections);
    this.hosts = new HostTransactions(database);
    watchTransactions(database.dataSource);
  }

  /**
   * Runs `work` in one transaction: locks the organisation's state row, asks again whether the actor may, changes,
   * writes revision, stamps, counts and audit rows, announces and commits. All or nothing.
   * A dry run goes the same way, up to the commit. An actor in a host's transaction changes as a part of that.
   * @throws CastellanError not-found when there is no such organisation, transaction `not_joined` inside a transaction of the
   * host that the actor is not in, unavailable, and whatever `work` throws
   * @throws Rehearsal at the end of a dry run
   */
  async run<T>(actor: Actor, orgId: string, work: (change: Change) => Promise<T>): Promise<T> {
    return (await this.inLine(actor, orgId, { work })).result;
  }

  /**
   * The same for several changes that are made as one, with the revision that they made. Conflicts are judged at the end.
   * @throws as `run`; errors of single changes have `details.loc`
   */
  async runSet<T>(
    actor: Actor,
    orgId: string,
    set: SetFrame,
    work: (change: Change, judgement: Judgement) => Promise<T>,
  ): Promise<{ readonly result: T; readonly revision: Revision }> {
    const done = await this.inLine(actor, orgId, {
      set,
      work: (change) => judgedAtTheEnd(change, work),
    });
    return { result: done.result, revision: revisionOf(done) };
  }

  private inLine<T>(actor: Actor, orgId: string, made: Making<T>): Promise<Made<T>> {
    // Invariant: who has joined never stands in line. Its transaction may hold the lock that all in front of it wait for.
    if (actor.transaction !== undefined) return this.make(actor, orgId, made);
    assertOutside(this.database.dataSource);
    const asker = actor.kind === 'member' || actor.kind === 'operator' ? actor.id : null;
    return this.queue.run(orgId, asker, () => this.make(actor, orgId, made));
  }

  /** The same for an organisation that is not there yet: `insert` writes it and its state row, first of all. */
  async found<T>(
    actor: Actor,
    orgId: string,
    insert: (sql: Sql) => Promise<void>,
    work: (change: Change) => Promise<T>,
  ): Promise<T> {
    if (actor.transaction === undefined) assertOutside(this.database.dataSource);
    return (await this.make(actor, orgId, { work, insert })).result;
  }

  private async make<T>(actor: Actor, orgId: string, { work, insert, set }: Making<T>): Promise<Made<T>> {
    const attempt = async (sql: Sql): Promise<Made<T>> => {
      await insert?.(sql);
      const state = await lock(sql, orgId);
      const authority = (await actor.stillMay?.(sql, orgId)) ?? null;
      const change = new Change(sql, orgId, { actor, authority, set }, state);
      const result = await work(change);
      if (change.grants) await this.follower?.follow(change);
      return { change, result, told: await commit(change, this.auditKey) };
    };
    if (actor.dryRun === true) return this.rehearse(actor, async (sql) => (await attempt(sql)).change);
    return this.transaction(actor, attempt, (done) => this.tell(actor, done));
  }

  private rehearse(actor: Actor, make: (sql: Sql) => Promise<Change>): Promise<never> {
    const { effects } = this;
    if (effects === undefined) throw new Error('Dry runs need an EffectsReader, and none is provided');
    return this.transaction(actor, (sql) => rehearse(sql, make, effects));
  }

  /** Runs `work` in the transaction that the actor is in, or in one of its own; `told` is called after the commit of either. */
  private async transaction<T>(actor: Actor, work: (sql: Sql) => Promise<T>, told?: (done: T) => void): Promise<T> {
    if (actor.transaction !== undefined) return this.hosts.runIn(actor.transaction, work, told);
    const limited = async (sql: Sql): Promise<T> => {
      await limitLockWait(sql);
      return work(sql);
    };
    const done = await this.database.transaction(limited).catch((error: unknown) => {
      throw lockWaitFailure(error);
    });
    told?.(done);
    return done;
  }

  private tell(actor: Actor, { change, told }: Made<unknown>): void {
    actor.committed?.(revisionOf({ change, told }));
    if (told !== null) this.committed?.next(told);
  }
}

// Constraints that a set may break on its way, and keeps at its end.
const DEFERRED = ['policy_name_key', 'role_name_key', 'workspace_name_key', 'resource_workspace_fk']
  .map((name) => `castellan.${name}`)
  .join(', ');

async function judgedAtTheEnd<T>(
  change: Change,
  work: (change: Change, judgement: Judgement) => Promise<T>,
): Promise<T> {
  const { judgement, sql } = change;
  if (judgement === null) throw new Error('The change is no set');
  await rows(sql, `set constraints ${DEFERRED} deferred`);
  const result = await work(change, judgement);
  await judgement.end();
  await rows(sql, `set constraints ${DEFERRED} immediate`);
  return result;
}

const NAME_IDS = `
  insert into castellan.named_id (org_id, id) select $1, n.id from unnest($2::text[]) as n (id) on conflict do nothing`;

// Invariant: nothing of an organisation is written by a transaction that does not hold this lock.
async function lock(sql: Sql, orgId: string): Promise<OrganisationStateRow> {
  const [state] = await rows<OrganisationStateRow>(
    sql,
    `select castellan.epoch()::float8 as epoch, revision::float8 as revision, audit_seq::float8 as audit_seq, audit_head, schema_hash,
            ${COUNTED.join(', ')}, admin_witness
       from castellan.organisation_state where org_id = $1 for no key update`,
    [orgId],
  );
  if (state === undefined) throw notFound('orgs', orgId);
  return state;
}

/** Writes what the change gathered; null when that is nothing. */
async function commit(change: Change, auditKey?: string): Promise<CommittedChange | null> {
  const { sql, orgId, state } = change;
  if (change.audited.length === 0) return null;
  await keepRolesBounded(change);
  await keepDefaultsHarmless(change);
  await keepAnAdmin(change);
  const revision = state.revision + 1;
  const head = await appendAudit(change, revision, auditKey);
  if (change.roles.size > 0) await stamp(change, 'role', 'role_id', change.roles);
  if (change.members.size > 0) await stamp(change, 'member', 'user_id', change.members);
  if (change.named.size > 0) await rows(sql, NAME_IDS, [orgId, [...change.named]]);
  await rows(
    sql,
    `update castellan.organisation_state set revision = $2, audit_seq = $3, audit_head = $4,
        grants_stamp = case when $5 then castellan.new_stamp() else grants_stamp end,
        containers_stamp = case when $6 then castellan.new_stamp() else containers_stamp end,
        ${COUNTED.map((what, at) => `${what} = ${what} + $${at + 7}`).join(', ')}
      where org_id = $1`,
    [orgId, revision, head.seq, head.hash, change.grants, change.containers, ...COUNTED.map((w) => change.counted[w])],
  );
  // On the channel that is named as the PostgreSQL schema is. A hint, never a guarantee.
  const channel = schemaOf(dataSourceOf(sql));
  await rows(sql, 'select pg_notify($1, $2)', [channel, JSON.stringify({ org_id: orgId, revision })]);
  return { orgId, revision, head, entries: change.audited.length };
}

async function stamp({ sql, orgId }: Change, table: string, key: string, ids: Set<string>): Promise<void> {
  const text = `update castellan.${table} set stamp = castellan.new_stamp() where org_id = $1 and ${key} = any($2)`;
  await rows(sql, text, [orgId, [...ids]]);
}
