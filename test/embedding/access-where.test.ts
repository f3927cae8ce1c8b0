import { ALL, compileMember, compileRole, parseScope, type Target } from '@castellan/core';
import { Access, accessWhere, type AccessColumns } from '@castellan/nest';
import { accessOf } from '@castellan/nest/testing';
import { DataSource, EntitySchema } from 'typeorm';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { schema } from './hosts';

interface Invoice {
  id: string;
  workspaceId: string | null;
  lines?: Line[];
}

interface Line {
  lineId: string;
  invoiceId: string;
  workspaceId: string;
  invoice?: Invoice;
}

const Invoices = new EntitySchema<Invoice>({
  ...{ name: 'Invoice', tableName: 'host_invoice' },
  columns: {
    id: { type: 'text', primary: true },
    workspaceId: { type: 'text', name: 'workspace_id', nullable: true },
  },
  relations: { lines: { type: 'one-to-many', target: 'Line', inverseSide: 'invoice' } },
});

const Lines = new EntitySchema<Line>({
  ...{ name: 'Line', tableName: 'host_line' },
  columns: {
    lineId: { type: 'uuid', name: 'line_id', primary: true },
    invoiceId: { type: 'text', name: 'invoice_id' },
    workspaceId: { type: 'text', name: 'workspace_id' },
  },
  relations: {
    invoice: { type: 'many-to-one', target: 'Invoice', joinColumn: { name: 'invoice_id' }, inverseSide: 'lines' },
  },
});

const WORKSPACES = ['ws-0', 'ws-1', 'ws-2', null];
const invoices: Invoice[] = Array.from({ length: 12 }, (_, at) => ({
  ...{ id: at === 11 ? `it's"odd":p%` : `inv-${at}`, workspaceId: WORKSPACES[at % 4] as string | null },
}));
const lineIdOf = (at: number): string => `00000000-0000-4000-8000-00000000000${at}`;
const lines: Line[] = Array.from({ length: 9 }, (_, at) => {
  const { id, workspaceId } = invoices.filter((invoice) => invoice.workspaceId !== null)[at % 6] as Invoice;
  return { lineId: lineIdOf(at), invoiceId: id, workspaceId: workspaceId as string };
});

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await openTestDatabase();
  const options = { ...dataSourceOptions(database.target), schema: undefined, entities: [Invoices, Lines] };
  dataSource = await new DataSource(options as never).initialize();
  await dataSource.synchronize();
  await dataSource.getRepository(Invoices).insert(invoices);
  await dataSource.getRepository(Lines).insert(lines);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.close();
});

/** A generator of numbers below a bound (mulberry32), the same for each seed. */
function randomOf(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % bound;
  };
}

/** A member with some roles, within scopes of all kinds, on things, containers and everything. */
function randomAccess(seed: number): Access {
  const random = randomOf(seed);
  const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T;
  const scope = (): string =>
    pick([
      ...['*', '*', `inv-${random(12)}`, `ws-${random(3)}`, `invoices/inv-${random(12)}`, `workspaces/ws-${random(3)}`],
      ...[
        lineIdOf(random(9)),
        `lines/${lineIdOf(random(9))}`,
        `reports/inv-${random(12)}`,
        `workspaces/inv-${random(12)}`,
      ],
      ...['$self', `it's"odd"%3Ap%25`],
    ]);
  const permission = (): string => `${pick(['invoices', 'lines', 'reports', '*'])}:${scope()}:${pick(['read', '*'])}`;
  const role = (at: number) =>
    compileRole(schema, {
      roleId: `rl-${at}`,
      policies: [
        {
          ...{ policyId: `pol-${at}`, effect: 'allow' },
          permissions: Array.from({ length: 1 + random(4) }, () => permission()),
        },
        { policyId: `no-${at}`, effect: 'deny', permissions: random(2) === 0 ? [] : [permission()] },
      ],
    });
  // A role that is held in several places makes products of its ids and those places.
  const roles = [role(0), role(1)];
  const assigned = Array.from({ length: 1 + random(4) }, () => ({
    ...{ role: pick(roles), scope: random(2) === 0 ? ALL : (parseScope(scope()) ?? ALL) },
    ...{ origin: 'manual' as const, expiresAt: null },
  }));
  const compiled = compileMember({ userId: 'bob', status: 'active' }, assigned, Date.now());
  const stamps = { revision: 0, grants: '', containers: '', member: '', profileIat: 0, groupsIat: 0 };
  return new Access(schema, { orgId: 'acme', userId: 'bob', stamps, compiled });
}

interface Listed<Row extends object> {
  readonly entity: EntitySchema<Row>;
  readonly rows: readonly Row[];
  readonly permission: string;
  readonly columns: string | AccessColumns;
  readonly target: (row: Row) => string | Target;
}

const inWorkspace = (id: string | null) => (id === null ? [] : [{ type: 'workspaces', id }]);

