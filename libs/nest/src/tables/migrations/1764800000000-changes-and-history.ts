import type { MigrationInterface, QueryRunner } from 'typeorm';

// The timeline of PostgreSQL's write-ahead log: a standby that takes over begins a new one, so that a revision that is given
// out twice can be told apart. A server without these functions counts as one that never fails over.
const WAL = 'pg_walfile_name(pg_current_wal_lsn())';
const TIMELINE = `case when pg_is_in_recovery() then 0 else ('x' || substr(${WAL}, 1, 8))::bit(32)::bigint end`;

const WORKSPACE_KEY = 'alter table castellan.resource alter constraint resource_workspace_fk';

/**
 * Adds the epoch that revisions belong to, the reason of an assignment, and indexes for the entries of one revision and the
 * objects of one source.
 */
export class ChangesAndHistory1764800000000 implements MigrationInterface {
  readonly name = 'ChangesAndHistory1764800000000';
  // An index on a large table is made beside writes, which no transaction can do. Every statement can run twice.
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INSTALLATION);
    await runner.query('insert into castellan.installation default values on conflict do nothing');
    const [found] = (await runner.query(
      `select to_regproc('pg_walfile_name') is not null and to_regproc('pg_current_wal_lsn') is not null as has`,
    )) as Array<{ has: boolean }>;
    await runner.query(
      `create or replace function castellan.epoch() returns bigint language sql stable as $$
         select ${found?.has === true ? TIMELINE : '1'} + (select epoch_offset from castellan.installation)
       $$`,
    );
    await runner.query('alter table castellan.assignment add column if not exists reason text');
    // So that a change set may delete a workspace before what is in it.
    await runner.query(`${WORKSPACE_KEY} deferrable initially immediate`);
    for (const [name, columns] of INDEXES) {
      await runner.query(`create index concurrently if not exists ${name} on castellan.${columns}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await runner.query(`drop index castellan.${name}`);
    await runner.query(`${WORKSPACE_KEY} not deferrable`);
    await runner.query('alter table castellan.assignment drop column reason');
    await runner.query('drop function castellan.epoch()');
    await runner.query('drop table castellan.installation');
  }
}

const INSTALLATION = `
  create table if not exists castellan.installation (
    one boolean not null default true,
    epoch_offset bigint not null default 0,
    constraint installation_pk primary key (one),
    constraint installation_one check (one)
  )`;

const INDEXES = [
  ['audit_entry_revision', 'audit_entry (org_id, revision, seq)'],
  ...['policy', 'role', 'workspace'].map(
    (table) =>
      [`${table}_managed_by`, `${table} (org_id, managed_by, ${table}_id) where managed_by IS NOT NULL`] as const,
  ),
] as const;
