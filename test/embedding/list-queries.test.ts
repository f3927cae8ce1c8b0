import { andWhere } from '@castellan/nest';
import { Brackets, Not, type DataSource, type Repository, type SelectQueryBuilder } from 'typeorm';
import * as host from './listed-rows';
import { given, uuidOf, type Invoice } from './listed-rows';

let database: Awaited<ReturnType<typeof host.openRows>>;
let dataSource: DataSource;
let repository: Repository<Invoice>;
beforeAll(async () => {
  database = await host.openRows();
  dataSource = database.dataSource;
  repository = dataSource.getRepository(host.Invoices);
});
afterAll(() => database.close());

const COLUMNS = { id: 'id', container: 'workspaceId' } as const;
const BY_PROJECT = { id: 'id', container: 'project.workspaceId' } as const;
const inWs1 = given(['invoices:ws-1:read']);
const everywhere = given(['invoices:*:read']);

type Build = (builder: SelectQueryBuilder<Invoice>) => unknown;
const limited = (build: Build, columns: string | typeof COLUMNS | typeof BY_PROJECT = COLUMNS) => {
  const builder = repository.createQueryBuilder('i').orderBy('i.id');
  andWhere(builder, inWs1, 'invoices:read', columns);
  build(builder);
  return builder;
};
const ids = async (builder: SelectQueryBuilder<Invoice>): Promise<number[]> =>
  (await builder.getMany()).map(({ id }) => id);

