import { resolve } from 'node:path';
import { CastellanAdminModule, FoundingService } from '@castellan/nest/admin';
import { castellanEntities, Database } from '@castellan/nest/database';
import { RequirePermission } from '@castellan/nest';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import { ask, openHosts, type Hosts } from './hosts';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

@Controller('orgs/:org_id/reports')
class Reports {
  @Get() @RequirePermission('reports:read') list(): string {
    return 'reports';
  }
}

describe('two applications in one process, each with singleProcess', () => {
  let apps: INestApplication[];
  beforeAll(async () => {
    const start = () =>
      hosts.start({
        entities: castellanEntities,
        controllers: [Reports],
        options: { singleProcess: true },
        imports: [CastellanAdminModule.forRoot()],
      });
    apps = [await start(), await start()];
    await (apps[0] as INestApplication).get(FoundingService).bootstrap({ org: 'acme', admin: 'alice' });
  });

  it('see each other’s changes at once', async () => {
    const [one, other] = apps as [INestApplication, INestApplication];
    const iam = '/v1/orgs/acme/iam';
    await ask(one, 'post', `${iam}/members`, 'alice')
      .send({ user_id: 'bob', role_ids: ['rl-admin'] })
      .expect(200);
    await ask(other, 'get', '/orgs/acme/reports', 'bob').expect(200);
    await ask(one, 'put', `${iam}/members/bob`, 'alice').send({ status: 'suspended' }).expect(200);
    await ask(other, 'get', '/orgs/acme/reports', 'bob').expect(403);
    await ask(other, 'put', `${iam}/members/bob`, 'alice').send({ status: 'active' }).expect(200);
    await ask(one, 'get', '/orgs/acme/reports', 'bob').expect(200);
  });
});

describe('two copies of the package in one process', () => {
  it('count their transactions together', async () => {
    const databases = [Database];
    jest.isolateModules(() => {
      const path = resolve(__dirname, '../../libs/nest/src/database/database');
      databases.push((jest.requireActual(path) as { Database: typeof Database }).Database);
    });
    const [mine, theirs] = databases.map((Copy) => new Copy(hosts.dataSource)) as [Database, Database];
    expect(databases[0]).not.toBe(databases[1]);
    const before = mine.transactions;
    await theirs.transaction(async () => undefined);
    expect(mine.transactions).toBe(before + 1);
    const end = theirs.noteJoined();
    expect(mine.transactions).toBeNaN();
    end();
    expect(mine.transactions).toBe(before + 2);
  });
});
