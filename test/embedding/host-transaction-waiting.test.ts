import { CastellanError } from '@castellan/core';
import { inTransaction, PoliciesService, SYSTEM } from '@castellan/nest/admin';
import { DataSource, type EntityManager } from 'typeorm';
import { Changes } from '../../libs/nest/src/changes/changes';
import { Database } from '../../libs/nest/src/database/database';
import { postgresUrl } from '../support/postgres';
import { startTestServer, type TestServer } from '../support/server';
import { givenHost, type Host } from './host';
import { givenWorld } from './service-methods';

// The embedded database has one session, which a transaction has alone: nothing can wait for it inside another.
const title = 'transactions of a host that wait for each other';

(postgresUrl() === undefined ? describe.skip : describe)(title, () => {
  let server: TestServer;
  let host: Host;
  beforeAll(async () => {
    server = await startTestServer();
    host = await givenHost(server);
  });
  afterAll(() => server.close());

  const policy = (orgId: string, name: string, manager: EntityManager): Promise<unknown> => {
    const by = inTransaction(host.actor('alice'), manager);
    return host.service(PoliciesService).create(by, orgId, { name, permissions: ['apps:*:read'] });
  };

  it('ends one of two that lock two organisations in opposite order with an error that says to begin again', async () => {
    const [one, two] = [await givenWorld(server), await givenWorld(server)];
    let locked = 0;
    let go = (): void => undefined;
    const both = new Promise<void>((resolve) => (go = resolve));
    let runs = 0;
    const transact = async (name: string, first: string, second: string): Promise<void> =>
      server.dataSource.transaction(async (manager) => {
        runs++;
        await host.writeRow(manager, `invoice of ${name}`);
        await policy(first, name, manager);
        if (++locked === 2) go();
        await both;
        await policy(second, name, manager);
      });
    const ended = await Promise.allSettled([
      transact('forth', one.orgId, two.orgId),
      transact('back', two.orgId, one.orgId),
    ]);
    const lost = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
    expect(lost).toHaveLength(1);
    expect(lost[0]).toBeInstanceOf(CastellanError);
    expect(lost[0]).toMatchObject({ kind: 'unavailable', details: { reason: 'begin_again' } });
    expect(runs).toBe(2);
    const [winner, loser] = ended[0]?.status === 'fulfilled' ? ['forth', 'back'] : ['back', 'forth'];
    expect([await host.hasRow(`invoice of ${winner}`), await host.hasRow(`invoice of ${loser}`)]).toEqual([
      true,
      false,
    ]);
    for (const { orgId } of [one, two]) {
      const names = await server.dataSource.query(
        `select name from castellan.policy where org_id = $1 and name in ('forth', 'back')`,
        [orgId],
      );
      expect(names).toEqual([{ name: winner }]);
      expect(await host.findings(orgId)).toEqual([]);
    }
  });

  it('keeps its transaction while another has the lock for too long, and can go on', async () => {
    const { orgId } = await givenWorld(server);
    const invoice = await server.dataSource.transaction(async (holder) => {
      await policy(orgId, 'Held', holder);
      return server.dataSource.transaction(async (manager) => {
        await manager.query(`set local lock_timeout = '50ms'`);
        await expect(policy(orgId, 'Late', manager)).rejects.toMatchObject({ kind: 'unavailable' });
        return host.writeRow(manager);
      });
    });
    expect(await host.hasRow(invoice)).toBe(true);
  });

  it('limits the wait of a change of its own where the host sets no limit, and leaves the limit of a host', async () => {
    const { orgId } = await givenWorld(server);
    const limitOf = async (extra: object): Promise<string> => {
      const own = await openOwn(extra);
      let limit = '';
      const stillMay = async (sql: EntityManager): Promise<null> => {
        [{ lock_timeout: limit }] = await sql.query('show lock_timeout');
        return null;
      };
      await new Changes(new Database(own)).run({ ...SYSTEM, stillMay }, orgId, () => Promise.resolve());
      await own.destroy();
      return limit;
    };
    expect([await limitOf({}), await limitOf({ lock_timeout: 1_234 })]).toEqual(['10s', '1234ms']);
  });

  it('answers a wait that ended with an error that says so', async () => {
    const { orgId } = await givenWorld(server);
    const own = await openOwn({ lock_timeout: 100 });
    await server.dataSource.transaction(async (manager) => {
      await policy(orgId, 'Held', manager);
      const waits = new Changes(new Database(own)).run(SYSTEM, orgId, () => Promise.resolve());
      await expect(waits).rejects.toMatchObject({ kind: 'unavailable', details: { reason: 'locked' } });
      await expect(waits).rejects.toThrow('has kept the organisation locked for too long');
    });
    await own.destroy();
  });

  /** A host's DataSource with limits of its own. */
  function openOwn(extra: object): Promise<DataSource> {
    const { url } = server.dataSource.options as { url?: string };
    return new DataSource({ type: 'postgres', url, extra }).initialize();
  }
});
