import 'reflect-metadata';
import { FoundingService } from '@castellan/nest/admin';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { AppModule } from '../../apps/example/src/app.module';
import { Invoice } from '../../apps/example/src/invoice.entity';
import { dataSourceOptions } from '../../apps/server/src/data-source';
import { openTestDatabase, type TestDatabase } from '../support/database';
import { ask } from './hosts';
import { refusal } from '../e2e/answers';

let database: TestDatabase;
let app: INestApplication;

beforeAll(async () => {
  database = await openTestDatabase();
  const imports = [AppModule.forRoot({ ...dataSourceOptions(database.target), schema: undefined } as never)];
  app = (await Test.createTestingModule({ imports }).compile()).createNestApplication({ logger: false });
  await app.init();
  await app.get(FoundingService).bootstrap({ org: 'acme', admin: 'alice' });
  await app.get(FoundingService).bootstrap({ org: 'other', admin: 'mallory' });
  for (const workspace_id of ['north', 'south']) {
    const body = { workspace_id, name: workspace_id };
    await ask(app, 'post', '/access/v1/orgs/acme/workspaces', 'alice').send(body).expect(201);
  }
  const iam = '/access/v1/orgs/acme/iam';
  await ask(app, 'post', `${iam}/members`, 'alice').send({ user_id: 'bob', role_ids: [] }).expect(200);
  await ask(app, 'put', `${iam}/members/bob/roles/rl-clerk`, 'alice').send({ scope: 'workspaces/north' }).expect(200);
  const invoices = ['north', 'south'].flatMap((workspaceId) =>
    [1, 2].map((at) => ({ orgId: 'acme', id: `${workspaceId}-${at}`, workspaceId, cents: 100 * at })),
  );
  await app.get(DataSource).getRepository(Invoice).insert(invoices);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

describe('the example', () => {
  const listed = async (user: string, org = 'acme'): Promise<string[]> =>
    (await ask(app, 'get', `/orgs/${org}/invoices`, user).expect(200)).body.map(({ id }: Invoice) => id);

  it('lists what a member may read, and no more', async () => {
    expect(await listed('bob')).toEqual(['north-1', 'north-2']);
    expect(await listed('alice')).toEqual(['north-1', 'north-2', 'south-1', 'south-2']);
    expect(await listed('mallory', 'other')).toEqual([]);
    await ask(app, 'get', '/orgs/acme/invoices', 'mallory').expect(403);
  });

  it('shows an invoice of a workspace in which the member is a clerk, and says what it may do there', async () => {
    const { body } = await ask(app, 'get', '/orgs/acme/invoices/north-1', 'bob').expect(200);
    expect(body).toMatchObject({ id: 'north-1', cents: 100, may_approve: false });
    const refused = await ask(app, 'get', '/orgs/acme/invoices/south-1', 'bob').expect(403);
    expect(refused.body.details).toEqual(refusal('no-grant', { required_permission: 'invoices:read' }));
    await ask(app, 'get', '/orgs/acme/invoices/gone', 'alice').expect(403);
    await ask(app, 'get', '/orgs/other/invoices/north-1', 'mallory').expect(403);
  });

  it('lets only those approve who may', async () => {
    await ask(app, 'post', '/orgs/acme/invoices/north-1/approve', 'bob').expect(403);
    await ask(app, 'post', '/orgs/acme/invoices/north-1/approve').expect(401);
    const { body } = await ask(app, 'post', '/orgs/acme/invoices/north-1/approve', 'alice').expect(200);
    expect(body.approved).toBe(true);
  });
});
