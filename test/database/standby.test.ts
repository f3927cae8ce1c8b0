import { setTimeout as sleep } from 'node:timers/promises';
import { CastellanModule, AccessService } from '@castellan/nest';
import { CastellanError, defaultSchema } from '@castellan/core';
import { Database, migrateCastellan } from '@castellan/nest/database';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { ChangeHints } from '../../libs/nest/src/access/state/change-hints';
import { databaseFailure } from '../../libs/nest/src/database/database-failure';
import { ResourcesRepository } from '../../libs/nest/src/registry/resources.repository';
import { MovingAddress } from '../faults/moving-address';
import { postgresPrograms, PrivatePostgres } from '../faults/private-postgres';
import { ask, ReplicatedPair } from '../faults/replicated-pair';
import { Scratch } from '../faults/scratch';
import { postgresUrl } from '../support/postgres';
import { startTestServer, type TestServer } from '../support/server';
import { givenTeam, type Team } from '../support/team';

const isLeftOut = postgresUrl() === undefined || postgresPrograms() === undefined;
const title = isLeftOut ? 'a standby (left out: needs PostgreSQL and its programs)' : 'a standby that lags';
const HOST = 'a host whose pool checks no connection';

/** An application with the guard alone. */
async function hostOn(options: DataSourceOptions, maxStalenessMs = 0): Promise<INestApplicationContext> {
  @Module({
    imports: [
      TypeOrmModule.forRoot({ ...options, retryAttempts: 0 } as TypeOrmModuleOptions),
      CastellanModule.forRoot({ schema: defaultSchema, maxStalenessMs }),
    ],
  })
  class Host {}
  return NestFactory.createApplicationContext(Host, { logger: false, abortOnError: false });
}

