import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '@castellan/nest/database';
import { DataSource } from 'typeorm';
import { databaseFailure } from '../../libs/nest/src/database/database-failure';
import { createDatabase, dropDatabase, postgresUrl } from '../support/postgres';

const server = postgresUrl();
const title =
  server === undefined ? 'a hung database (left out: needs PostgreSQL)' : 'a database that hangs in a transaction';
const TIMEOUT_MS = 300;

(server === undefined ? describe.skip : describe)(title, () => {
  const name = `castellan_faults_${randomBytes(6).toString('hex')}`;
  let source: DataSource;
  beforeAll(async () => {
    const url = await createDatabase(server as string, name);
    const extra = { query_timeout: TIMEOUT_MS };
    source = await new DataSource({ type: 'postgres', url, poolSize: 1, extra }).initialize();
    await source.query('create table written (what text)');
  });
  afterAll(async () => {
    await source.destroy();
    await dropDatabase(server as string, name);
  });

  it('is a 503, and whoever has the connection next is in no transaction of another', async () => {
    const database = new Database(source);
    const hung = database.transaction(async (sql) => {
      await sql.query(`insert into written values ('half')`);
      // As long as the statement, and the ROLLBACK after it, may take; and then it ends well.
      await sql.query('select pg_sleep(1)');
    });
    const failure = await hung.then(() => null, databaseFailure);
    expect(failure?.kind).toBe('unavailable');
    await sleep(1_000);
    await database.transaction((sql) => sql.query(`insert into written values ('whole')`));
    expect(await source.query('select what from written')).toEqual([{ what: 'whole' }]);
  });
});
