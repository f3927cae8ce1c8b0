import type { MigrationInterface, QueryRunner } from 'typeorm';

// The timeline of PostgreSQL's write-ahead log: a standby that takes over begins a new one, so that a revision that is given
// out twice can be told apart. A server without these functions counts as one that never fails over.
const WAL = 'pg_walfile_name(pg_current_wal_lsn())';
const TIMELINE = `case when pg_is_in_recovery() then 0 else ('x' || substr(${WAL}, 1, 8))::bit(32)::bigint end`;

const WORKSPACE_KEY = 'alter table castellan.resource alter constraint resource_workspace_fk';

/** Adds the epoch that revisions belong to, and the reason of an assignment. */
export class ChangesAndHistory1764800000000 implements MigrationInterface {
  readonly name = 'ChangesAndHistory1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table if not exists castellan.installation (
        one boolean not null default true,
        epoch_offset bigint not null default 0,
        constraint installation_pk primary key (one),
        constraint installation_one check (one)
      )`,
    );
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
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${WORKSPACE_KEY} not deferrable`);
    await runner.query('alter table castellan.assignment drop column reason');
    await runner.query('drop function castellan.epoch()');
    await runner.query('drop table castellan.installation');
  }
}
