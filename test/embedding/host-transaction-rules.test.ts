import { beginAgain, CastellanError, transactionError } from '@castellan/core';
import type { GuardedCall } from '../../libs/nest/src/access/guarded-call';
import { AccessService, Caller, type Access } from '@castellan/nest';
import {
  type Actor,
  AssignmentsService,
  failureOf,
  inTransaction,
  MembersService,
  PoliciesService,
  RolesService,
} from '@castellan/nest/admin';
import { DataSource, type EntityManager } from 'typeorm';
import { startTestServer, type TestServer } from '../support/server';
import { CHANGED_MIND, givenHost, type Host } from './host';
import { givenWorld, type World } from './service-methods';

let server: TestServer;
let host: Host;
beforeAll(async () => {
  server = await startTestServer();
  host = await givenHost(server);
});
afterAll(() => server.close());

const alice = (): Actor => host.actor('alice');

/** Makes a policy in a transaction of the host. */
const policy = (manager: EntityManager, { orgId }: World, name = 'New', actor = alice()): Promise<unknown> =>
  host.service(PoliciesService).create(inTransaction(actor, manager), orgId, { name, permissions: ['apps:*:read'] });

/** The kind and the reason of what a promise is rejected with. */
const refusalOf = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.then(
    () => 'no refusal',
    (reason: unknown) => reason,
  );
  return error instanceof CastellanError
    ? `${error.kind} ${String(error.details['reason'] ?? '')}`.trim()
    : String(error);
};

describe('a transaction that a change cannot join', () => {
  it.each(['REPEATABLE READ', 'SERIALIZABLE'] as const)('is one that is %s', async (isolation) => {
    const world = await givenWorld(server);
    const stored = await host.everything(world.orgId);
    const id = await server.dataSource.transaction(isolation, async (manager) => {
      expect(await refusalOf(policy(manager, world))).toBe('transaction isolation');
      return host.writeRow(manager);
    });
    expect(await host.hasRow(id)).toBe(true);
    expect(await host.everything(world.orgId)).toBe(stored);
  });

  it('is none: the manager of the pool, of a runner that has begun nothing, and of one that has ended', async () => {
    const world = await givenWorld(server);
    const stored = await host.everything(world.orgId);
    const { dataSource } = server;
    expect(await refusalOf(policy(dataSource.manager, world))).toBe('transaction not_active');
    const runner = dataSource.createQueryRunner();
    expect(await refusalOf(policy(runner.manager, world))).toBe('transaction not_active');
    await runner.startTransaction();
    await runner.commitTransaction();
    expect(await refusalOf(policy(runner.manager, world))).toBe('transaction not_active');
    await runner.release();
    expect(await refusalOf(policy(runner.manager, world))).toBe('transaction not_active');
    const late = await dataSource.transaction(async (manager) => manager);
    expect(await refusalOf(policy(late, world))).toBe('transaction not_active');
    expect(await host.everything(world.orgId)).toBe(stored);
  });

  it('is one that TypeORM believes in and the database has ended', async () => {
    const world = await givenWorld(server);
    const runner = server.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('commit');
    expect(await refusalOf(policy(runner.manager, world))).toBe('transaction not_active');
    await runner.release();
  });

  it('is told to the host, and not to its users', () => {
    const failure = failureOf(transactionError('isolation', 'The transaction is SERIALIZABLE'));
    expect(failure).toEqual(failureOf(new Error('anything')));
    expect(failure.status).toBe(500);
    expect(failureOf(beginAgain(new Error('deadlock detected')))).toMatchObject({ status: 503, details: {} });
  });

  it('is one of another DataSource', async () => {
    const world = await givenWorld(server);
    const foreign = await new DataSource(server.dataSource.options).initialize();
    const refusal = foreign.transaction((manager) => refusalOf(policy(manager, world)));
    expect(await refusal).toBe('transaction foreign');
    await foreign.destroy();
  });

  it('is one in which a statement has failed', async () => {
    const world = await givenWorld(server);
    const ended = server.dataSource.transaction(async (manager) => {
      await manager.query('select 1 / 0').catch(() => undefined);
      expect(await refusalOf(policy(manager, world))).toBe('transaction aborted');
      throw CHANGED_MIND;
    });
    await expect(ended).rejects.toBe(CHANGED_MIND);
  });
});

