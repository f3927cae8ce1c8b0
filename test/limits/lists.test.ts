import { compileMember, compileRole, parseScope } from '@castellan/core';
import { Access, andWhere, whereAllowed } from '@castellan/nest';
import { DataSource, EntitySchema } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { schema } from '../embedding/hosts';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { growthOf } from './growth';

interface Invoice {
  id: string;
  workspaceId: string | null;
}

const Invoices = new EntitySchema<Invoice>({
  name: 'ManyInvoice',
  tableName: 'host_many_invoice',
  columns: {
    id: { type: 'text', primary: true },
    workspaceId: { type: 'text', name: 'workspace_id', nullable: true },
  },
});
const COLUMNS = { id: 'id', container: 'workspaceId' } as const;

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await openTestDatabase();
  const options = { ...dataSourceOptions(database.target), schema: undefined, entities: [Invoices] };
  dataSource = await new DataSource(options as never).initialize();
  await dataSource.synchronize();
  await dataSource.getRepository(Invoices).insert([
    { id: 'i-5', workspaceId: 'ws-1' },
    { id: 'i-69999', workspaceId: null },
    { id: 'other', workspaceId: 'ws-1' },
  ]);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.close();
});

/** A member with a role that grants so many ids, and is assigned within each of the scopes. */
function given(ids: number, scopes: readonly string[]): Access {
  const permissions = Array.from({ length: ids }, (_, at) => `invoices:i-${at}:read`);
  const role = compileRole(schema, { roleId: 'rl', policies: [{ policyId: 'pol', effect: 'allow', permissions }] });
  const assigned = scopes.map((text) => ({
    role,
    scope: parseScope(text)!,
    origin: 'manual' as const,
    expiresAt: null,
  }));
  const compiled = compileMember({ userId: 'bob', status: 'active' }, assigned, Date.now());
  const stamps = { epoch: 1, revision: 0, grants: '', containers: '', member: '', profileIat: 0, groupsIat: 0 };
  return new Access(schema, { orgId: 'acme', userId: 'bob', stamps, compiled });
}

const places = (count: number): string[] => Array.from({ length: count }, (_, at) => `ws-${at}`);
const find = (access: Access): Promise<Invoice[]> =>
  dataSource
    .getRepository(Invoices)
    .find({ where: whereAllowed(access, 'invoices:read', COLUMNS), order: { id: 'ASC' } });
const query = (access: Access) =>
  andWhere(dataSource.getRepository(Invoices).createQueryBuilder('i'), access, 'invoices:read', COLUMNS);

describe('a list by many ids', () => {
  it('finds rows among 70,000 ids, which are more than a query has parameters', async () => {
    expect((await find(given(70_000, ['*']))).map(({ id }) => id)).toEqual(['i-5', 'i-69999']);
  });

  it('finds rows among ids within scopes, with four parameters', async () => {
    const access = given(1_000, places(60));
    expect((await find(access)).map(({ id }) => id)).toEqual(['i-5']);
    expect(query(access).getQueryAndParameters()[1].length).toBeLessThanOrEqual(4);
  });

  it('takes time in proportion to the ids', () => {
    const build = (access: Access) => () => query(access).getQueryAndParameters();
    const [small, large] = [given(400, places(40)), given(1_600, places(40))];
    expect(growthOf(build(small), build(large))).toBeLessThan(8);
  });
});
