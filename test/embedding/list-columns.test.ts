import { andWhere, whereAllowed, type AccessColumns } from '@castellan/nest';
import { EntitySchema, In, type DataSource, type ValueTransformer } from 'typeorm';
import * as host from './listed-rows';
import { given } from './listed-rows';

/** `inv-5` is stored as 5, and `WS-1` as `ws-1`. */
class Numbered implements ValueTransformer {
  private readonly prefix = 'inv-';
  to = (id: unknown): unknown => (typeof id === 'string' ? Number(id.slice(this.prefix.length)) : id);
  from(stored: unknown): string {
    return `${this.prefix}${String(stored)}`;
  }
}
const lowerCase: ValueTransformer = {
  to: (id: string) => id.toLowerCase(),
  from: (stored: string) => stored.toUpperCase(),
};

interface Paper {
  id: string;
  workspaceId: string;
  sheet: { workspaceId: string };
}

const entityOf = (name: string, id: object, workspaceId: object) =>
  new EntitySchema<Paper>({
    name,
    tableName: `host_${name.toLowerCase()}`,
    columns: {
      id: { type: 'integer', primary: true, ...id },
      workspaceId: { type: 'text', name: 'workspace_id', ...workspaceId },
    } as never,
    embeddeds: { sheet: { schema: Sheets, prefix: 'sheet' } },
  });
const Sheets = new EntitySchema<Paper['sheet']>({
  name: 'Sheet',
  columns: { workspaceId: { type: 'text', name: 'ws' } },
});

const Papers = entityOf('Paper', { transformer: new Numbered() }, { transformer: [lowerCase] });
let calls = 0;
const Salted = entityOf(
  'Salted',
  { type: 'text' },
  { transformer: { to: (id: string) => `${id}-${calls++}`, from: saltless } },
);
const Boxed = entityOf(
  'Boxed',
  { type: 'text' },
  { type: 'jsonb', transformer: { to: (id: unknown) => ({ id }), from: saltless } },
);

function saltless(stored: unknown): unknown {
  return typeof stored === 'string' ? stored.replace(/-[0-9]+$/, '') : (stored as { id: unknown }).id;
}

interface Doc {
  orgId: string;
  id: string;
  folderId: string | null;
  folder?: { orgId: string; id: string; workspaceId: string };
}

const KEY = { orgId: { type: 'text', name: 'org_id', primary: true }, id: { type: 'text', primary: true } } as const;
const Folders = new EntitySchema<NonNullable<Doc['folder']>>({
  name: 'Folder',
  tableName: 'host_folder',
  columns: { ...KEY, workspaceId: { type: 'text', name: 'workspace_id' } },
});
const Docs = new EntitySchema<Doc>({
  name: 'Doc',
  tableName: 'host_doc',
  columns: { ...KEY, folderId: { type: 'text', name: 'folder_id', nullable: true } },
  relations: {
    folder: {
      type: 'many-to-one',
      target: 'Folder',
      joinColumn: [
        { name: 'org_id', referencedColumnName: 'orgId' },
        { name: 'folder_id', referencedColumnName: 'id' },
      ],
    },
  },
});

let database: Awaited<ReturnType<typeof host.openRows>>;
let dataSource: DataSource;
beforeAll(async () => {
  database = await host.openRows([Papers, Salted, Boxed, Folders, Docs]);
  dataSource = database.dataSource;
  const papers = [0, 1, 2, 3].map((at) => ({
    id: `inv-${at}`,
    workspaceId: `WS-${at % 2}`,
    sheet: { workspaceId: `sheet-${at % 2}` },
  }));
  await dataSource.getRepository(Papers).insert(papers);
});
afterAll(() => database.close());

const AS = { id: 'integer', workspaceId: 'text' } as const;

async function listed(permissions: string[], denied: string[], columns: AccessColumns, where?: any): Promise<string[]> {
  const access = given(permissions, denied);
  const repository = dataSource.getRepository(Papers);
  const read = whereAllowed<Paper>(access, 'invoices:read', columns, where);
  const found = [await repository.find({ where: read, order: { id: 'ASC' } })];
  // The same again: a transformer must not be applied twice.
  found.push(await repository.find({ where: read, order: { id: 'ASC' } }));
  const builder = repository.createQueryBuilder('p').orderBy('p.id').setFindOptions({ where });
  found.push(await andWhere(builder, access, 'invoices:read', columns).getMany());
  const [ids, ...others] = found.map((rows) => rows.map(({ id }) => id));
  for (const one of others) expect(one).toEqual(ids);
  return ids as string[];
}