describe('a change in a host’s transaction', () => {
  it('is undone whole when it is refused at its very end', async () => {
    const world = await givenWorld(server);
    const stored = await host.everything(world.orgId);
    const id = await server.dataSource.transaction(async (manager) => {
      const removed = host.service(MembersService).remove(inTransaction(alice(), manager), world.orgId, 'alice');
      expect(await refusalOf(removed)).toBe('conflict last_admin');
      return host.writeRow(manager);
    });
    expect(await host.hasRow(id)).toBe(true);
    expect(await host.everything(world.orgId)).toBe(stored);
  });

  it('sees the one before it, and both are told of in order', async () => {
    const world = await givenWorld(server);
    const before = await host.revision(world.orgId);
    const told = host.told(world.orgId).length;
    const heard: number[] = [];
    const actor: Actor = { ...alice(), committed: ({ revision }) => heard.push(revision) };
    await server.dataSource.transaction(async (manager) => {
      const by = inTransaction(actor, manager);
      const body = { name: 'New', permissions: ['apps:*:write'] };
      const made = await host.service(PoliciesService).create(by, world.orgId, body);
      const input = { name: 'New', policy_ids: [made.policy_id] };
      const role = await host.service(RolesService).create(by, world.orgId, input);
      await host.service(AssignmentsService).assign(by, world.orgId, [{ user_id: 'dave', role_ids: [role.role_id] }]);
      expect(await host.service(RolesService).get(world.orgId, role.role_id, manager)).toEqual(role);
      expect(heard).toEqual([]);
    });
    const revisions = [before + 1, before + 2, before + 3];
    expect(heard).toEqual(revisions);
    expect(
      host
        .told(world.orgId)
        .slice(told)
        .map(({ revision }) => revision),
    ).toEqual(revisions);
    expect(await host.can({ orgId: world.orgId, userId: 'dave', permission: 'apps:write' })).toBe(true);
    expect(await host.findings(world.orgId)).toEqual([]);
  });

  it('waits for another that was called beside it, and is not undone with that', async () => {
    const world = await givenWorld(server);
    const outcomes = await server.dataSource.transaction((manager) =>
      Promise.all([
        refusalOf(policy(manager, world, 'One')),
        refusalOf(policy(manager, world, 'One')),
        refusalOf(policy(manager, world, 'Two')),
      ]),
    );
    expect(outcomes).toEqual(['no refusal', 'conflict name_taken', 'no refusal']);
    const names: unknown[] = await server.dataSource.query(
      `select name from castellan.policy where org_id = $1 and name in ('One', 'Two') order by name`,
      [world.orgId],
    );
    expect(names).toEqual([{ name: 'One' }, { name: 'Two' }]);
    expect(await host.findings(world.orgId)).toEqual([]);
  });

  it('does not stand in line behind changes that wait for the lock of its own transaction', async () => {
    const world = await givenWorld(server);
    const body = (name: string) => ({ name, permissions: ['apps:*:read'] });
    const names = ['a', 'b', 'c', 'd', 'e'];
    const members = names.map((user_id) => ({ user_id, role_ids: ['rl-admin'] }));
    await server.as('alice').post(`/v1/orgs/${world.orgId}/iam/members/batch`, { members }).expect(200);
    let lock = (): void => undefined;
    const locked = new Promise<void>((resolve) => (lock = resolve));
    // Of other requests: inside the transaction they would be refused.
    const others = locked.then(() =>
      Promise.allSettled(
        names.map((name) => host.service(PoliciesService).create(host.actor(name), world.orgId, body(name))),
      ),
    );
    await server.dataSource.transaction(async (manager) => {
      await policy(manager, world, 'First');
      lock();
      await new Promise((resolve) => setTimeout(resolve, 50));
      await policy(manager, world, 'Second');
    });
    expect((await others).map(({ status }) => status)).toEqual(Array(5).fill('fulfilled'));
    expect(await host.findings(world.orgId)).toEqual([]);
  });

  it('goes with the savepoint of the host that it was made in, and is then not told of', async () => {
    const world = await givenWorld(server);
    const told = host.told(world.orgId).length;
    const heard: string[] = [];
    const named = (name: string): Actor => ({ ...alice(), committed: () => heard.push(name) });
    await server.dataSource.transaction(async (manager) => {
      const kept = manager.transaction((inner) => policy(inner, world, 'Kept', named('Kept')));
      await kept;
      const dropped = manager.transaction(async (inner) => {
        await inner.transaction((deeper) => policy(deeper, world, 'Dropped', named('Dropped')));
        throw CHANGED_MIND;
      });
      await expect(dropped).rejects.toBe(CHANGED_MIND);
      await policy(manager, world, 'Last', named('Last'));
    });
    expect(heard).toEqual(['Kept', 'Last']);
    expect(host.told(world.orgId)).toHaveLength(told + 2);
    expect(await host.findings(world.orgId)).toEqual([]);
  });

  it('is not told of, and the host is, when the commit would be a quiet rollback', async () => {
    const world = await givenWorld(server);
    const stored = await host.everything(world.orgId);
    const told = host.told(world.orgId).length;
    const ended = server.dataSource.transaction(async (manager) => {
      await policy(manager, world);
      await manager.query('select 1 / 0').catch(() => undefined);
    });
    expect(await refusalOf(ended)).toBe('transaction aborted');
    expect(host.told(world.orgId)).toHaveLength(told);
    expect(await host.everything(world.orgId)).toBe(stored);
  });

  it('is seen by the next check when the host commits behind the back of TypeORM', async () => {
    const world = await givenWorld(server);
    const bob = { orgId: world.orgId, userId: 'bob', permission: 'apps:read' };
    expect(await host.can(bob)).toBe(true);
    const runner = server.dataSource.createQueryRunner();
    await runner.startTransaction();
    await host.service(MembersService).remove(inTransaction(alice(), runner.manager), world.orgId, 'bob');
    await runner.query('commit');
    await runner.release();
    expect(await host.can(bob)).toBe(false);
  });

  it('is told of once, by a runner that has several transactions', async () => {
    const world = await givenWorld(server);
    const told = host.told(world.orgId).length;
    const runner = server.dataSource.createQueryRunner();
    for (const name of ['One', 'Two', 'Three', 'Four']) {
      await runner.startTransaction();
      await policy(runner.manager, world, name);
      await (name === 'Three' ? runner.rollbackTransaction() : runner.commitTransaction());
    }
    await runner.release();
    expect(host.told(world.orgId)).toHaveLength(told + 3);
  });
});

