import {
  AccessService,
  CurrentAccess,
  CurrentCaller,
  RequirePermission,
  type Access,
  type Caller,
} from '@castellan/nest';
import { Database } from '@castellan/nest/database';
import { actAs } from '@castellan/nest/testing';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { postgresUrl } from '../support/postgres';
import { ask, givenMember, openHosts, PLATFORMS, type Hosts } from './hosts';
import { refusal } from '../e2e/answers';

const isEmbedded = postgresUrl() === undefined;

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

@Controller('orgs/:org_id/reports')
class Reports {
  @Get() @RequirePermission('reports:read', { list: true }) list(@CurrentAccess() access: Access): object {
    return access.scopes('reports:read').only;
  }
  @Get(':id') @RequirePermission('reports:read', { scope: 'id' }) one(@CurrentCaller() caller: Caller): string {
    return caller.id;
  }
}

describe.each(PLATFORMS)('acting as a member, in a host on %s', (platform) => {
  let app: INestApplication;
  beforeAll(async () => {
    app = await hosts.start({ platform, controllers: [Reports] });
  });

  it('decides by what is given, without token and without database', async () => {
    const stop = actAs(app, {
      orgId: 'acme',
      userId: 'bob',
      permissions: ['reports:*:read'],
      denied: ['reports:r-2:read'],
    });
    expect((await ask(app, 'get', '/orgs/acme/reports/r-1').expect(200)).text).toBe('bob');
    const { body } = await ask(app, 'get', '/orgs/acme/reports/r-2').expect(403);
    expect(body.details).toEqual(refusal('denied', { required_permission: 'reports:read' }));
    await ask(app, 'get', '/orgs/other/reports/r-1').expect(403);
    stop();
    await ask(app, 'get', '/orgs/acme/reports/r-1').expect(401);
    await ask(app, 'get', '/orgs/acme/reports/r-1', 'bob').expect(403);
  });

  it('is over when another member acts, and may be suspended', async () => {
    const stops = [
      actAs(app, { orgId: 'acme', userId: 'bob', permissions: ['*'] }),
      actAs(app, { orgId: 'acme', userId: 'carol', permissions: ['reports:r-1:read'] }),
    ];
    expect((await ask(app, 'get', '/orgs/acme/reports/r-1').expect(200)).text).toBe('carol');
    await ask(app, 'get', '/orgs/acme/reports/r-2').expect(403);
    stops.push(actAs(app, { orgId: 'acme', userId: 'bob', permissions: ['*'], status: 'suspended' }));
    expect((await ask(app, 'get', '/orgs/acme/reports/r-1').expect(403)).body.details.reason).toBe('suspended');
    for (const stop of stops.reverse()) stop();
  });

  it('is undone in any order, and never falls back to what the real member may do', async () => {
    const orgId = await givenMember(hosts.dataSource, { allowed: ['*'] });
    const get = () => ask(app, 'get', `/orgs/${orgId}/reports/r-1`, 'bob');
    await get().expect(200);
    const first = actAs(app, { orgId, userId: 'bob', permissions: [] });
    const second = actAs(app, { orgId, userId: 'bob', permissions: ['reports:r-2:read'] });
    await get().expect(403);
    first();
    await get().expect(403);
    // Somebody else acts: what was given to Bob is nothing, and so is what he really has.
    const third = actAs(app, { orgId, userId: 'carol', permissions: ['reports:*:read'] });
    expect(await app.get(AccessService).of(orgId, 'bob')).toBeNull();
    third();
    second();
    await get().expect(200);
  });

  it('reads nothing from the database in services either', async () => {
    const query = jest.spyOn(app.get(DataSource), 'query');
    const stop = actAs(app, {
      orgId: 'acme',
      userId: 'bob',
      permissions: ['invoices:ws-1:read'],
      containers: { 'invoices/inv-1': [{ type: 'workspaces', id: 'ws-1' }] },
    });
    const prepared = jest.spyOn(app.get(Database), 'prepared');
    const service = app.get(AccessService);
    const check = (id: string) => service.check('acme', 'bob', 'invoices:read', { type: 'invoices', id });
    expect([(await check('inv-1')).reason, (await check('inv-2')).reason]).toEqual(['granted', 'no-grant']);
    expect((await service.check('acme', 'alice', 'invoices:read')).reason).toBe('not-a-member');
    expect(await service.explain('acme', 'bob', 'invoices:read')).toMatchObject({ allowed: false });
    expect([query.mock.calls.length, prepared.mock.calls.length]).toEqual([0, 0]);
    stop();
    prepared.mockRestore();
    query.mockRestore();
  });

  // The embedded database has one session, which listening would take.
  (isEmbedded ? it.skip : it)('replaces what is ready in memory too, where some staleness is allowed', async () => {
    const stale = await hosts.start({ platform, controllers: [Reports], options: { maxStalenessMs: 60_000 } });
    const orgId = await givenMember(hosts.dataSource, { allowed: ['*'] });
    const get = () => ask(stale, 'get', `/orgs/${orgId}/reports/r-1`, 'bob');
    await get().expect(200);
    const stop = actAs(stale, { orgId, userId: 'bob', permissions: [] });
    await get().expect(403);
    stop();
    await get().expect(200);
  });

  it('leaves everything as it was afterwards', async () => {
    const orgId = await givenMember(hosts.dataSource, { allowed: ['reports:r-1:read'] });
    actAs(app, { orgId, userId: 'bob', permissions: [] })();
    await ask(app, 'get', `/orgs/${orgId}/reports/r-1`, 'bob').expect(200);
    await ask(app, 'get', `/orgs/${orgId}/reports/r-1`).expect(401);
  });

  it.each(['reports:fly', 'rprots:*:read', 'reports', 'reports:a b:read'])('refuses the permission “%s”', (text) => {
    expect(() => actAs(app, { orgId: 'acme', userId: 'bob', permissions: [text] })).toThrow();
    expect(() => actAs(app, { orgId: 'acme', userId: 'bob', permissions: [], denied: [text] })).toThrow();
  });
});
