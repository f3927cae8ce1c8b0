import {
  CastellanModule,
  Authenticated,
  CurrentAccess,
  CurrentCaller,
  Public,
  RequirePermission,
  type Access,
  type Caller,
  type GuardedRequest,
} from '@castellan/nest';
import { Controller, Get, Injectable, Module, Param, Req, type INestApplication } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ask, givenMember, identify, openHosts, PLATFORMS, schema, type Hosts } from './hosts';
import { refusal } from '../e2e/answers';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

@Controller('orgs/:org_id/invoices')
class Invoices {
  @Get() @RequirePermission('invoices:read', { list: true }) list(@CurrentAccess() access: Access): object {
    return access.scopes('invoices:read');
  }
  @Get(':id') @RequirePermission('invoices:read', { scope: 'id' }) one(
    @Param('id') id: string,
    @Req() request: GuardedRequest,
    @CurrentAccess() access: Access,
    @CurrentCaller() caller: Caller,
  ): object {
    return { approve: request.access?.can('invoices:approve', id), same: request.access === access, user: caller.id };
  }
}

@Controller('open')
class Open {
  @Get() @Public() open(@Req() request: GuardedRequest): object {
    return { access: request.access === undefined };
  }
  @Get('me') @Authenticated() me(@CurrentCaller() caller: Caller): string {
    return caller.id;
  }
  @Get('access') @Authenticated() access(@CurrentAccess() access: Access): string {
    return access.userId;
  }
}

describe.each(PLATFORMS)('a host on %s that only enforces', (platform) => {
  let app: INestApplication;
  beforeAll(async () => {
    app = await hosts.start({ platform, controllers: [Invoices, Open] });
  });

  it('needs a DataSource and nothing else, and decides by the grants that are stored', async () => {
    const orgId = await givenMember(hosts.dataSource, { allowed: ['invoices:inv-1:read', 'invoices:inv-1:approve'] });
    const { body } = await ask(app, 'get', `/orgs/${orgId}/invoices/inv-1`, 'bob').expect(200);
    expect(body).toEqual({ approve: true, same: true, user: 'bob' });
    await ask(app, 'get', `/orgs/${orgId}/invoices/inv-2`, 'bob').expect(403);
    const list = await ask(app, 'get', `/orgs/${orgId}/invoices`, 'bob').expect(200);
    expect(list.body.only).toEqual([[{ type: null, id: 'inv-1' }]]);
  });

  it('answers 401, 403 and the revision without a filter of ours', async () => {
    const orgId = await givenMember(hosts.dataSource);
    const nobody = await ask(app, 'get', `/orgs/${orgId}/invoices/inv-1`).expect(401);
    expect(nobody.body).toMatchObject({ error: 'AUTHENTICATION_FAILED', status_code: 401, details: {} });
    expect(nobody.headers['www-authenticate']).toBe('Bearer');
    expect(nobody.headers['castellan-revision']).toBeUndefined();
    const bob = await ask(app, 'get', `/orgs/${orgId}/invoices/inv-1`, 'bob').expect(403);
    expect(bob.body).toMatchObject({
      error: 'FORBIDDEN',
      status_code: 403,
      message: "You don't have permission to perform this action",
      details: refusal('no-grant', { required_permission: 'invoices:read' }),
    });
    expect(bob.headers['castellan-revision']).toMatch(/^\d+\.0$/);
    const stranger = await ask(app, 'get', `/orgs/${orgId}/invoices/inv-1`, 'mallory').expect(403);
    const nowhere = await ask(app, 'get', `/orgs/nowhere/invoices/inv-1`, 'mallory').expect(403);
    expect({ ...stranger.body, timestamp: 0 }).toEqual({ ...nowhere.body, timestamp: 0 });
    expect(stranger.body.details).toEqual(refusal('not-a-member', { required_permission: 'invoices:read' }));
  });

  it('lets everybody use what is public, and there is no access there', async () => {
    expect((await ask(app, 'get', '/open').expect(200)).body).toEqual({ access: true });
    await ask(app, 'get', '/open/me').expect(401);
    expect((await ask(app, 'get', '/open/me', 'bob').expect(200)).text).toBe('bob');
    expect((await ask(app, 'get', '/open/access', 'bob').expect(403)).body.error).toBe('FORBIDDEN');
  });
});