(isLeftOut ? describe.skip : describe)(title, () => {
  const scratch = new Scratch();
  let pair: ReplicatedPair;
  let address: MovingAddress;
  let server: TestServer;
  let team: Team;
  let stale: INestApplicationContext;

  beforeAll(async () => {
    const primary = await PrivatePostgres.start(scratch);
    address = await MovingAddress.open(scratch, primary.url);
    const target = { url: address.url(primary.url) };
    server = await startTestServer({ database: { target, close: async () => undefined } });
    scratch.defer(() => server.close());
    pair = await ReplicatedPair.follow(primary, scratch);
    team = await givenTeam(server);
    const reader = await team.role({ permissions: ['policies:read', 'members:read'] });
    for (const user of ['bob', 'carol']) await team.member(user, reader);
    await server.as('bob').get(`${team.path}/policies`).expect(200);
    stale = await hostOn(dataSourceOptions(target), 60_000);
    scratch.defer(() => stale.close());
    await stale.get(AccessService).of(team.orgId, 'bob');
    await pair.stopReplay();
    // Bob is known to the service, Carol is not.
    for (const user of ['bob', 'carol']) await team.alice.delete(`${team.path}/members/${user}`).expect(204);
    await pair.received();
    address.lead(pair.standby.url);
  }, 60_000);
  afterAll(() => scratch.clean());

  const connections = async (name: string): Promise<number> => {
    const where = `where application_name = '${name}'`;
    const [{ count }] = await ask(pair.standby.url, `select count(*)::int from pg_stat_activity ${where}`);
    return count;
  };
  /** PostgreSQL needs a moment to notice that a connection has ended. */
  const expectNoConnection = async (name: string): Promise<void> => {
    for (let tries = 0; tries < 100 && (await connections(name)) > 0; tries++) await sleep(20);
    expect(await connections(name)).toBe(0);
  };

  it.each([
    ['a member that the primary has removed', 'bob', 'get', 'policies'],
    ['another, who was never asked about', 'carol', 'get', 'policies'],
    ['an Admin', 'alice', 'get', 'me'],
    ['a user who is no member', 'mallory', 'get', 'policies'],
    ['a check', 'alice', 'post', 'check'],
    ['a change', 'alice', 'post', 'policies'],
  ] as const)('answers 503 to %s', async (_, user, method, path) => {
    const body = path === 'check' ? { permission: 'policies:read' } : { name: 'Late', permissions: [] };
    for (let times = 0; times < 12; times++) {
      const { status, headers } = await server.as(user)[method](`${team.path}/${path}`, body);
      expect([status, headers['retry-after']]).toEqual([503, '1']);
    }
  });

  it('is not ready, and lives', async () => {
    await server.anonymous.get('/health/ready').expect(503);
    await server.anonymous.get('/health/live').expect(200);
  });

  it('keeps no connection of the service', async () => {
    await expectNoConnection('castellan');
  });

  it('is refused at the start, in words', async () => {
    const target = { url: pair.standby.url };
    const started = startTestServer({ database: { target, close: async () => undefined } });
    await expect(started).rejects.toThrow('The database is a standby');
  });

  describe('a host that allows a minute of staleness', () => {
    it('decides nothing either, once its connections are gone', async () => {
      const refused = stale.get(AccessService).of(team.orgId, 'bob');
      await expect(refused).rejects.toMatchObject({ kind: 'unavailable' });
      await expect(refused).rejects.toHaveProperty('error.cause.message', expect.stringContaining('is a standby'));
      expect(stale.get(ChangeHints).listensSince(team.orgId, performance.now())).toBe(false);
    });
  });

  describe(HOST, () => {
    let host: INestApplicationContext;
    let source: DataSource;

    beforeAll(async () => {
      host = await hostOn({ type: 'postgres', url: pair.standby.url, applicationName: HOST });
      source = host.get(DataSource);
    });
    afterAll(() => host.close());

    const failure = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => null,
        (error: unknown) => (error instanceof CastellanError ? error : databaseFailure(error)),
      );
    const standby = expect.objectContaining({ kind: 'unavailable', details: { reason: 'standby' } });

    it.each(['bob', 'carol', 'mallory'])('decides nothing about %s, and drops the connection', async (user) => {
      const access = host.get(AccessService);
      expect(await failure(access.of(team.orgId, user))).toEqual(standby);
      expect(await failure(access.check(team.orgId, user, 'policies:read'))).toEqual(standby);
      expect(await failure(access.explain(team.orgId, user, 'policies:read'))).toEqual(standby);
      await expectNoConnection(HOST);
    });

    it('learns nothing about what contains what', async () => {
      const registry = new ResourcesRepository(host.get(Database, { strict: false }));
      expect(await failure(registry.places(team.orgId, [{ type: 'apps', id: 'a-1' }]))).toEqual(standby);
      await expectNoConnection(HOST);
    });

    it('decides nothing through a transaction of its own', async () => {
      const read = source.transaction((sql) => host.get(AccessService).of(team.orgId, 'bob', sql));
      expect(await failure(read)).toEqual(standby);
    });

    it('drops a connection on which a change was refused', async () => {
      const text = 'update castellan.member set status = status where org_id = $1';
      const database = host.get(Database, { strict: false });
      const unavailable = expect.objectContaining({ kind: 'unavailable', details: { reason: 'database' } });
      expect(await failure(database.write(text, [team.orgId]))).toEqual(unavailable);
      expect(await failure(database.transaction((sql) => sql.query(text, [team.orgId])))).toEqual(unavailable);
      await expectNoConnection(HOST);
    });

    it('cannot migrate there', async () => {
      expect(await failure(migrateCastellan(source))).toEqual(expect.objectContaining({ kind: 'unavailable' }));
    });
  });

  it('serves once it is promoted, with all that its primary had acknowledged', async () => {
    await pair.promote();
    await server.anonymous.get('/health/ready').expect(200);
    await team.alice.get(`${team.path}/policies`).expect(200);
    for (const user of ['bob', 'carol']) await server.as(user).get(`${team.path}/policies`).expect(403);
    await team.alice.post(`${team.path}/policies`, { name: 'Again', permissions: [] }).expect(201);
    expect(await connections('castellan')).toBeGreaterThan(0);
  });
});
