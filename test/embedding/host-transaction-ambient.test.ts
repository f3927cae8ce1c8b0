import {
  type Actor,
  CastellanAdminModule,
  FoundingService,
  inTransaction,
  memberActor,
  PoliciesService,
} from '@castellan/nest/admin';
import { AccessService } from '@castellan/nest';
import { castellanEntities } from '@castellan/nest/database';
import { Injectable, type INestApplication } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { ClsPluginTransactional, Transactional as ClsTransactional, TransactionHost } from '@nestjs-cls/transactional';
import { TransactionalAdapterTypeOrm } from '@nestjs-cls/transactional-adapter-typeorm';
import { ClsModule } from 'nestjs-cls';
import { DataSource } from 'typeorm';
import {
  addTransactionalDataSource,
  deleteDataSourceByName,
  initializeTransactionalContext,
  Propagation,
  StorageDriver,
  Transactional,
} from 'typeorm-transactional';
import { CHANGED_MIND } from './host';
import { openHosts, type Hosts } from './hosts';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

/** What a service of the host does inside its ambient transaction. */
type Work = (manager: unknown) => Promise<unknown>;

@Injectable()
class TypeOrmHost {
  constructor(private readonly dataSource: DataSource) {}

  @Transactional()
  async required(work: Work): Promise<void> {
    // In here, it is the manager of the transaction.
    await work(this.dataSource.manager);
  }

  @Transactional({ propagation: Propagation.REQUIRES_NEW })
  async alone(work: Work): Promise<void> {
    await work(this.dataSource.manager);
  }
}

@Injectable()
class ClsHost {
  constructor(private readonly host: TransactionHost<TransactionalAdapterTypeOrm>) {}

  @ClsTransactional()
  async required(work: Work): Promise<void> {
    await work(this.host.tx);
  }

  async alone(work: Work): Promise<void> {
    await this.host.withTransaction(() => work(this.host.tx));
  }
}

interface Ambient {
  required(work: Work): Promise<void>;
  alone(work: Work): Promise<void>;
}

const KINDS: ReadonlyArray<readonly [string, () => Promise<{ app: INestApplication; ambient: Ambient }>]> = [
  [
    'typeorm-transactional',
    async () => {
      initializeTransactionalContext({ storageDriver: StorageDriver.ASYNC_LOCAL_STORAGE });
      const app = await hosts.start({
        entities: castellanEntities,
        imports: [CastellanAdminModule.forRoot()],
        providers: [TypeOrmHost],
        prepare: (made) => void addTransactionalDataSource(made.get(DataSource)),
      });
      return { app, ambient: app.get(TypeOrmHost) };
    },
  ],
  [
    '@nestjs-cls/transactional',
    async () => {
      const adapter = new TransactionalAdapterTypeOrm({ dataSourceToken: getDataSourceToken() });
      const cls = ClsModule.forRoot({ global: true, plugins: [new ClsPluginTransactional({ adapter })] });
      const imports = [CastellanAdminModule.forRoot(), cls];
      const app = await hosts.start({ entities: castellanEntities, imports, providers: [ClsHost] });
      return { app, ambient: app.get(ClsHost) };
    },
  ],
];

describe.each(KINDS)('an ambient transaction of %s', (name, open) => {
  let app: INestApplication;
  let ambient: Ambient;
  let alice: Actor;
  const orgId = `org-${name.replaceAll(/[^a-z]/g, '')}`;
  beforeAll(async () => {
    ({ app, ambient } = await open());
    await app.get(FoundingService).bootstrap({ org: orgId, admin: 'alice' });
    alice = memberActor(app.get(AccessService), 'alice', { permission: 'policies:create' });
  });
  afterAll(() => deleteDataSourceByName('default'));

  const create = (by: Actor, of: string): Promise<unknown> =>
    app.get(PoliciesService).create(by, orgId, { name: of, permissions: ['invoices:*:read'] });
  const isThere = async (of: string): Promise<boolean> =>
    (await hosts.dataSource.query('select from castellan.policy where org_id = $1 and name = $2', [orgId, of])).length >
    0;

  it.each(['required', 'alone'] as const)('refuses a change that does not join it: %s', async (method) => {
    const work = async (): Promise<void> => {
      await expect(create(alice, 'Alone')).rejects.toMatchObject({ details: { reason: 'not_joined' } });
      await expect(create(alice, 'Alone')).rejects.toThrow('inTransaction');
    };
    await ambient[method](work);
    expect(await isThere('Alone')).toBe(false);
  });

  it('holds a change that joins it, and keeps or drops it with everything else', async () => {
    const joining = async (of: string, manager: unknown): Promise<unknown> =>
      create(inTransaction(alice, manager as DataSource['manager']), of);
    await ambient.required((manager) => joining('Kept', manager));
    const dropped = ambient.required(async (manager) => {
      await joining('Dropped', manager);
      throw CHANGED_MIND;
    });
    await expect(dropped).rejects.toBe(CHANGED_MIND);
    expect([await isThere('Kept'), await isThere('Dropped')]).toEqual([true, false]);
  });

  it('is over for what comes after it', async () => {
    await ambient.required(() => Promise.resolve());
    await create(alice, 'After');
    expect(await isThere('After')).toBe(true);
  });
});