describe('CastellanModule', () => {
  it('takes its options from a factory, with what the factory needs', async () => {
    @Injectable()
    class Users {
      readonly header = 'x-user';
    }
    @Module({ providers: [Users], exports: [Users] })
    class UsersModule {}
    const access = CastellanModule.forRootAsync({
      imports: [UsersModule],
      inject: [Users],
      useFactory: ({ header }: Users) => ({
        schema,
        platformAdmins: [],
        identify: ({ headers }: GuardedRequest) => ({ userId: String(headers[header]) }),
      }),
    });
    const app = await hosts.start({ access, controllers: [Invoices] });
    const orgId = await givenMember(hosts.dataSource, { allowed: ['*'] });
    await ask(app, 'get', `/orgs/${orgId}/invoices/inv-1`, 'bob').expect(200);
    await ask(app, 'get', `/orgs/${orgId}/invoices/inv-1`).expect(403);
  });

  it('uses the DataSource that is named', async () => {
    const asked: string[] = [];
    const named = new Proxy(hosts.dataSource, {
      get: (target, key) => {
        asked.push(String(key));
        return Reflect.get(target, key) as unknown;
      },
    });
    @Module({ providers: [{ provide: getDataSourceToken('access'), useValue: named }], exports: ['accessDataSource'] })
    class OtherDatabase {}
    const token = getDataSourceToken('access') as string;
    const access = CastellanModule.forRootAsync({
      imports: [OtherDatabase],
      dataSource: token,
      useFactory: () => ({ schema, identify }),
    });
    const app = await hosts.start({ access, controllers: [Invoices] });
    const orgId = await givenMember(hosts.dataSource, { allowed: ['*'] });
    await ask(app, 'get', `/orgs/${orgId}/invoices/inv-1`, 'bob').expect(200);
    expect(asked).toContain('driver');
    expect(app.get(DataSource)).not.toBe(named);
  });

  it.each([
    [{ schema, undeclaredRoute: 'deny' }, 'undeclaredRoute is not an option'],
    [{ schema, undeclaredRoutes: 'allow' }, `undeclaredRoutes must be 'refuse' or 'deny', not "allow"`],
    [{ schema, undeclaredRoutes: ['GET /metrics'] }, "undeclaredRoutes must be 'refuse' or 'deny'"],
    [{ schema, platformAdmins: 'alice,bob' }, 'platformAdmins must be a list of user ids, not "alice,bob"'],
    [{ schema, platformAdmins: ['alice', ''] }, 'platformAdmins must be a list of user ids'],
    [{ schema, platformAdmins: ['alice', undefined] }, 'platformAdmins must be a list of user ids'],
    [{ schema, singleProcess: 'false' }, 'singleProcess must be true or false, not "false"'],
    [{ schema, maxStalenessMs: NaN }, 'maxStalenessMs must be an integer of 0 or more, not NaN'],
    [{ schema, maxStalenessMs: -1 }, 'maxStalenessMs must be an integer of 0 or more, not -1'],
    [{ schema, maxStalenessMs: '5' }, 'maxStalenessMs must be an integer of 0 or more, not "5"'],
    [{ schema, cachedMembers: 0 }, 'cachedMembers must be an integer of 1 or more, not 0'],
    [{ schema, cachedOrganizations: Infinity }, 'cachedOrganizations must be an integer of 1 or more, not Infinity'],
    [{ schema, identify: 'bob' }, 'identify must be a function, not "bob"'],
    [{ schema, organizationFrom: {} }, 'organizationFrom must be a function, not {}'],
    [{ schema, thirdPartyRoutes: 'GET /metrics' }, 'thirdPartyRoutes must be a list of handlers'],
    [{ schema, adopting: { until: 'soon' } }, "adopting must be { until: 'YYYY-MM-DD' }"],
    [{ schema, source: {} }, 'source must be an object with stamps and grants'],
    [{ schema: {} }, 'schema must be what defineSchema returns'],
    [{}, 'schema is missing'],
  ])('refuses options that cannot be meant (%#)', async (options: any, message) => {
    const given = Object.hasOwn(options, 'schema') ? options : { ...options, schema: undefined };
    await expect(hosts.start({ access: CastellanModule.forRoot(given) })).rejects.toThrow(message);
  });
});

describe('the subpaths', () => {
  it.each(['.', './admin', './roles', './database', './testing'])('%s has code and types', (path) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { exports, typesVersions } = require('../../libs/nest/package.json');
    const source = (file: string): string =>
      file.replace('./dist/', '../../libs/nest/src/').replace(/(\.d)?\.[jt]s$/, '');
    expect(source(exports[path].types)).toBe(source(exports[path].default));
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    expect(Object.keys(require(source(exports[path].default))).length).toBeGreaterThan(0);
    if (path !== '.') expect([`./${typesVersions['*'][path.slice(2)][0]}`]).toEqual([exports[path].types]);
  });
});
