import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Rehearsal, SYSTEM, inTransaction, type Actor } from '@castellan/nest/admin';
import type { EntityManager } from 'typeorm';
import { postgresUrl } from '../support/postgres';
import { startTestServer, type TestServer } from '../support/server';
import { CHANGED_MIND, givenHost, type Host, type Question } from './host';
import { givenWorld, SERVICE_METHODS, type ServiceMethod, type World } from './service-methods';

let server: TestServer;
let host: Host;
beforeAll(async () => {
  server = await startTestServer();
  host = await givenHost(server);
});
afterAll(() => server.close());

/** The embedded database has one session: while a transaction has it, there is no outside to look from. */
const outsideIsSeen = postgresUrl() !== undefined;

/** One method in a world of its own. */
interface Case {
  readonly world: World;
  readonly orgId: string;
  readonly question: Question;
  readonly revision: number;
  readonly stored: string;
  act(manager: EntityManager, change?: Partial<Actor>): Promise<unknown>;
}

async function given({ act, asks, founds }: ServiceMethod): Promise<Case> {
  const world = await givenWorld(server);
  const orgId = founds ? world.newOrgId : world.orgId;
  const [userId = '', permission = ''] = asks.split(' ');
  const actor = founds ? SYSTEM : host.actor('alice');
  return {
    world,
    orgId,
    question: { orgId, userId, permission },
    revision: await host.revision(orgId),
    stored: await host.everything(orgId),
    act: (manager, change) => act(host, inTransaction({ ...actor, ...change }, manager), world),
  };
}

/** Nothing of the organisation has changed, and nobody was told that it had. */
async function expectUntouched({ orgId, question, stored }: Case, before: boolean, toldBefore: number): Promise<void> {
  expect(await host.can(question)).toBe(before);
  expect(await host.everything(orgId)).toBe(stored);
  expect(host.told(orgId)).toHaveLength(toldBefore);
}

it('knows every method of a service that writes', () => {
  const root = join(__dirname, '../../libs/nest/src');
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.service.ts'));
  const methods = paths.flatMap((path) => {
    const source = readFileSync(join(root, path), 'utf8');
    const [, service] = /^export class (\w+Service)\b/m.exec(source) ?? [];
    return [...source.matchAll(/^ {2}(?:async )?(\w+)\(actor: Actor, (?!.*: Change\b)/gm)].map(
      ([, method]) => `${service}.${method}`,
    );
  });
  const listed = SERVICE_METHODS.map(({ name }) => name.split(' ')[0]);
  expect([...new Set(listed)].toSorted()).toEqual(methods.toSorted());
});

describe.each(SERVICE_METHODS.map((method) => [method.name, method] as const))(
  '%s in a host’s transaction',
  (_, method) => {
    const [before, after] = method.held;

    it('is committed with the row of the host, and told of then', async () => {
      const one = await given(method);
      const { orgId, question, revision } = one;
      expect(await host.can(question)).toBe(before);
      const toldBefore = host.told(orgId).length;
      const invoice = await server.dataSource.transaction(async (manager) => {
        const id = await host.writeRow(manager);
        await one.act(manager);
        expect(await host.can(question, manager)).toBe(after);
        if (outsideIsSeen) expect(await host.can(question)).toBe(before);
        expect(host.told(orgId)).toHaveLength(toldBefore);
        return id;
      });
      expect(await host.hasRow(invoice)).toBe(true);
      expect(await host.can(question)).toBe(after);
      const made = host.told(orgId).slice(toldBefore);
      expect(made.at(-1)?.revision).toBe(await host.revision(orgId));
      expect(made.map((change) => change.revision)).toEqual(made.map((_change, at) => revision + 1 + at));
      expect(await host.findings(orgId)).toEqual([]);
    });

    it('is rolled back with the row of the host, and never told of', async () => {
      const one = await given(method);
      const { orgId, question } = one;
      expect(await host.can(question)).toBe(before);
      const toldBefore = host.told(orgId).length;
      let invoice = '';
      const ended = server.dataSource.transaction(async (manager) => {
        await one.act(manager);
        expect(await host.can(question, manager)).toBe(after);
        invoice = await host.writeRow(manager);
        throw CHANGED_MIND;
      });
      await expect(ended).rejects.toBe(CHANGED_MIND);
      expect(await host.hasRow(invoice)).toBe(false);
      await expectUntouched(one, before, toldBefore);
    });

    it('leaves the transaction usable when it is refused', async () => {
      const one = await given(method);
      const toldBefore = host.told(one.orgId).length;
      const refusal = new Error('The actor may not any more');
      const invoice = await server.dataSource.transaction(async (manager) => {
        const refused = one.act(manager, { stillMay: () => Promise.reject(refusal) });
        await expect(refused).rejects.toBe(refusal);
        return host.writeRow(manager);
      });
      expect(await host.hasRow(invoice)).toBe(true);
      await expectUntouched(one, before, toldBefore);
    });

    it('is tried without a trace', async () => {
      const one = await given(method);
      const toldBefore = host.told(one.orgId).length;
      const invoice = await server.dataSource.transaction(async (manager) => {
        const tried: unknown = await one.act(manager, { dryRun: true }).catch((error: unknown) => error);
        expect(tried).toBeInstanceOf(Rehearsal);
        expect((tried as Rehearsal).refusal).toBeNull();
        expect(await host.can(one.question, manager)).toBe(before);
        return host.writeRow(manager);
      });
      expect(await host.hasRow(invoice)).toBe(true);
      await expectUntouched(one, before, toldBefore);
    });
  },
);
