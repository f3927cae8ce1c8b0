import { CurrentAccess, CurrentCaller, RequirePermission, type Access, type Caller } from '@castellan/nest';
import { actAs } from '@castellan/nest/testing';
import { Controller, Get, type INestApplication } from '@nestjs/common';
import { ask, givenMember, openHosts, PLATFORMS, type Hosts } from './hosts';
import { refusal } from '../e2e/answers';

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
