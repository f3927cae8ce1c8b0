import { whereAllowed } from '@castellan/nest';
import { In, IsNull, Not, Raw, type DataSource, type FindManyOptions, type Repository } from 'typeorm';
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
/** May read the invoices of ws-1: 1, 5, 9 and 13; by their projects' workspaces it is 1 and 13 (and 5, whose project is deleted). */
const inWs1 = given(['invoices:ws-1:read']);
const everywhere = given(['invoices:*:read']);

const ids = async (
  where: FindManyOptions<Invoice>['where'],
  options: FindManyOptions<Invoice> = {},
): Promise<number[]> => (await repository.find({ ...options, where, order: { id: 'ASC' } })).map(({ id }) => id);

describe('the where of a find', () => {
  it("keeps both its condition and the host's own on the same property", async () => {
    const read = (where: any): Promise<number[]> => ids(whereAllowed(inWs1, 'invoices:read', COLUMNS, where));
    expect(await read({ id: In([0, 1, 2, 13]) })).toEqual([1, 13]);
    expect(await read({ id: 0 })).toEqual([]);
    expect(await read({ id: 1 })).toEqual([1]);
    expect(await read({ workspaceId: Not('ws-1') })).toEqual([]);
    expect(await read({ workspaceId: 'ws-1', paid: true })).toEqual([9]);
    expect(await read([{ id: 2 }, { id: 5 }, { workspaceId: IsNull() }, { paid: true }])).toEqual([5, 9]);
  });

  it('cannot be spread or assigned, which would let a key replace its condition', () => {
    for (const columns of [COLUMNS, BY_PROJECT]) {
      const where: object = whereAllowed(inWs1, 'invoices:read', columns);
      for (const one of [where].flat() as object[]) {
        expect(() => ({ ...one, id: In([0]) })).toThrow('as its last argument');
        expect(() => Object.assign({}, one, { id: In([0]) })).toThrow('as its last argument');
        expect(() => Object.assign(one, { id: In([0]) })).toThrow(TypeError);
      }
    }
  });

  it('is an error to TypeORM when an array of alternatives is spread', async () => {
    const where = whereAllowed(inWs1, 'invoices:read', COLUMNS, [{ id: 1 }, { id: 0 }]);
    await expect(ids({ ...where, id: In([0, 1]) } as never)).rejects.toThrow('Property "0" was not found');
  });

  it.each<[string, any, number]>([
    ['nothing', undefined, 4],
    ['null', null, 4],
    ['no condition', {}, 4],
    ['alternatives of which one is empty', [{}, { id: 1 }], 4],
    ['an empty array', [], 0],
    ['an empty array for a relation', { project: [] }, 0],
  ])('combines with %s', async (_, where, count) => {
    const columns = where?.project === undefined ? COLUMNS : BY_PROJECT;
    expect(await ids(whereAllowed(inWs1, 'invoices:read', columns, where))).toHaveLength(count);
  });

  it.each<[string, any, string]>([
    ['undefined for an id', { id: undefined }, 'condition on "id" is undefined'],
    ['null for an id', { id: null }, 'condition on "id" is null'],
    ['undefined for a relation', { project: undefined }, 'condition on "project" is undefined'],
    ['null in a relation', { project: { workspaceId: null } }, 'condition on "project.workspaceId" is null'],
    ['a list without In', { id: [1, 2] }, 'must be a value or an operator'],
    ['an operator for a relation', { project: In([uuidOf(1)]) }, 'of "project." must be an object with conditions'],
    ['an id for a relation', { project: uuidOf(1) }, 'must be an object with conditions'],
    ['a text', 'true', 'must be an object with conditions'],
    ['an alternative that is none', [undefined], 'must be an object with conditions'],
  ])('refuses a host that gives %s', (_, where, message) => {
    expect(() => whereAllowed(inWs1, 'invoices:read', BY_PROJECT, where)).toThrow(message);
  });

  it("is not weakened by an OR in the host's SQL", async () => {
    const anything = Raw((path) => `${path} is null or true`);
    expect(await ids(whereAllowed(inWs1, 'invoices:read', COLUMNS, { id: anything }))).toEqual([1, 5, 9, 13]);
    expect(await ids(whereAllowed(inWs1, 'invoices:read', COLUMNS, { workspaceId: anything }))).toEqual([1, 5, 9, 13]);
    expect(await ids(whereAllowed(inWs1, 'invoices:read', COLUMNS, { projectId: anything }))).toEqual([1, 5, 9, 13]);
  });

  it('combines two permissions, in either order, also when one is about a relation', async () => {
    const access = given(['invoices:ws-1:read', 'invoices:5:approve', 'invoices:13:approve', 'invoices:1:approve']);
    for (const [one, other] of [
      [COLUMNS, BY_PROJECT],
      [BY_PROJECT, COLUMNS],
      [COLUMNS, COLUMNS],
    ] as const) {
      const first = whereAllowed<Invoice>(access, 'invoices:approve', one);
      const both = whereAllowed(access, 'invoices:read', other, first);
      expect([one, await ids(both)]).toEqual([one, one === other ? [1, 5, 13] : [1, 13]]);
    }
  });

  it('serves several queries of one page, and goes into a relation', async () => {
    for (const columns of [COLUMNS, BY_PROJECT]) {
      const where = whereAllowed<Invoice>(inWs1, 'invoices:read', columns, { id: Not(9) });
      const [found, count, counted, exists] = await Promise.all([
        repository.find({ where, take: 1 }),
        repository.count({ where }),
        repository.findAndCount({ where, take: 1, relations: { project: true } }),
        repository.existsBy(where),
      ]);
      const expectedCount = columns === COLUMNS ? 3 : 2;
      expect([found.length, count, counted[1], exists]).toEqual([1, expectedCount, expectedCount, true]);
      const lines = await dataSource
        .getRepository(host.Lines)
        .find({ where: { invoice: where }, order: { id: 'ASC' } });
      const expected = host.lines.filter(({ invoiceId }) =>
        [1, 13, columns === COLUMNS ? 5 : 13].includes(invoiceId ?? -1),
      );
      expect(lines.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    }
  });
});

describe('the where of a find that follows a relation', () => {
  const where = (hostWhere?: any) => whereAllowed<Invoice>(inWs1, 'invoices:read', BY_PROJECT, hostWhere);

  it("goes beside the host's own conditions on the relation", async () => {
    expect(await ids(where())).toEqual([1, 13]);
    expect(await ids(where({ project: { title: 'p-0' } }))).toEqual([]);
    expect(await ids(where({ project: [{ title: 'p-0' }, { id: uuidOf(1) }] }))).toEqual([1, 13]);
    expect(await ids(where({ project: { workspaceId: In(['ws-0', 'ws-2']) } }))).toEqual([]);
  });

  it('never shows a row without the relation: none, dangling, or softly deleted', async () => {
    const shown = await ids(whereAllowed(everywhere, 'invoices:read', BY_PROJECT));
    expect(shown).toEqual(host.invoices.filter((one) => host.projectOf(one) !== undefined).map(({ id }) => id));
    expect(shown).not.toContain(7);
    expect(shown).not.toContain(14);
    expect(shown).not.toContain(5);
    const withDeleted = await ids(whereAllowed(everywhere, 'invoices:read', BY_PROJECT), { withDeleted: true });
    expect(withDeleted).toContain(5);
    expect(withDeleted).not.toContain(14);
  });

  it('leaves pages and loaded relations as they are', async () => {
    const all = whereAllowed<Invoice>(everywhere, 'invoices:read', BY_PROJECT);
    const expected = await ids(all);
    const pages: number[] = [];
    for (let skip = 0; skip < 16; skip += 3) {
      pages.push(...(await ids(all, { skip, take: 3, relations: { project: true, lines: true } })));
    }
    expect(pages).toEqual(expected);
    const [first] = await repository.find({ where: where({ id: 1 }), relations: { project: true, lines: true } });
    expect([first?.project?.id, first?.lines?.length]).toEqual([uuidOf(1), 2]);
    const [bare] = await repository.find({ where: where({ id: 1 }) });
    expect(bare?.project).toBeUndefined();
  });

  it('is refused where the relation leads to many rows', async () => {
    const lines = { id: 'id', container: 'invoices.workspaceId' };
    const found = dataSource.getRepository(host.Projects).find({ where: whereAllowed(inWs1, 'invoices:read', lines) });
    await expect(found).rejects.toThrow("This relation isn't supported");
  });
});

describe('whereAllowed', () => {
  it('is not for changes: those take a query builder', async () => {
    const where = whereAllowed<Invoice>(inWs1, 'invoices:read', COLUMNS);
    const message = 'use andWhere(queryBuilder, ...)';
    await expect((async () => repository.update(where as never, { paid: true }))()).rejects.toThrow(message);
    await expect((async () => repository.delete(where as never))()).rejects.toThrow(message);
  });

  it('tells nothing that is stored in an error of TypeORM', async () => {
    const access = given(['invoices:secret-id:read']);
    const found = repository.findOneByOrFail(whereAllowed<Invoice>(access, 'invoices:read', COLUMNS));
    const error = await found.catch((thrown: unknown) => thrown);
    expect(String(error)).toContain('what the member may access');
    expect(String(error)).not.toContain('secret-id');
  });

  it.each<[string, string, any, string]>([
    ['an unknown permission', 'invoices:fly', 'id', 'by "invoices:fly": there is no such permission'],
    ['a wildcard', 'invoices:*', 'id', 'there is no such permission'],
    [
      'a container that the type does not have',
      'reports:read',
      COLUMNS,
      'what contains reports is only the organisation',
    ],
    ['too few containers', 'lines:read', COLUMNS, 'what contains lines is invoices and workspaces'],
    [
      'other containers',
      'invoices:read',
      { id: 'id', container: { teams: 'team' } },
      'what contains invoices is worksp',
    ],
    ['what is not a property', 'invoices:read', 'id) or (true', 'is not a property of an entity'],
    ['no property', 'invoices:read', {}, 'is not a property of an entity'],
    ['a prototype', 'invoices:read', { id: '__proto__.id' }, 'is not a property of an entity'],
    ['a property twice', 'invoices:read', { id: 'id', container: 'id' }, 'a property is named twice'],
    ['a relation and its column', 'invoices:read', { id: 'p', container: 'p.id' }, 'both "p" and a property of it'],
    ['an unknown type', 'invoices:read', { id: 'id', as: 'money' }, "`as` must be 'text', 'uuid' or 'integer', for id"],
    ['a type of another column', 'invoices:read', { id: 'id', as: { no: 'text' } }, '`as` names no, which is neither'],
  ])('refuses %s', (_, permission, asked, message) => {
    expect(() => whereAllowed(given(['*']), permission, asked)).toThrow(message);
  });

  it('refuses a property that the entity does not have', async () => {
    const columns = { id: 'id', container: 'workspace' };
    await expect(ids(whereAllowed(everywhere, 'invoices:read', columns))).rejects.toThrow(
      'Property "workspace" was not',
    );
  });
});
