import { CurrentAccess, Refusals, type Access, RequirePermission } from '@castellan/nest';
import { Controller, Get, HttpException, Injectable, Logger, type CanActivate } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ask, givenMember, openHosts, type HostParts, type Hosts } from './hosts';

const NEXT_YEAR = `${new Date().getFullYear() + 1}-03-01`;

@Controller('orgs/:org_id')
class Routes {
  @Get('silent') silent(): string {
    return 'as before';
  }
  @Get('declared') @RequirePermission('reports:read') declared(): void {}
  @Get('shadow') @RequirePermission('reports:read', { shadow: true }) shadow(): string {
    return 'not refused';
  }
  @Get('access') @RequirePermission('reports:read', { shadow: true }) access(@CurrentAccess() access: Access): string {
    return access.can('reports:send') ? 'may send' : 'may not';
  }
}

@Controller('orgs/:org_id')
class Declared {
  @Get('declared') @RequirePermission('reports:read') declared(): void {}
  @Get('access') @RequirePermission('reports:read') access(@CurrentAccess() _access: unknown): void {}
}

let hosts: Hosts;
let warn: jest.SpyInstance;
beforeAll(async () => {
  hosts = await openHosts();
});
beforeEach(() => {
  warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
});
afterEach(() => warn.mockRestore());
afterAll(() => hosts.close());

const lines = (): unknown[] => warn.mock.calls.map(([line]) => line as unknown);

describe('an application that adopts Castellan route by route', () => {
  const start = (options: HostParts['options'] = { adopting: { until: NEXT_YEAR } }) =>
    hosts.start({ controllers: [Routes], options });

  it('leaves undeclared routes as they were, guards the others, and says how many there are', async () => {
    const app = await start();
    expect(lines()).toContain(`3 of 4 handlers declare what they require; the others are open until ${NEXT_YEAR}`);
    expect((await ask(app, 'get', '/orgs/acme/silent').expect(200)).text).toBe('as before');
    await ask(app, 'get', '/orgs/acme/declared').expect(401);
  });

  it('decides, logs and counts for a route in shadow, and refuses nobody', async () => {
    const app = await start();
    expect(lines()).toContain(
      'In shadow (refusals are logged, not enforced): GET /orgs/:org_id/shadow (Routes.shadow), GET /orgs/:org_id/access (Routes.access)',
    );
    const orgId = await givenMember(hosts.dataSource);
    await ask(app, 'get', `/orgs/${orgId}/shadow`, 'bob').expect(200);
    await ask(app, 'get', `/orgs/${orgId}/shadow`).expect(200);
    expect(lines()).toContainEqual(
      expect.objectContaining({
        msg: 'would_deny',
        user: 'bob',
        org: orgId,
        permission: 'reports:read',
        reason: 'no-grant',
      }),
    );
    expect([...app.get(Refusals).wouldDeny]).toEqual([['Routes.shadow', 2]]);
  });

  it('tells a route in shadow what a member may do, and has nothing to tell of anybody else', async () => {
    const app = await start();
    const orgId = await givenMember(hosts.dataSource, { allowed: ['reports:*:send'] });
    expect((await ask(app, 'get', `/orgs/${orgId}/access`, 'bob').expect(200)).text).toBe('may send');
    await ask(app, 'get', `/orgs/${orgId}/access`, 'mallory').expect(403);
    await hosts.dataSource.query(
      `update castellan.member set status = 'suspended', stamp = castellan.new_stamp() where org_id = $1`,
      [orgId],
    );
    await ask(app, 'get', `/orgs/${orgId}/access`, 'bob').expect(403);
  });

  it('refuses nobody where the question itself fails', async () => {
    @Injectable()
    class Failing {
      scopeOf(): never {
        throw new Error('The loader failed');
      }
    }
    @Controller('orgs/:org_id/failing')
    class Tried {
      @Get() @RequirePermission('reports:read', { scope: { load: Failing }, shadow: true }) get(): string {
        return 'as before';
      }
    }
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const app = await hosts.start({
      controllers: [Tried],
      providers: [Failing],
      options: { adopting: { until: NEXT_YEAR } },
    });
    const orgId = await givenMember(hosts.dataSource, { allowed: ['*'] });
    expect((await ask(app, 'get', `/orgs/${orgId}/failing`, 'bob').expect(200)).text).toBe('as before');
    expect(error).toHaveBeenCalledWith({ err: expect.objectContaining({ message: 'The loader failed' }) });
    error.mockRestore();
  });

  it('leaves methods as they were that their instance has bound', async () => {
    @Controller('bound')
    class Bound {
      private readonly text = 'as before';
      constructor() {
        this.get = this.get.bind(this);
      }
      @Get() get(): string {
        return this.text;
      }
    }
    const app = await hosts.start({ controllers: [Bound], options: { adopting: { until: NEXT_YEAR } } });
    expect((await ask(app, 'get', '/bound').expect(200)).text).toBe('as before');
  });

  it('does not start after the day, nor with a shadow outside of it', async () => {
    await expect(start({ adopting: { until: '2026-01-31' } })).rejects.toThrow('adopting.until was 2026-01-31');
    await expect(start({ undeclaredRoutes: 'deny' })).rejects.toThrow(
      '(Routes.shadow) is in shadow, which needs the option `adopting: { until }`',
    );
  });
});