describe('a query builder that is limited', () => {
  it.each<[string, Build]>([
    ['nothing', () => undefined],
    ['a where, which replaces conditions', (builder) => builder.where('true')],
    ['an orWhere', (builder) => builder.where('false').orWhere('i.id >= 0')],
    ['a text with an OR', (builder) => builder.andWhere('i.id = 0 or true')],
    ['whereInIds', (builder) => builder.whereInIds(host.invoices.map(({ id }) => id))],
    ['brackets', (builder) => builder.orWhere(new Brackets((inner) => inner.where('true').orWhere('false')))],
    ['find options', (builder) => builder.setFindOptions({ where: [{ id: 0 }, { id: Not(0) }] })],
  ])('keeps its condition when followed by %s', async (_, build) => {
    expect(await ids(limited(build))).toEqual([1, 5, 9, 13]);
    expect(await ids(limited(build).clone().orWhere('true'))).toEqual([1, 5, 9, 13]);
    expect(await limited(build).getCount()).toBe(4);
    expect(await limited(build, BY_PROJECT).getCount()).toBe(2);
  });

  it('keeps its condition when a text with an OR came before, and combines with others', async () => {
    const before = repository.createQueryBuilder('i').where('i.id = 0').orWhere('i.id = 1 or i.id = 2');
    expect(await ids(andWhere(before, inWs1, 'invoices:read', COLUMNS))).toEqual([1]);
    const access = given(['invoices:*:read', 'invoices:1:approve', 'invoices:13:approve'], ['invoices:13:read']);
    const both = repository.createQueryBuilder('i').where('i.id <> :not', { not: 9 });
    andWhere(andWhere(both, access, 'invoices:approve', COLUMNS), access, 'invoices:read', BY_PROJECT);
    expect(await ids(both)).toEqual([1]);
  });

  it('binds every id that is stored: none gets into the text of a query', async () => {
    const access = given([`invoices:x';drop--:read`, 'invoices:secret-id:read']);
    const builder = andWhere(repository.createQueryBuilder('i'), access, 'invoices:read', COLUMNS);
    expect(builder.getSql()).not.toMatch(/drop|secret-id/);
    expect(await builder.getMany()).toEqual([]);
  });

  it('leaves joins of the host, pages, locks and loaded rows as they are', async () => {
    const builder = repository
      .createQueryBuilder('i')
      .leftJoinAndSelect('i.project', 'p')
      .leftJoinAndSelect('i.lines', 'l')
      .where('p.title = :title', { title: 'p-1' })
      .orderBy('i.id');
    const page = andWhere(builder, everywhere, 'invoices:read', BY_PROJECT).skip(1).take(2);
    const [found, count] = await page.getManyAndCount();
    expect([found.map(({ id }) => id), count]).toEqual([[3, 9], 4]);
    expect(found.map(({ project, lines }) => [project?.id, lines?.length])).toEqual([
      [uuidOf(3), 1],
      [uuidOf(3), 1],
    ]);
    await dataSource.transaction(async (manager) => {
      const locking = manager.getRepository(host.Invoices).createQueryBuilder('i').setLock('pessimistic_write');
      expect(await ids(andWhere(locking, inWs1, 'invoices:read', BY_PROJECT))).toEqual([1, 13]);
    });
  });

  it('never shows a row without the relation: none, dangling, or softly deleted', async () => {
    const query = () =>
      andWhere(repository.createQueryBuilder('i').orderBy('i.id'), everywhere, 'invoices:read', BY_PROJECT);
    const expected = host.invoices.filter((one) => host.projectOf(one) !== undefined).map(({ id }) => id);
    expect(await ids(query())).toEqual(expected);
    const deleted = andWhere(
      repository.createQueryBuilder('i').withDeleted(),
      everywhere,
      'invoices:read',
      BY_PROJECT,
    ).andWhere('i.id in (5, 7, 14)');
    expect(await ids(deleted)).toEqual([5]);
  });

  it('limits a joined entity by its alias, and a subquery', async () => {
    const lines = dataSource.getRepository(host.Lines);
    const expected = host.lines.filter(({ invoiceId }) => [1, 5, 9, 13].includes(invoiceId ?? -1)).map(({ id }) => id);
    const joined = lines.createQueryBuilder('l').leftJoin('l.invoice', 'i').orderBy('l.id');
    andWhere(joined, inWs1, 'invoices:read', { ...COLUMNS, alias: 'i' });
    expect((await joined.getMany()).map(({ id }) => id)).toEqual(expected);
    const outer = lines.createQueryBuilder('l').leftJoin('l.invoice', 'i');
    andWhere(outer, everywhere, 'invoices:read', { ...COLUMNS, alias: 'i' });
    expect(await outer.getCount()).toBe(18);
    const subquery = lines.createQueryBuilder('l').orderBy('l.id');
    subquery.where((builder) => {
      const inner = builder.subQuery().select('i.id').from(host.Invoices, 'i').where('true');
      return `l.invoiceId in ${andWhere(inner, inWs1, 'invoices:read', BY_PROJECT).orWhere('true').getQuery()}`;
    });
    const byProject = host.lines.filter(({ invoiceId }) => [1, 13].includes(invoiceId ?? -1)).map(({ id }) => id);
    expect((await subquery.getMany()).map(({ id }) => id)).toEqual(byProject);
  });

  it('changes and deletes only the rows that the member may change', async () => {
    const unchanged = new Error('rolled back');
    const work = dataSource.transaction(async (manager) => {
      const update = manager.createQueryBuilder().update(host.Invoices).set({ paid: true }).where('id >= 0');
      const updated = andWhere(update, inWs1, 'invoices:read', BY_PROJECT).orWhere('true').returning(['id']);
      expect((await updated.execute()).raw.map(({ id }: Invoice) => id).sort()).toEqual([1, 13]);
      const remove = manager.createQueryBuilder().delete().from(host.Invoices);
      expect((await andWhere(remove, inWs1, 'invoices:read', COLUMNS).execute()).affected).toBe(4);
      const access = given([`workspaces:*:read`], ['workspaces:ws-1:read']);
      const soft = manager.createQueryBuilder().softDelete().from(host.Projects);
      expect((await andWhere(soft, access, 'workspaces:read', 'workspaceId').where('true').execute()).affected).toBe(4);
      throw unchanged;
    });
    await expect(work).rejects.toBe(unchanged);
  });
});

describe('andWhere', () => {
  it('refuses what it cannot limit', () => {
    const refuse = (builder: any, columns: any, message: string): void =>
      expect(() => andWhere(builder, inWs1, 'invoices:read', columns)).toThrow(message);
    const manager = dataSource.createQueryBuilder();
    refuse(manager.insert().into(host.Invoices), COLUMNS, 'of type insert');
    refuse(manager.select().from('pg_class', 'i'), COLUMNS, 'found no entity in the query builder');
    refuse(repository.createQueryBuilder('i'), { ...COLUMNS, alias: 'p' }, 'found no entity p');
    refuse(repository.createQueryBuilder('i'), { ...COLUMNS, id: 'number' }, 'Invoice has no column "number"');
    refuse(repository.createQueryBuilder('i'), { ...COLUMNS, container: 'project' }, 'Invoice has no column "project"');
    const projects = dataSource.getRepository(host.Projects).createQueryBuilder('p');
    refuse(projects, { id: 'id', container: 'invoices.workspaceId' }, 'cannot follow "invoices"');
    expect(() =>
      repository
        .createQueryBuilder('i')
        .where(new Brackets((inner) => void andWhere(inner as never, inWs1, 'invoices:read', COLUMNS))),
    ).toThrow('not the one within Brackets');
  });
});