const LISTS: Record<string, Listed<any>> = {
  'with a container': {
    ...{ entity: Invoices, rows: invoices, permission: 'invoices:read' },
    columns: { id: 'id', container: 'workspaceId' },
    target: ({ id, workspaceId }: Invoice) => ({ id, containers: inWorkspace(workspaceId) }),
  },
  'with containers that are not known': {
    ...{ entity: Invoices, rows: invoices, permission: 'invoices:read', columns: 'id' },
    target: ({ id }: Invoice) => id,
  },
  'with containers in containers, and ids that are no texts': {
    ...{ entity: Lines, rows: lines, permission: 'lines:read' },
    columns: { id: 'lineId', container: { invoices: 'invoiceId', workspaces: 'workspaceId' } },
    target: ({ lineId, invoiceId, workspaceId }: Line) => ({
      ...{ id: lineId, containers: [{ type: 'invoices', id: invoiceId }, ...inWorkspace(workspaceId)] },
    }),
  },
  'of the organisation': {
    ...{ entity: Invoices, rows: invoices, permission: 'reports:read', columns: 'id' },
    target: ({ id }: Invoice) => id,
  },
};

describe.each(Object.entries(LISTS))('a list of things %s', (_, { entity, rows, permission, columns, target }) => {
  const idOf = (row: object): string => String(Object.values(row)[0]);

  it('shows the rows that the member may read, and no others, in finds and in query builders', async () => {
    const seen = { all: 0, some: 0, none: 0 };
    for (let seed = 1; seed <= 150; seed++) {
      const access = randomAccess(seed);
      const expected = rows.filter((row) => access.can(permission, target(row))).map(idOf);
      const where = accessWhere(access, permission, columns);
      const found = await dataSource.getRepository(entity).find({ where } as never);
      expect([seed, found.map(idOf).sort()]).toEqual([seed, expected.sort()]);
      const builder = dataSource
        .getRepository(entity)
        .createQueryBuilder('row')
        .where('true')
        .andWhere(where as never);
      expect([seed, (await builder.getMany()).map((row) => idOf(row as object)).sort()]).toEqual([seed, expected]);
      seen[expected.length === 0 ? 'none' : expected.length === rows.length ? 'all' : 'some']++;
    }
    // A test of nothing but empty or full lists would show little.
    expect(Object.values(seen).every((times) => times > 3)).toBe(true);
  });
});

describe('accessWhere', () => {
  const given = (permissions: string[], denied: string[] = []): Access =>
    accessOf(schema, { orgId: 'acme', userId: 'bob', permissions, denied });
  const columns = { id: 'id', container: 'workspaceId' } as const;

  it('goes beside other conditions, twice in one query, and into a relation', async () => {
    const [one, two] = [
      given(['invoices:ws-1:read', 'lines:ws-1:read']),
      given(['invoices:*:read'], ['invoices:inv-1:read']),
    ];
    const repository = dataSource.getRepository(Invoices);
    const both = await repository
      .createQueryBuilder('i')
      .where(accessWhere(one, 'invoices:read', columns))
      .andWhere(accessWhere(two, 'invoices:read', columns))
      .andWhere('i.id <> :not', { not: 'inv-9' })
      .getMany();
    expect(both.map(({ id }) => id)).toEqual(['inv-5']);
    const found = await dataSource.getRepository(Lines).find({
      where: { workspaceId: 'ws-1', invoice: accessWhere(two, 'invoices:read', columns) },
    });
    expect(found.map(({ invoiceId }) => invoiceId)).toEqual(['inv-5']);
  });

  it('binds every id that is stored: none gets into the text of a query', async () => {
    const access = given([`invoices:x';drop--:read`, 'invoices:secret-id:read']);
    const query = dataSource
      .getRepository(Invoices)
      .createQueryBuilder('i')
      .where(accessWhere(access, 'invoices:read', columns));
    expect(query.getSql()).not.toMatch(/drop|secret-id/);
    expect(await query.getMany()).toEqual([]);
  });

  it.each<[string, string, any, string]>([
    ['an unknown permission', 'invoices:fly', 'id', 'there is no permission "invoices:fly"'],
    ['a wildcard', 'invoices:*', 'id', 'there is no permission'],
    [
      'a container that the type does not have',
      'reports:read',
      columns,
      'what contains reports is only the organisation',
    ],
    ['too few containers', 'lines:read', columns, 'what contains lines is invoices and workspaces'],
    [
      'other containers',
      'invoices:read',
      { id: 'id', container: { teams: 'team' } },
      'what contains invoices is workspaces',
    ],
    ['a property that is none', 'invoices:read', 'id) or (true', 'is no property of an entity'],
    ['no property', 'invoices:read', {}, 'is no property of an entity'],
  ])('refuses %s', (_, permission, asked, message) => {
    expect(() => accessWhere(given(['*']), permission, asked)).toThrow(message);
  });
});