describe('a refusal', () => {
  it('may be in the words of the host', async () => {
    const refusal: NonNullable<HostParts['options']>['refusal'] = ({ status, details }, { headers }) =>
      new HttpException({ code: details['reason'] ?? 'LOGIN', user: headers['x-user'] }, status);
    const app = await hosts.start({ controllers: [Declared], options: { refusal } });
    const orgId = await givenMember(hosts.dataSource);
    const nobody = await ask(app, 'get', `/orgs/${orgId}/declared`).expect(401);
    expect([nobody.body, nobody.headers['www-authenticate']]).toEqual([{ code: 'LOGIN' }, 'Bearer']);
    const bob = await ask(app, 'get', `/orgs/${orgId}/declared`, 'bob').expect(403);
    expect(bob.body).toEqual({ code: 'no-grant', user: 'bob' });
  });

  it('explains itself once for each kind, where it is not production', async () => {
    const app = await hosts.start({ controllers: [Declared] });
    const orgId = await givenMember(hosts.dataSource);
    const explained = (): unknown[] => lines().filter((line) => /first 403 of its kind/.test(String(line)));
    for (let times = 0; times < 3; times++) await ask(app, 'get', `/orgs/${orgId}/declared`, 'bob').expect(403);
    expect(explained()).toHaveLength(1);
    expect(explained()[0]).toMatch(
      /Who: {2}bob in .*\n.*What: Declared\.declared .* requires reports:read\n.*Why: {2}no-grant\n.*What would allow it: /,
    );
    const quiet = await hosts.start({ controllers: [Declared], options: { explainRefusals: false } });
    warn.mockClear();
    await ask(quiet, 'get', `/orgs/${orgId}/declared`, 'bob').expect(403);
    expect(explained()).toEqual([]);
  });

  it('has one line for each thing that it says, whatever the caller sent', async () => {
    const app = await hosts.start({ controllers: [Declared] });
    await ask(app, 'get', '/orgs/a%0AWho:%20%20nobody%0D/declared', 'mallory').expect(403);
    const block = lines().find((line) => String(line).startsWith('The first 403')) as string;
    expect(block.split(/[\n\r]/)).toHaveLength(5);
    expect(block).toContain(String.raw`"a\nWho:  nobody\r"`);
  });

  it('says which guards ran before, where nobody was identified', async () => {
    class SessionGuard implements CanActivate {
      canActivate(): boolean {
        return true;
      }
    }
    const app = await hosts.start({
      controllers: [Declared],
      unbound: true,
      options: { explainRefusals: false },
      providers: [
        { provide: APP_GUARD, useClass: SessionGuard },
        { provide: APP_GUARD, useExisting: (await import('@castellan/nest')).CastellanGuard },
      ],
    });
    await ask(app, 'get', '/orgs/acme/declared').expect(401);
    expect(lines()).toContain(
      'Declared.declared was answered 401: identify saw no user. Guards that ran before: SessionGuard',
    );
  });
});
