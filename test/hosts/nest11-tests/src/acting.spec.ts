import { actAs, expectOpenRoutes } from '@castellan/nest/testing';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { AppModule } from './app.module';

// Globals of jest and of vitest alike.
declare const describe: (name: string, body: () => void) => void;
declare const it: (name: string, body: () => unknown) => void;
declare const beforeAll: (body: () => unknown) => void;
declare const afterAll: (body: () => unknown) => void;

describe('acting as a member', () => {
  let app: INestApplication;
  beforeAll(async () => {
    app = (await Test.createTestingModule({ imports: [AppModule] }).compile()).createNestApplication();
    await app.init();
  });
  afterAll(() => app.close());

  const show = (id: string) => request(app.getHttpServer()).get(`/orgs/acme/invoices/${id}`);

  it('lets in where the member holds the right, and refuses elsewhere', async () => {
    const stop = actAs(app, { orgId: 'acme', userId: 'bob', permissions: ['invoices:inv-1:read'] });
    await show('inv-1').expect(200, { id: 'inv-1' });
    await show('inv-2').expect(403);
    await request(app.getHttpServer()).get('/orgs/other/invoices/inv-1').expect(403);
    stop();
    await show('inv-1').expect(401);
  });

  it('refuses a suspended member', async () => {
    const stop = actAs(app, { orgId: 'acme', userId: 'bob', permissions: ['*'], status: 'suspended' });
    await show('inv-1').expect(403);
    stop();
  });

  it('keeps the number of open handlers', () => {
    expectOpenRoutes(app, 0);
  });
});
