import { randomUUID } from 'node:crypto';
import { AccessService } from '@castellan/nest';
import { type Actor, memberActor } from '@castellan/nest/admin';
import { CommittedChanges, Database, verifyChain, type CommittedChange } from '@castellan/nest/database';
import type { EntityManager } from 'typeorm';
import type { TestServer } from '../support/server';

/** A right that a user may have in an organisation. */
export interface Question {
  readonly orgId: string;
  readonly userId: string;
  readonly permission: string;
}

/** An application with a table of its own beside Castellan's, in the same database and process. */
export interface Host {
  /** One of the real services. */
  service<T>(type: abstract new (...args: never[]) => T): T;
  /** A member who may do what an Admin may. */
  actor(userId: string): Actor;
  /** Writes a row of the host's own, with this id. */
  writeRow(manager: EntityManager, id?: string): Promise<string>;
  hasRow(id: string): Promise<boolean>;
  can(question: Question, manager?: EntityManager): Promise<boolean>;
  /** Everything that is stored of an organisation. */
  everything(orgId: string): Promise<string>;
  /** What an auditor finds wrong with the log of an organisation. */
  findings(orgId: string): Promise<readonly unknown[]>;
  revision(orgId: string): Promise<number>;
  /** What was told of committed changes of an organisation. */
  told(orgId: string): CommittedChange[];
}

/** Makes the host's table, and ways to use the services beside it. */
export async function givenHost({ dataSource, running }: TestServer): Promise<Host> {
  await dataSource.query('create table invoice (id text primary key)');
  const service: Host['service'] = (type) => running.app.get(type as never);
  const told: CommittedChange[] = [];
  service(CommittedChanges).subscribe((change) => told.push(change));
  const rowsOf = async (table: string, orgId: string): Promise<unknown[]> =>
    dataSource.query(`select * from castellan.${table} t where org_id = $1 order by t::text`, [orgId]);
  return {
    service,
    actor: (userId) => memberActor(service(AccessService), userId, { permission: 'roles:create' }),
    async writeRow(manager, id = randomUUID()) {
      await manager.query('insert into invoice (id) values ($1)', [id]);
      return id;
    },
    async hasRow(id) {
      return (await dataSource.query('select from invoice where id = $1', [id])).length > 0;
    },
    async can({ orgId, userId, permission }, manager) {
      return (await service(AccessService).of(orgId, userId, manager))?.can(permission) ?? false;
    },
    async everything(orgId) {
      const tables: Array<{ name: string }> = await dataSource.query(
        `select tablename as name from pg_tables
      where schemaname = 'castellan' and tablename not in ('installation', 'migration', 'permission_schema') order by 1`,
      );
      return JSON.stringify(await Promise.all(tables.map(({ name }) => rowsOf(name, orgId))));
    },
    findings: async (orgId) => (await verifyChain(new Database(dataSource), orgId, {})).findings,
    async revision(orgId) {
      const [state] = await dataSource.query(
        'select revision::int from castellan.organisation_state where org_id = $1',
        [orgId],
      );
      return state?.revision ?? 0;
    },
    told: (orgId) => told.filter((change) => change.orgId === orgId),
  };
}

/** The ending of a host that changes its mind. */
export const CHANGED_MIND = new Error('The host changed its mind');
