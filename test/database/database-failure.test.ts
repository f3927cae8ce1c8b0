import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction, SYSTEM, WorkspacesService } from '@castellan/nest/admin';
import { DatabaseError } from 'pg';
import { QueryFailedError } from 'typeorm';
import { databaseFailure } from '../../libs/nest/src/database/database-failure';
import { ask } from '../faults/replicated-pair';
import { envelope } from '../e2e/answers';
import { createDatabase, dropDatabase, postgresUrl } from '../support/postgres';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

const failed = (code: string): QueryFailedError => {
  const cause = new DatabaseError('as PostgreSQL says it', 10, 'error');
  cause.code = code;
  return new QueryFailedError('select 1', [], cause);
};

describe('a failure of the database', () => {
  it.each([
    '08000',
    '08001',
    '08003',
    '08004',
    '08006',
    '08007',
    '08P01',
    '28000',
    '28P01',
    '53000',
    '53100',
    '53200',
    '53300',
    '53400',
    '57000',
    '57014',
    '57P01',
    '57P02',
    '57P03',
    '57P04',
    '57P05',
    '25006',
    '55000',
    '3D000',
    '40001',
    '40P01',
    '55P03',
    '25P03',
  ])('is a 503 that may be tried again: %s', (code) => {
    expect(databaseFailure(failed(code))).toMatchObject({ kind: 'unavailable', details: { reason: 'database' } });
  });

  it.each([
    '22001',
    '23505',
    '25001',
    '25P02',
    '26000',
    '2D000',
    '2BP01',
    '34000',
    '3B001',
    '3F000',
    '42501',
    '42P01',
    '55006',
    '55P02',
    'P0001',
    'XX000',
    'XX001',
    '28',
    '280001',
    '2800',
    '57p01',
    'X28000',
    '08',
    '',
  ])('is a mistake when it says something else: "%s"', (code) => {
    expect(databaseFailure(failed(code))).toBeNull();
  });
});

const url = postgresUrl();
const title = url === undefined ? 'a database that refuses (left out: needs PostgreSQL)' : 'a database that refuses';

(url === undefined ? describe.skip : describe)(title, () => {
  const name = `castellan_refuses_${randomBytes(6).toString('hex')}`;
  const admin = url as string;
  let server: TestServer;
  let team: Team;
  let role: string;

  beforeAll(async () => {
    role = name;
    const database = new URL(await createDatabase(admin, name));
    await ask(admin, `create role "${role}" superuser login`);
    database.username = role;
    const close = async (): Promise<void> => {
      await dropDatabase(admin, name);
      await ask(admin, `drop role "${role}"`);
    };
    server = await startTestServer({ database: { target: { url: database.href }, close } });
    team = await givenTeam(server);
  });
  afterAll(() => server.close());

  /** Ends the connections of the service: what it asks next needs a new one. */
  const cut = (): Promise<unknown> =>
    ask(admin, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
  const read = (): PromiseLike<{ status: number; body: object; headers: any }> =>
    team.alice.get(`${team.path}/policies`);
  const write = (at: string): PromiseLike<{ status: number; body: object; headers: any }> =>
    team.alice.post(`${team.path}/policies`, { name: `Refused ${at}`, permissions: [] });

  it.each([
    ['55000', `alter database "${name}" allow_connections false`, `alter database "${name}" allow_connections true`],
    ['28000', `alter role "${name}" nologin`, `alter role "${name}" login`],
    [
      '53300',
      `alter role "${name}" nosuperuser connection limit 0`,
      `alter role "${name}" superuser connection limit -1`,
    ],
    ['3D000', `alter database "${name}" rename to "${name}_gone"`, `alter database "${name}_gone" rename to "${name}"`],
  ])('is a 503 with Retry-After, and serves when it lets us in again: %s', async (code, close, open) => {
    await cut();
    await untilDone(() => ask(admin, close));
    await cut();
    const answers = [await read(), await write(code), await server.anonymous.get('/health/ready')];
    await ask(admin, open);
    for (const { status, body, headers } of answers) {
      expect([status, headers['retry-after']]).toEqual([503, '1']);
      expect(body).toEqual(envelope(503, 'SERVICE_UNAVAILABLE', 'The service is not available right now'));
    }
    expect([(await read()).status, (await write(code)).status]).toEqual([200, 201]);
  });

  it('still decides while it is read-only, and refuses changes with a 503', async () => {
    await ask(admin, `alter database "${name}" set default_transaction_read_only = on`);
    await cut();
    const answers = [await read(), await write('read-only')];
    await ask(admin, `alter database "${name}" reset default_transaction_read_only`);
    expect(answers.map(({ status }) => status)).toEqual([200, 503]);
    expect(answers[1]?.headers['retry-after']).toBe('1');
    // A connection that refused is not used again, and a new one knows the new setting.
    const later: number[] = [];
    while (later.at(-1) !== 201 && later.length < 11) later.push((await write('after')).status);
    expect(new Set(later.slice(0, -1))).toEqual(new Set(later.length > 1 ? [503] : []));
    expect(later.at(-1)).toBe(201);
  });

  it("leaves an error of the host's own as it is, in the host's transaction", async () => {
    const change = server.dataSource.transaction(async (sql) => {
      const workspaces = server.running.app.get(WorkspacesService);
      await workspaces.create(inTransaction(SYSTEM, sql), team.orgId, { name: 'With the host' });
      await sql.query(`do $$ begin raise exception 'not yet' using errcode = '55000'; end $$`);
    });
    await expect(change).rejects.toThrow('not yet');
    await expect(change).rejects.toBeInstanceOf(QueryFailedError);
  });
});

/** A database that somebody uses cannot be renamed: tries until nobody does. */
async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return void (await work());
    } catch (error) {
      if (tries === 50) throw error;
      await sleep(20);
    }
  }
}
