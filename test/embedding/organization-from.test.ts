import { Authenticated, CurrentCaller, Public, RequirePermission, RouteAudit, type Caller } from '@castellan/nest';
import { CastellanAdminModule, FoundingService } from '@castellan/nest/admin';
import { castellanEntities } from '@castellan/nest/database';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import request from 'supertest';
import { openHosts, type Hosts } from './hosts';

@Controller('teams/:org_id')
class Teams {
  @Get('reports') @RequirePermission('reports:read') reports(@CurrentCaller() { orgId }: Caller): string {
    return orgId;
  }
  @Get('any') @Authenticated() any(): void {}
  @Get('open') @Public({ identify: true }) open(@CurrentCaller() caller: Caller | null): string {
    return caller?.organization ?? 'none';
  }
}

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

interface Request {
  readonly headers: Record<string, string | undefined>;
  readonly params: Record<string, string>;
}

/** Where a host may take the organisation from; each is told of it by a header. */
const WAYS = {
  'a header': ({ headers }: Request) => headers['x-org'],
  'the user, later': async ({ headers }: Request) => Promise.resolve(headers['x-org'] ?? null),
  'the path': ({ params }: Request) => params['org_id'] ?? params['organizationId'],
};

describe.each(Object.entries(WAYS))('a host that takes the organisation from %s', (way, organizationFrom) => {
  let app: INestApplication;
  beforeAll(async () => {
    app = await hosts.start({
      controllers: [Teams],
      entities: [...castellanEntities] as never,
      imports: [CastellanAdminModule.forRoot()],
      options: { organizationFrom },
    });
    for (const org of ['mine', 'theirs']) {
      await app.get(FoundingService).bootstrap({ org, admin: org === 'mine' ? 'alice' : 'mallory' });
    }
  });

  const send = (method: string, path: string, org: string) => {
    const verb = method.toLowerCase() as 'get';
    return request(app.getHttpServer())[verb](path).set('x-user', 'alice').set('x-org', org).send({});
  };

  it('lets nobody use any route of administration in another organisation', async () => {
    const routes = app
      .get(RouteAudit)
      .routes()
      .filter(({ path, requirement }) => /:org_id|:organizationId/.test(path) && requirement?.kind !== 'public');
    expect(routes.length).toBeGreaterThan(40);
    for (const { method, path } of routes) {
      const at = (org: string): string =>
        path.replace(/:org_id|:organizationId/, org).replace(/:\w+/g, path.includes('checks') ? 'apps:read' : 'none');
      const found = await send(method, at('theirs'), 'mine');
      expect([method, path, found.status]).toEqual([method, path, 403]);
      const reason = (found.body as { details?: { reason?: string } }).details?.reason;
      // The Roles API has no details.
      const expected =
        way === 'the path' ? ['not-a-member', 'platform-admins-only', undefined] : ['organisation-mismatch', undefined];
      expect(expected).toContain(reason);
      expect((await send(method, at('mine'), 'mine')).status).not.toBe(401);
    }
  });

  it('answers about the organisation that the guard decided about', async () => {
    expect((await send('GET', '/v1/orgs/mine/iam/members', 'mine')).body.total).toBe(1);
    expect((await send('GET', '/teams/mine/reports', 'mine')).text).toBe('mine');
    expect((await send('GET', '/teams/mine/any', 'mine')).status).toBe(200);
  });

  it('refuses its own routes where path and organisation differ', async () => {
    for (const path of ['reports', 'any'])
      expect((await send('GET', `/teams/theirs/${path}`, 'mine')).status).toBe(403);
    const open = await send('GET', '/teams/theirs/open', 'mine');
    expect([open.status, open.text]).toEqual([200, way === 'the path' ? 'theirs' : 'none']);
  });
});

it('refuses a path with an organisation where organizationFrom finds none', async () => {
  const app = await hosts.start({ controllers: [Teams], options: { organizationFrom: () => null } });
  await request(app.getHttpServer()).get('/teams/mine/any').set('x-user', 'alice').expect(403);
});
