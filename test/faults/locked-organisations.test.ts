import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { postgresUrl } from '../support/postgres';
import { startTestServer, type TestServer } from '../support/server';

const title =
  postgresUrl() === undefined
    ? 'locked organisations (left out: needs PostgreSQL)'
    : 'four organisations whose rows somebody locks';
const LOCK = 'select from castellan.organisation_state where org_id = any($1) for update';
const WAITING = `
  select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

(postgresUrl() === undefined ? describe.skip : describe)(title, () => {
  let server: TestServer;
  let locker: Client;
  // In a transaction of its own the locker would see the same activity for ever.
  let watcher: Client;
  beforeAll(async () => {
    server = await startTestServer();
    const { url } = server.dataSource.options as { url: string };
    locker = new Client({ connectionString: url });
    watcher = new Client({ connectionString: url });
    await Promise.all([locker.connect(), watcher.connect()]);
  });
  afterAll(async () => {
    await Promise.all([locker.end(), watcher.end()]);
    await server.close();
  });

  /** How many wait for the locks, once those are enough, and whoever else will has had time to. */
  async function waitingOnes(enough: number): Promise<number> {
    const count = async (): Promise<number> => (await watcher.query(WAITING)).rows[0].waiting;
    for (let tries = 0; tries < 60 && (await count()) < enough; tries++) await sleep(50);
    await sleep(1_000);
    return count();
  }

  it('take no connection from the checks of another, and go on when they are free', async () => {
    const locked = await Promise.all(Array.from({ length: 4 }, () => server.org()));
    const free = await server.org();
    const alice = server.as('alice');
    const members = [0, 1, 2, 3].map((at) => ({ user_id: `admin-${at}`, role_ids: ['rl-admin'] }));
    for (const orgId of locked) await alice.post(`/v1/orgs/${orgId}/iam/members/batch`, { members }).expect(200);
    await locker.query('begin');
    await locker.query(LOCK, [locked]);
    const changes = locked.flatMap((orgId) =>
      Array.from({ length: 4 }, (_, at) =>
        server
          .as(`admin-${at}`)
          .post(`/v1/orgs/${orgId}/iam/policies`, { name: `P ${at}`, permissions: [] })
          .then(({ status }) => status),
      ),
    );
    const waiting = await waitingOnes(7);
    const reads = await Promise.all(
      Array.from({ length: 20 }, () => alice.get(`/v1/orgs/${free}/iam/policies`).then(({ status }) => status)),
    );
    await locker.query('rollback');
    expect([waiting, ...new Set(reads)]).toEqual([7, 200]);
    expect(new Set(await Promise.all(changes))).toEqual(new Set([201]));
  });
});