describe('a caller of a guarded route', () => {
  it('joins too, hears of its revision after the commit, and changes no other organisation than that of its request', async () => {
    const [world, other] = [await givenWorld(server), await givenWorld(server)];
    const access = await host.service(AccessService).of(world.orgId, 'alice');
    const again = async (): Promise<Access | null> => access;
    const call = { request: { id: 'req-1' }, headers: {} } as unknown as GuardedCall;
    const facts = { id: 'alice', kind: 'member', call, orgId: world.orgId, asked: null, access } as const;
    const caller = new Caller(facts, { askAgain: again });
    const before = caller.revision;
    await server.dataSource.transaction(async (manager) => {
      expect(await refusalOf(policy(manager, other, 'New', caller))).toBe('forbidden organisation-mismatch');
      expect(await refusalOf(policy(manager, world, 'New', caller))).toBe('no refusal');
      expect(caller.revision).toBe(before);
    });
    expect(caller.revision?.revision).toBe(await host.revision(world.orgId));
  });
});

describe('an actor that the host makes', () => {
  it('gives no right beyond its own, as they are under the lock', async () => {
    const world = await givenWorld(server);
    const { orgId, roleId } = world;
    const roles = host.service(RolesService);
    const developer = await roles.create(alice(), orgId, { name: 'Makers', policy_ids: [] });
    const maker = await host
      .service(PoliciesService)
      .create(alice(), orgId, { name: 'Makers', permissions: ['roles:*:create', 'apps:*:read'] });
    await roles.update(alice(), orgId, developer.role_id, { policy_ids: [maker.policy_id] });
    const assignments = host.service(AssignmentsService);
    await assignments.assign(alice(), orgId, [{ user_id: 'erin', role_ids: [developer.role_id] }]);
    const erin = host.actor('erin');
    await server.dataSource.transaction(async (manager) => {
      const by = inTransaction(erin, manager);
      await assignments.assign(by, orgId, [{ user_id: 'dave', role_ids: [roleId] }]);
      const escalating = assignments.assign(by, orgId, [{ user_id: 'erin', role_ids: ['rl-admin'] }]);
      expect(await refusalOf(escalating)).toBe('forbidden escalation');
      await host
        .service(MembersService)
        .update(inTransaction(alice(), manager), orgId, 'erin', { status: 'suspended' });
      expect(await refusalOf(policy(manager, world, 'Late', erin))).toBe('forbidden suspended');
    });
    expect(await host.can({ orgId, userId: 'dave', permission: 'apps:read' })).toBe(true);
  });

  it('is refused without its permission, as a stranger, and in another organisation', async () => {
    const [world, other] = [await givenWorld(server), await givenWorld(server)];
    const { orgId } = world;
    await host.service(MembersService).remove(alice(), other.orgId, 'bob');
    await host.service(AssignmentsService).assign(alice(), orgId, [{ user_id: 'bob', role_ids: ['rl-admin'] }]);
    await server.dataSource.transaction(async (manager) => {
      expect(await refusalOf(policy(manager, world, 'New', host.actor('carol')))).toBe('forbidden no-grant');
      expect(await refusalOf(policy(manager, world, 'New', host.actor('stranger')))).toBe('forbidden not-a-member');
      expect(await refusalOf(policy(manager, other, 'New', host.actor('bob')))).toBe('forbidden not-a-member');
      expect(await refusalOf(policy(manager, world, 'New', host.actor('bob')))).toBe('no refusal');
    });
  });
});
