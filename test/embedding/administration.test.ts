import { RouteAudit } from '@castellan/nest';
import {
  FoundingService,
  CastellanAdminModule,
  type CastellanAdminOptions,
  type CastellanAdminRoutes,
} from '@castellan/nest/admin';
import { castellanEntities, Database, verifyChain } from '@castellan/nest/database';
import { ValidationPipe, VersioningType, type DynamicModule, type INestApplication } from '@nestjs/common';
import { ask, openHosts, PLATFORMS, type HostParts, type Hosts } from './hosts';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

let made = 0;

/** A host that administers, and an organisation in it with the Admin `alice`. */
async function start(iam: DynamicModule, parts: HostParts = {}): Promise<{ app: INestApplication; orgId: string }> {
  const app = await hosts.start({ entities: castellanEntities, ...parts, imports: [iam] });
  const orgId = `org-${++made}-${parts.platform ?? 'express'}`;
  await app.get(FoundingService).bootstrap({ org: orgId, admin: 'alice' });
  return { app, orgId };
}

const routesOf = (app: INestApplication): string[] =>
  app
    .get(RouteAudit)
    .routes()
    .map(({ method, path }) => `${method} ${path}`);

describe.each(PLATFORMS)('administration in a host on %s', (platform) => {
  it('has both APIs', async () => {
    const { app, orgId } = await start(CastellanAdminModule.forRoot(), { platform });
    const one = await ask(app, 'get', `/v1/orgs/${orgId}/iam/roles?limit=2`, 'alice').expect(200);
    expect(JSON.stringify(one.body)).toContain('rl-admin');
    const refused = await ask(app, 'get', `/v1/orgs/${orgId}/iam/roles`, 'mallory').expect(403);
    const answers = [one, refused].map(({ headers }) => headers['cache-control']);
    expect(answers).toEqual(['no-store', 'no-store']);
    const two = await ask(app, 'get', `/organizations/${orgId}/roles`, 'alice').expect(200);
    expect(JSON.stringify(two.body)).toContain('rl-admin');
    const body = { name: 'Readers', description: 'x', permissions: ['invoices:*:read'] };
    await ask(app, 'post', `/v1/orgs/${orgId}/iam/policies`, 'alice').send(body).expect(201);
    const wrong = await ask(app, 'post', `/v1/orgs/${orgId}/iam/policies`, 'alice').send({ surprise: 1 }).expect(422);
    expect(wrong.body.detail[0]).toMatchObject({ type: 'missing', loc: ['body', 'name'] });
    const none = await ask(app, 'get', `/organizations/${orgId}/roles/none`, 'alice').expect(404);
    expect(Object.keys(none.body)).toEqual(['error', 'message']);
    expect((await ask(app, 'get', `/organizations/${orgId}/roles`, 'bob').expect(403)).body.error).toBe('Forbidden');
  });

  it('is below a path of the host', async () => {
    const { app, orgId } = await start(CastellanAdminModule.forRoot({ path: '/admin/access' }), { platform });
    expect(routesOf(app).filter((route) => !/ \/admin\/access\/(v1|organizations)/.test(route))).toEqual([]);
    await ask(app, 'get', `/admin/access/v1/orgs/${orgId}/iam/me`, 'alice').expect(200);
    await ask(app, 'get', `/admin/access/organizations/${orgId}/roles`, 'alice').expect(200);
    await ask(app, 'get', `/admin/access/v1/orgs/${orgId}/iam/me`, 'mallory').expect(403);
    await ask(app, 'get', `/v1/orgs/${orgId}/iam/me`, 'alice').expect(404);
  });

  it('is not changed by what a host does to its own controllers', async () => {
    const prepare = (app: INestApplication): void => {
      app.enableVersioning({ type: VersioningType.URI, defaultVersion: '7' });
      app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
    };
    const { app, orgId } = await start(CastellanAdminModule.forRoot(), { platform, prepare });
    const path = `/v1/orgs/${orgId}/iam`;
    await ask(app, 'get', `${path}/policies?limit=2`, 'alice').expect(200);
    await ask(app, 'get', `${path}/policies?limit=x`, 'alice').expect(422);
    const expires_at = '2999-01-31T12:00:00Z';
    await ask(app, 'post', `${path}/members`, 'alice').send({ user_id: 'bob', role_ids: [] }).expect(200);
    const given = await ask(app, 'put', `${path}/members/bob/roles/rl-admin`, 'alice').send({ expires_at }).expect(200);
    expect(JSON.stringify(given.body)).toContain('2999-01-31T12:00:00.000Z');
    const members = [{ user_id: 'carol', role_ids: ['rl-admin'] }];
    await ask(app, 'post', `${path}/members/batch`, 'alice').send({ members }).expect(200);
    await ask(app, 'get', `${path}/policies`, 'carol').expect(200);
    const workspace = { workspace_id: `ws-${orgId}`, name: 'One' };
    await ask(app, 'post', `/v1/orgs/${orgId}/workspaces`, 'alice').send(workspace).expect(201);
    const invoice = `${path}/resources/invoices/inv-1`;
    const body = { name: 'First', description: 'said', workspace_id: workspace.workspace_id };
    await ask(app, 'put', invoice, 'alice').send(body).expect(201);
    const renamed = await ask(app, 'put', invoice, 'alice').send({ name: 'Second' }).expect(200);
    expect(renamed.body).toMatchObject({ name: 'Second', description: 'said' });
    const role = await ask(app, 'post', `/organizations/${orgId}/roles`, 'alice')
      .send({ name: 'Stated', policies: [{ resources: ['invoices'], actions: ['read'], effect: 'allow' }] })
      .expect(200);
    expect(role.body.data).toBeDefined();
  });
});

describe('CastellanAdminModule', () => {
  it.each<[CastellanAdminRoutes, RegExp]>([
    [{ apis: ['iam'] }, / \/v1\//],
    [{ apis: ['roles'] }, / \/organizations\//],
    [{ apis: ['roles', 'roles'], path: 'below' }, / \/below\/organizations\//],
  ])('has the routes of the APIs that are chosen, and no others: %j', async (routes, expected) => {
    const { app } = await start(CastellanAdminModule.forRoot(routes));
    expect(routesOf(app).length).toBeGreaterThan(4);
    expect(routesOf(app).filter((route) => !expected.test(route))).toEqual([]);
  });

  it('has services and no routes without an API', async () => {
    const { app } = await start(CastellanAdminModule.forRoot({ apis: [] }));
    expect(routesOf(app)).toEqual([]);
  });

  it('says that it needs its entities, where a host has forgotten them', async () => {
    await expect(start(CastellanAdminModule.forRoot(), { entities: [] })).rejects.toThrow(
      'entities: [...castellanEntities]',
    );
  });

  it('rejects an API that it does not have', () => {
    expect(() => CastellanAdminModule.forRoot({ apis: ['graphql' as never] })).toThrow(
      'CastellanAdminModule has no API "graphql"',
    );
  });

  it('takes the key of the audit chain from a factory, and every change is chained with it', async () => {
    const useFactory = (): CastellanAdminOptions => ({ auditKey: 'k'.repeat(32) });
    const { app, orgId } = await start(CastellanAdminModule.forRootAsync({ useFactory, apis: ['iam'] }));
    await ask(app, 'post', `/v1/orgs/${orgId}/iam/members`, 'alice').send({ user_id: 'bob', role_ids: [] }).expect(200);
    const database = app.get(Database);
    expect((await verifyChain(database, orgId, { key: 'k'.repeat(32) })).findings).toEqual([]);
    expect((await verifyChain(database, orgId, {})).findings).not.toEqual([]);
  });
});
