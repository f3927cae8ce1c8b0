import { CastellanError } from '@castellan/core';
import { clientOf, inTransaction, PoliciesService, SYSTEM, type LentClient } from '@castellan/nest/admin';
import { Client } from 'pg';
import { postgresUrl } from '../support/postgres';
import { startTestServer, type TestServer } from '../support/server';
import { givenHost, type Host } from './host';
import { givenWorld, SERVICE_METHODS, type World } from './service-methods';

// The embedded database has one session: no other library has a client of its own.
const withPostgres = postgresUrl() === undefined ? describe.skip : describe;

withPostgres('a transaction that another library began on a client of its own', () => {
  let server: TestServer;
  let host: Host;
  let client: Client;
  beforeAll(async () => {
    server = await startTestServer();
    host = await givenHost(server);
    const { url } = server.dataSource.options as { url: string };
    client = new Client({ connectionString: url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await server.close();
  });

  const policy = ({ orgId }: World, lent: LentClient, name = 'New', permissions = ['apps:*:read']): Promise<unknown> =>
    host.service(PoliciesService).create(inTransaction(host.actor('alice'), lent), orgId, { name, permissions });

  const refusalOf = async (promise: Promise<unknown>): Promise<string> => {
    const error: unknown = await promise.then(
      () => 'no refusal',
      (reason: unknown) => reason,
    );
    return error instanceof CastellanError
      ? `${error.kind} ${String(error.details['reason'] ?? '')}`.trim()
      : String(error);
  };

  const policies = async ({ orgId }: World): Promise<string[]> => {
    const found = await server.dataSource.query('select name from castellan.policy where org_id = $1', [orgId]);
    return found.map(({ name }: { name: string }) => name);
  };

  it.each(SERVICE_METHODS.map((method) => [method.name, method] as const))(
    'holds a change by %s, whatever the answers of its client tell besides rows',
    async (_, { act, asks, founds, held: [before, after] }) => {
      const world = await givenWorld(server);
      const orgId = founds ? world.newOrgId : world.orgId;
      const [userId = '', permission = ''] = asks.split(' ');
      const stored = await host.everything(orgId);
      const actor = founds ? SYSTEM : host.actor('alice');
      const query = async (text: string, values: unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }> => {
        const { rows, rowCount } = await client.query(text, values);
        return { rows, rowCount };
      };
      for (const [end, isAfter] of [
        ['rollback', before],
        ['commit', after],
      ] as const) {
        await client.query('begin');
        await act(host, inTransaction(actor, clientOf({ query })), world);
        expect(await host.can({ orgId, userId, permission })).toBe(before);
        await client.query(end);
        expect(await host.can({ orgId, userId, permission })).toBe(isAfter);
        if (end === 'rollback') expect(await host.everything(orgId)).toBe(stored);
      }
      expect(await host.findings(orgId)).toEqual([]);
    },
  );

  it('goes on after a change that was refused, and after one that was only tried', async () => {
    const world = await givenWorld(server);
    const lent = clientOf(client);
    await client.query('begin');
    await client.query(`insert into invoice values ('kept')`);
    await policy(world, lent, 'Kept');
    expect(await refusalOf(policy(world, lent, 'Kept'))).toBe('conflict name_taken');
    // A long transaction with many changes keeps no savepoint for each.
    await client.query('savepoint own');
    await expect(client.query('release savepoint castellan')).rejects.toThrow('does not exist');
    await client.query('rollback to savepoint own');
    const tried = { ...host.actor('alice'), dryRun: true };
    const trial = host.service(PoliciesService).create(inTransaction(tried, lent), world.orgId, {
      name: 'Tried',
      permissions: ['apps:*:read'],
    });
    await expect(trial).rejects.toThrow();
    // Side by side: one at a time, so that the one that fails takes nothing of the others along.
    const outcomes = await Promise.allSettled(
      ['One', 'Kept', 'Two'].map((name) => policy(world, name === 'One' ? lent : clientOf(client), name)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await client.query('commit');
    expect(await host.hasRow('kept')).toBe(true);
    const names = await policies(world);
    expect(names).toEqual(expect.arrayContaining(['Kept', 'One', 'Two']));
    expect(names).not.toContain('Tried');
  });

  it('must be there, and stays one of the host’s', async () => {
    const world = await givenWorld(server);
    const stored = await host.everything(world.orgId);
    expect(await refusalOf(policy(world, clientOf(client)))).toBe('transaction not_active');
    await client.query('begin');
    await policy(world, clientOf(client));
    await client.query('rollback');
    expect(await host.everything(world.orgId)).toBe(stored);
    await client.query('begin');
    await client.query('select nonsense').catch(() => undefined);
    expect(await refusalOf(policy(world, clientOf(client)))).toBe('transaction aborted');
    await expect(client.query('select 1')).rejects.toThrow('current transaction is aborted');
    await client.query('rollback');
    expect(await host.everything(world.orgId)).toBe(stored);
  });

  it('must be READ COMMITTED, and of the database that holds the tables', async () => {
    const world = await givenWorld(server);
    await client.query('begin isolation level repeatable read');
    expect(await refusalOf(policy(world, clientOf(client)))).toBe('transaction isolation');
    await client.query('rollback');
    const other = new Client({ connectionString: postgresUrl() });
    await other.connect();
    await other.query('begin');
    expect(await refusalOf(policy(world, clientOf(other)))).toBe('transaction foreign');
    await other.end();
  });

  it('is none, where there is no client', () => {
    for (const wrong of [undefined, null, {}, 'client', { query: 'select' }]) {
      expect(() => clientOf(wrong as never)).toThrow('clientOf takes a client of pg');
    }
  });
});
