import { CastellanModule, AccessService } from '@castellan/nest';
import { defaultSchema, parsePermissionName } from '@castellan/core';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { Checker } from '../../libs/nest/src/access/checker';
import { ChangeHints } from '../../libs/nest/src/access/state/change-hints';
import { postgresUrl } from '../support/postgres';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

const STALENESS_MS = 60_000;
const READ = 'apps:read';
const isEmbedded = postgresUrl() === undefined;
const title = isEmbedded
  ? 'maxStalenessMs (left out: announcements between processes need PostgreSQL)'
  : 'a host that allows a minute of staleness';

(isEmbedded ? describe.skip : describe)(title, () => {
  let server: TestServer;
  let host: INestApplicationContext;
  let team: Team;
  let role: string;
  /** What the monotonic clock is ahead. */
  let ahead = 0;

  beforeAll(async () => {
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
    server = await startTestServer();
    host = await startHost((server.dataSource.options as unknown as { url: string }).url);
  });
  afterAll(async () => {
    await host.close();
    await server.close();
    jest.restoreAllMocks();
  });
  beforeEach(async () => {
    team = await givenTeam(server);
    role = await team.role({ permissions: ['apps:*:read'] });
    await team.member('bob', role);
    await until(() => listens());
    await heard(() => team.member('carol', role));
  });

  const can = async (userId = 'bob'): Promise<boolean> =>
    (await host.get(AccessService).of(team.orgId, userId))?.can(READ) ?? false;
  const listens = (): boolean => host.get(ChangeHints).listensSince('another', performance.now());
  /** Makes a change and waits until the host has heard of it, and so of all before it. */
  async function heard(change: () => PromiseLike<unknown>): Promise<void> {
    const before = performance.now();
    await change();
    await until(() => !host.get(ChangeHints).listensSince(team.orgId, before));
  }
  const narrow = () => team.alice.put(`${team.path}/roles/${role}`, { policy_ids: [] }).expect(200);
  /** The same by SQL, with new stamps, and announced to nobody. */
  async function narrowInSilence(roleId = role): Promise<void> {
    const where = 'where org_id = $1';
    const { dataSource } = server;
    await dataSource.query(`delete from castellan.role_policy ${where} and role_id = $2`, [team.orgId, roleId]);
    for (const [table, column] of [
      ['role', 'stamp'],
      ['organisation_state', 'grants_stamp'],
    ]) {
      await dataSource.query(`update castellan.${table} set ${column} = castellan.new_stamp() ${where}`, [team.orgId]);
    }
  }

  it('reads nothing meanwhile, and is right after it', async () => {
    expect(await can()).toBe(true);
    await narrowInSilence();
    expect(await can()).toBe(true);
    ahead += STALENESS_MS + 1;
    expect(await can()).toBe(false);
  });

  it('counts from the read by the monotonic clock: who sets the time of day back gains nothing', async () => {
    expect(await can()).toBe(true);
    await narrowInSilence();
    ahead += STALENESS_MS + 1;
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now - 3_600_000);
    expect(await can()).toBe(false);
    clock.mockRestore();
  });

  it('does not begin to count again at a check that read nothing', async () => {
    expect(await can()).toBe(true);
    await narrowInSilence();
    ahead += STALENESS_MS / 2;
    expect(await can()).toBe(true);
    ahead += STALENESS_MS / 2 + 1;
    expect(await can()).toBe(false);
  });

  it('sees a change that is announced, without any time passing', async () => {
    expect(await can()).toBe(true);
    await narrow();
    await until(async () => !(await can()));
    expect(await can()).toBe(false);
  });

  it('reads at every check while the listening connection is lost, and trusts again when it is back', async () => {
    expect(await can()).toBe(true);
    const listeners = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query = 'listen "castellan"'`;
    expect(await server.dataSource.query(listeners)).toHaveLength(1);
    await until(() => !listens());
    await narrowInSilence();
    expect(await can()).toBe(false);
    await until(() => listens());
    const other = await team.role({ permissions: ['apps:*:read'] });
    await heard(() => team.member('dora', other));
    expect(await can('dora')).toBe(true);
    await narrowInSilence(other);
    expect(await can('dora')).toBe(true);
    await team.member('dora');
    await until(async () => !(await can('dora')));
    expect(await can('dora')).toBe(false);
  });

  it('reads again after an announcement that it does not understand', async () => {
    expect(await can()).toBe(true);
    await narrowInSilence();
    for (const payload of ['no json', 'null', '{"org_id":1}']) {
      await server.dataSource.query('select pg_notify($1, $2)', ['castellan', payload]);
    }
    await until(async () => !(await can()));
    expect(await can()).toBe(false);
  });

  it('answers about several members from one state, though they were read at different times', async () => {
    const name = parsePermissionName(READ)!;
    expect(await can('bob')).toBe(true);
    await narrowInSilence();
    expect(await can('carol')).toBe(false);
    const questions = ['bob', 'carol'].map((userId) => ({ userId, name, on: null }));
    const answers = await host.get(Checker).check(team.orgId, questions);
    expect(answers.map(({ reason }) => reason)).toEqual(['no-grant', 'no-grant']);
  });
});

async function startHost(url: string): Promise<INestApplicationContext> {
  @Module({
    imports: [
      TypeOrmModule.forRoot({ ...dataSourceOptions({ url }), retryAttempts: 0 }),
      CastellanModule.forRoot({ schema: defaultSchema, maxStalenessMs: STALENESS_MS }),
    ],
  })
  class Host {}
  return NestFactory.createApplicationContext(Host, { logger: false, abortOnError: false });
}

/** Waits for something that comes by itself, if it comes. */
async function until(come: () => boolean | Promise<boolean>): Promise<void> {
  for (let turns = 0; turns < 1_000 && !(await come()); turns++) await sleep(10);
}