describe('a list by columns with a transformer', () => {
  const columns = { id: 'id', container: 'workspaceId', as: AS };

  it('compares what is stored', async () => {
    expect(await listed(['invoices:inv-2:read'], [], columns)).toEqual(['inv-2']);
    expect(await listed(['invoices:WS-1:read'], [], columns)).toEqual(['inv-1', 'inv-3']);
    expect(await listed(['invoices:*:read'], ['invoices:inv-2:read'], columns)).toEqual(['inv-0', 'inv-1', 'inv-3']);
    expect(await listed(['invoices:*:read'], ['invoices:WS-1:read'], columns)).toEqual(['inv-0', 'inv-2']);
  });

  it('shows nothing for an id that is only stored alike', async () => {
    expect(await listed(['invoices:2:read', 'invoices:xxxx2:read', 'invoices:inv-02:read'], [], columns)).toEqual([]);
    expect(await listed(['invoices:ws-1:read', 'invoices:Ws-1:read'], [], columns)).toEqual([]);
    expect(await listed(['invoices:*:read'], ['invoices:ws-1:read'], columns)).toHaveLength(4);
  });

  it("transforms the host's own values once", async () => {
    const permissions = ['invoices:inv-1:read', 'invoices:WS-0:read'];
    expect(await listed(permissions, [], columns, { id: 'inv-1' })).toEqual(['inv-1']);
    expect(await listed(permissions, [], columns, { id: 'inv-3' })).toEqual([]);
    const access = given(permissions);
    const where = whereAllowed<Paper>(access, 'invoices:read', columns, { id: In(['inv-2', 'inv-3']) });
    expect((await dataSource.getRepository(Papers).find({ where })).map(({ id }) => id)).toEqual(['inv-2']);
  });

  it('is refused without saying how ids are stored, and names column and option', async () => {
    for (const [as, message] of [
      [
        undefined,
        '"workspaceId" has a transformer: declare how its ids are stored, with the option as: { \'workspaceId\'',
      ],
      [{ workspaceId: 'text' }, '"id" has a transformer'],
    ] as const) {
      const denied = listed(['invoices:*:read'], ['invoices:inv-2:read'], { ...columns, as });
      await expect(denied).rejects.toThrow(message);
    }
  });

  it.each([
    ['stores an id differently each time', Salted, 'must store the same value each time'],
    ['stores an object', Boxed, 'must store a string or a number'],
  ])('is refused where the transformer %s', async (_, entity, message) => {
    const columns = { id: 'id', container: 'workspaceId', as: 'text' } as const;
    const access = given(['invoices:*:read'], ['invoices:ws-1:read']);
    const where = whereAllowed<Paper>(access, 'invoices:read', columns);
    await expect(dataSource.getRepository(entity).find({ where })).rejects.toThrow(message);
    const builder = dataSource.getRepository(entity).createQueryBuilder('p');
    expect(() => andWhere(builder, access, 'invoices:read', columns)).toThrow(message);
  });
});

describe('a list by a column of an embedded object', () => {
  it('is found in the row itself', async () => {
    const columns = { id: 'id', container: 'sheet.workspaceId', as: { id: 'integer' } } as const;
    expect(await listed(['invoices:sheet-1:read'], [], columns)).toEqual(['inv-1', 'inv-3']);
    expect(await listed(['invoices:*:read'], ['invoices:sheet-1:read'], columns)).toEqual(['inv-0', 'inv-2']);
  });
});

describe('a list by a relation of two columns', () => {
  it('follows both', async () => {
    const orgs = ['acme', 'other'];
    const folders = orgs.map((orgId, at) => ({ orgId, id: 'f', workspaceId: `ws-${at}` }));
    await dataSource.getRepository(Folders).insert(folders);
    const docs = dataSource.getRepository(Docs);
    await docs.insert(
      orgs.flatMap((orgId) => ['f', null].map((folderId) => ({ orgId, id: `${orgId}-${folderId}`, folderId }))),
    );
    const columns = { id: 'id', container: 'folder.workspaceId' };
    for (const [denied, expected] of [
      [[], ['acme-f', 'other-f']],
      [['invoices:ws-1:read'], ['acme-f']],
    ] as Array<[string[], string[]]>) {
      const access = given(['invoices:*:read'], denied);
      const where = whereAllowed<Doc>(access, 'invoices:read', columns);
      const builder = andWhere(docs.createQueryBuilder('d').orderBy('d.id'), access, 'invoices:read', columns);
      for (const found of [await docs.find({ where, order: { id: 'ASC' } }), await builder.getMany()]) {
        expect(found.map(({ id }) => id)).toEqual(expected);
      }
    }
  });
});

describe('a list by ids of a declared type', () => {
  const planOf = (permission: string, columns: AccessColumns, entity: EntitySchema<any>, ids: readonly string[]) =>
    dataSource.transaction(async (manager) => {
      await manager.query('set local enable_seqscan = off');
      const access = given(ids.map((id) => permission.replace(':', `:${id}:`)));
      const builder = manager.getRepository(entity).createQueryBuilder('r').select('r.id');
      const [text, values] = andWhere(builder, access, permission, columns).getQueryAndParameters();
      const plan: Array<Record<string, string>> = await manager.query(`explain ${text}`, values);
      return plan.map((line) => Object.values(line)[0]).join('\n');
    });

  it('uses the index of the column', async () => {
    const uuids = [host.uuidOf(31), host.uuidOf(32), 'no-uuid'];
    expect(await planOf('reports:read', { id: 'id', as: 'integer' }, host.Invoices, ['1', 'x'])).toMatch(/Index/);
    expect(await planOf('reports:read', { id: 'id', as: 'uuid' }, host.Projects, uuids)).toMatch(/Index/);
    expect(await planOf('reports:read', { id: 'id' }, host.Projects, uuids)).not.toMatch(/Index Cond/);
  });

  it('leaves out ids that no column of the type has, so that nothing fails', async () => {
    const invoices = dataSource.getRepository(host.Invoices);
    const strange = ['01', '+1', '1.0', '1e0', '9223372036854775808', 'x', '-0', `${10 ** 18}0`, host.uuidOf(1), '2'];
    const access = given(strange.map((id) => `reports:${id}:read`));
    const where = whereAllowed<host.Invoice>(access, 'reports:read', { id: 'id', as: 'integer' });
    expect((await invoices.find({ where })).map(({ id }) => id)).toEqual([2]);
    const projects = dataSource.getRepository(host.Projects);
    const spelled = given(
      [host.uuidOf(1).toUpperCase(), `{${host.uuidOf(2)}}`, host.uuidOf(3)].map((id) => `reports:${id}:read`),
    );
    const byUuid = andWhere(projects.createQueryBuilder('p'), spelled, 'reports:read', { id: 'id', as: 'uuid' });
    expect((await byUuid.getMany()).map(({ id }) => id)).toEqual([host.uuidOf(3)]);
  });
});
