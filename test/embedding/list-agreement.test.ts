import type { Target } from '@castellan/core';
import { andWhere, whereAllowed, type AccessColumns } from '@castellan/nest';
import { Between, In, Not, Or, Raw, type DataSource, type EntitySchema, type SelectQueryBuilder } from 'typeorm';
import { randomOf } from '../support/random';
import * as host from './listed-rows';

let database: Awaited<ReturnType<typeof host.openRows>>;
let dataSource: DataSource;
beforeAll(async () => {
  database = await host.openRows();
  dataSource = database.dataSource;
});
afterAll(() => database.close());

interface Listed<Row extends object> {
  readonly entity: EntitySchema<Row>;
  readonly rows: readonly Row[];
  readonly permission: string;
  readonly columns: string | AccessColumns;
  /** Null for a row that lacks a relation, and so is never shown. */
  readonly target: (row: Row) => string | Target | null;
}

const invoiceRows = { entity: host.Invoices, rows: host.invoices, permission: 'invoices:read' };
const ownWorkspace = ({ id, workspaceId }: host.Invoice): Target => ({
  id: String(id),
  containers: host.inWorkspace(workspaceId),
});

function targetOfLine(line: host.Line): Target | null {
  const invoice = host.invoiceOf(line);
  const project = invoice && host.projectOf(invoice);
  if (invoice === undefined || project === undefined) return null;
  const containers = [{ type: 'invoices', id: String(invoice.id) }, ...host.inWorkspace(project.workspaceId)];
  return { id: line.id, containers };
}

const LISTS: Record<string, Listed<any>> = {
  'with a container': { ...invoiceRows, columns: { id: 'id', container: 'workspaceId' }, target: ownWorkspace },
  'with a container, compared as integers': {
    ...invoiceRows,
    target: ownWorkspace,
    columns: { id: 'id', container: 'workspaceId', as: { id: 'integer', workspaceId: 'text' } },
  },
  'with containers that are unknown': { ...invoiceRows, columns: 'id', target: ({ id }: host.Invoice) => String(id) },
  'with a container behind a relation': {
    ...invoiceRows,
    columns: { id: 'id', container: 'project.workspaceId' },
    target: host.targetOf,
  },
  'with containers behind two relations, compared as UUIDs and integers': {
    entity: host.Lines,
    rows: host.lines,
    permission: 'lines:read',
    target: targetOfLine,
    columns: {
      id: 'id',
      container: { invoices: 'invoice.id', workspaces: 'invoice.project.workspaceId' },
      as: { id: 'uuid', 'invoice.id': 'integer' },
    },
  },
  'with an id of its own behind a relation': {
    entity: host.Lines,
    rows: host.lines,
    permission: 'invoices:read',
    columns: { id: 'invoice.id', container: 'invoice.workspaceId', as: { 'invoice.id': 'integer' } },
    target: (line: host.Line) => {
      const invoice = host.invoiceOf(line);
      return invoice === undefined ? null : ownWorkspace(invoice);
    },
  },
  'of the organisation': {
    entity: host.Invoices,
    rows: host.invoices,
    permission: 'reports:read',
    columns: 'id',
    target: ({ id }: host.Invoice) => String(id),
  },
};

/** What a host asks for besides, in each of its forms. */
interface HostCondition {
  readonly where: any;
  readonly holds: (row: any) => boolean;
  readonly build: (builder: SelectQueryBuilder<any>, limit: () => void) => void;
}

const idOf = ({ id }: { id: unknown }): string => String(id);

function hostConditions(rows: ReadonlyArray<{ id: unknown }>, random: (bound: number) => number): HostCondition[] {
  const some = rows.filter(() => random(2) === 0).map(({ id }) => id);
  const one = rows[random(rows.length)]?.id;
  const among = (row: { id: unknown }): boolean => some.includes(row.id);
  const isOne = (row: { id: unknown }): boolean => row.id === one;
  return [
    { where: undefined, holds: () => true, build: (_, limit) => limit() },
    { where: {}, holds: () => true, build: (_, limit) => limit() },
    { where: [], holds: () => false, build: (builder, limit) => (limit(), builder.andWhere('false')) },
    {
      where: { id: In(some) },
      holds: among,
      // A `where` after the limit replaces what was there before.
      build: (builder, limit) => (limit(), builder.where('row.id = any(:some)', { some })),
    },
    { where: { id: one }, holds: isOne, build: (builder, limit) => (builder.where({ id: one }), limit()) },
    {
      where: [{ id: In(some) }, { id: one }],
      holds: (row) => among(row) || isOne(row),
      build: (builder, limit) => {
        builder.where('row.id = any(:some)', { some });
        limit();
        builder.orWhere('row.id = :one', { one });
      },
    },
    {
      where: { id: Not(In(some)) },
      holds: (row) => !among(row),
      build: (builder, limit) => (limit(), builder.andWhere({ id: Not(In(some)) })),
    },
    {
      where: { id: Raw((path) => `${path} = :one or true`, { one }) },
      holds: () => true,
      build: (builder, limit) => (builder.where('row.id = :one or true', { one }), limit()),
    },
    {
      where: { id: Or(Between(one, one), In(some)) },
      holds: (row) => among(row) || isOne(row),
      build: (builder, limit) => {
        limit();
        builder.andWhere('row.id = any(:some) or row.id = :one', { some, one });
      },
    },
  ];
}

describe.each(Object.entries(LISTS))('a list of resources %s', (_, { entity, rows, permission, columns, target }) => {
  const compare = (one: string, other: string): number => (one < other ? -1 : 1);

  it('shows the rows that the member may read and the host asks for, in finds and in query builders', async () => {
    const seen = { all: 0, some: 0, none: 0 };
    const repository = dataSource.getRepository(entity);
    for (let seed = 1; seed <= 150; seed++) {
      const access = host.randomAccess(seed);
      const random = randomOf(seed);
      const conditions = hostConditions(rows, random);
      const condition = conditions[seed % conditions.length] as HostCondition;
      const allowed = rows.filter((row) => {
        const asked = target(row);
        return asked !== null && access.can(permission, asked);
      });
      const expected = allowed.filter(condition.holds).map(idOf).sort(compare);
      const where = whereAllowed(access, permission, columns, condition.where);
      const found = (await repository.find({ where })).map((row) => idOf(row as never));
      expect([seed, found.sort(compare)]).toEqual([seed, expected]);
      const builder = repository.createQueryBuilder('row');
      condition.build(builder, () => andWhere(builder, access, permission, columns));
      const built = (await builder.getMany()).map((row) => idOf(row as never));
      expect([seed, built.sort(compare)]).toEqual([seed, expected]);
      seen[allowed.length === 0 ? 'none' : allowed.length === rows.length ? 'all' : 'some']++;
    }
    // A test of nothing but empty or full lists would show little; where relations are missing, no list is full.
    const most = rows.some((row) => target(row) === null) ? [seen.some, seen.none] : Object.values(seen);
    expect(most.every((times) => times > 3)).toBe(true);
  });
});
