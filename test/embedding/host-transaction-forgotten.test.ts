import { randomUUID } from 'node:crypto';
import { type Actor, inTransaction, MembersService, PoliciesService, SYSTEM } from '@castellan/nest/admin';
import { DataSource, type EntityManager } from 'typeorm';
import { startTestServer, type TestServer } from '../support/server';
import { CHANGED_MIND, givenHost, type Host } from './host';
import { givenWorld, SERVICE_METHODS, type World } from './service-methods';

let server: TestServer;
let host: Host;
let world: World;
beforeAll(async () => {
  server = await startTestServer();
  host = await givenHost(server);
});
beforeEach(async () => {
  world = await givenWorld(server);
});
afterAll(() => server.close());

const policy = (by: Actor, name: string): Promise<unknown> =>
  host.service(PoliciesService).create(by, world.orgId, { name, permissions: ['apps:*:read'] });

const joined = (manager: EntityManager, name = 'Joined'): Promise<unknown> =>
  policy(inTransaction(host.actor('alice'), manager), name);

const REFUSAL = { kind: 'transaction', details: { reason: 'not_joined' } };

const forgotten = (name = 'Forgotten'): Promise<unknown> => policy(host.actor('alice'), name);

async function names(): Promise<string[]> {
  const text = `select name from castellan.policy where org_id = $1 and name in ('Joined', 'Forgotten', 'After')`;
  const found = await server.dataSource.query<Array<{ name: string }>>(text, [world.orgId]);
  return found.map(({ name }) => name).sort();
}

describe('a change without inTransaction, inside a transaction of the host', () => {
  it('is refused at once after a change that joined, and says what to write; the transaction goes on', async () => {
    const id = await server.dataSource.transaction(async (manager) => {
      await joined(manager);
      const begun = performance.now();
      await expect(forgotten()).rejects.toMatchObject(REFUSAL);
      await expect(forgotten()).rejects.toThrow('Pass inTransaction(actor, manager)');
      expect(performance.now() - begun).toBeLessThan(1_000);
      return host.writeRow(manager);
    });
    expect(await host.hasRow(id)).toBe(true);
    expect(await names()).toEqual(['Joined']);
    expect(await host.findings(world.orgId)).toEqual([]);
  });

  it.each(SERVICE_METHODS.map((method) => [method.name, method] as const))(
    'is refused before any change has joined, by %s',
    async (_, { act, founds }) => {
      const orgId = founds ? world.newOrgId : world.orgId;
      const stored = await host.everything(orgId);
      await server.dataSource.transaction(async () => {
        await expect(act(host, founds ? SYSTEM : host.actor('alice'), world)).rejects.toMatchObject(REFUSAL);
      });
      expect(await host.everything(orgId)).toBe(stored);
    },
  );

  it('is refused however deep it is called, and as a dry run', async () => {
    const service = async (): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await expect(forgotten()).rejects.toMatchObject(REFUSAL);
      await expect(policy({ ...host.actor('alice'), dryRun: true }, 'Tried')).rejects.toMatchObject(REFUSAL);
    };
    await server.dataSource.transaction((manager) => manager.transaction(() => Promise.all([service(), service()])));
  });

  it('is refused in a transaction that a query runner began, after inTransaction was said there', async () => {
    const runner = server.dataSource.createQueryRunner();
    await runner.startTransaction();
    await joined(runner.manager);
    await expect(forgotten()).rejects.toMatchObject(REFUSAL);
    await runner.commitTransaction();
    await runner.release();
    await policy(host.actor('alice'), 'After');
    expect(await names()).toEqual(['After', 'Joined']);
  });

  it('is refused in the outer of two transactions after the inner one has ended', async () => {
    await server.dataSource.transaction(async (outer) => {
      await joined(outer);
      await outer.transaction((inner) => host.writeRow(inner, randomUUID()));
      await expect(forgotten()).rejects.toMatchObject(REFUSAL);
    });
  });
});

describe('a change of its own', () => {
  it('is made before and after a transaction of the same function, whether that was committed or not', async () => {
    await policy(host.actor('alice'), 'Forgotten');
    const ended = server.dataSource.transaction(async (manager) => {
      await joined(manager);
      throw CHANGED_MIND;
    });
    await expect(ended).rejects.toBe(CHANGED_MIND);
    await policy(host.actor('alice'), 'After');
    expect(await names()).toEqual(['After', 'Forgotten']);
  });

  it('is not refused for the transaction of another request', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let begun = (): void => undefined;
    const inside = new Promise<void>((resolve) => (begun = resolve));
    const other = (async () =>
      server.dataSource.transaction(async (manager) => {
        await joined(manager);
        begun();
        await released;
      }))();
    await inside;
    const change = host
      .service(MembersService)
      .update(host.actor('alice'), world.orgId, 'bob', { status: 'suspended' });
    setTimeout(release, 50);
    await Promise.all([other, change]);
    expect(await host.can({ orgId: world.orgId, userId: 'bob', permission: 'apps:read' })).toBe(false);
  });

  it('is made inside a transaction of another DataSource', async () => {
    const other = await new DataSource({ ...server.dataSource.options, entities: [] }).initialize();
    // The embedded database has one session, which the other one would take.
    if (!('driver' in other.options)) await other.transaction(() => policy(host.actor('alice'), 'After'));
    else await policy(host.actor('alice'), 'After');
    await other.destroy();
    expect(await names()).toEqual(['After']);
  });
});
