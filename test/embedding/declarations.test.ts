import { Authenticated, PlatformAdmins, Public, RequirePermission } from '@castellan/nest';
import {
  applyDecorators,
  Controller,
  Get,
  Injectable,
  UseGuards,
  type CanActivate,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import { CastellanGuard } from '@castellan/nest';
import { APP_GUARD } from '@nestjs/core';
import { Logger, Scope } from '@nestjs/common';
import { ask, givenMember, openHosts, type HostParts, type Hosts } from './hosts';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

/** Why a host does not start. */
const refusal = (parts: HostParts): Promise<string> =>
  hosts.start(parts).then(
    () => 'it starts',
    (error: Error) => error.message,
  );

describe('declarations that do not add up', () => {
  it('are refused when two stand on one method, or on one class', async () => {
    @Controller('stacked')
    class Stacked {
      @Get() @RequirePermission('reports:read') @RequirePermission('reports:send') both(): void {}
      @Get('mixed') @Authenticated() @RequirePermission('reports:read') mixed(): void {}
      @Get('composed')
      @applyDecorators(RequirePermission('reports:read'), Public())
      composed(): void {}
    }
    const message = await refusal({ controllers: [Stacked] });
    expect(message).toContain(
      '(Stacked.both) has @RequirePermission("reports:send") and @RequirePermission("reports:read") on one target',
    );
    expect(message).toContain(
      '(Stacked.mixed) has @RequirePermission("reports:read") and @Authenticated() on one target',
    );
    expect(message).toContain('(Stacked.composed) has');
    @Controller('twice')
    @RequirePermission('reports:read')
    @Public()
    class Twice {
      @Get() get(): void {}
    }
    expect(await refusal({ controllers: [Twice] })).toContain('(Twice.get) has @Public() and @RequirePermission');
  });

  it.each([
    ['@Public()', Public, RequirePermission('reports:read')],
    ['@Authenticated()', Authenticated, RequirePermission('reports:read')],
    ['@Public()', Public, Authenticated()],
    ['@PlatformAdmins()', PlatformAdmins, RequirePermission('reports:read')],
    ['@Authenticated()', () => Authenticated({ organization: 'none' }), Authenticated()],
  ])('are refused when %s stands over what the class requires, unless it says so', async (text, decorator, ofClass) => {
    @Controller('orgs/:org_id/over')
    @ofClass
    class Over {
      @Get() @decorator() get(): void {}
    }
    expect(await refusal({ controllers: [Over] })).toContain(
      `GET /orgs/:org_id/over (Over.get) ${text} stands over a requirement of its class: say { despiteClass: true }`,
    );
    @Controller('orgs/:org_id/despite')
    @ofClass
    class Despite {
      @Get() @Public({ despiteClass: true }) get(): void {}
    }
    expect(await refusal({ controllers: [Despite] })).toBe('it starts');
  });

  it('add up along the base classes of a controller', async () => {
    @RequirePermission('reports:read')
    class Base {}
    @Controller('orgs/:org_id/derived')
    class Derived extends Base {
      @Get() @RequirePermission('reports:send') get(): void {}
    }
    const app = await hosts.start({ controllers: [Derived] });
    const orgId = await givenMember(hosts.dataSource, { allowed: ['reports:*:send'] });
    const { body } = await ask(app, 'get', `/orgs/${orgId}/derived`, 'bob').expect(403);
    expect(body.details.required_permission).toBe('reports:read and reports:send');
  });
});

describe('a declaration that would be lost', () => {
  it('is refused where another decorator replaces the method without its metadata', async () => {
    const wrapping: MethodDecorator = (_, __, descriptor) => {
      const original = descriptor.value as unknown as () => unknown;
      descriptor.value = function (this: unknown) {
        return original.call(this);
      } as never;
    };
    @Controller('orgs/:org_id/wrapped')
    @Authenticated()
    class Wrapped {
      @Get() @wrapping @RequirePermission('reports:read') get(): void {}
    }
    expect(await refusal({ controllers: [Wrapped] })).toContain('Wrapped.get lost @RequirePermission("reports:read")');
  });

  it('is refused where a proxy of the class makes an instance for each request, whose class is not known before', async () => {
    const trapped = <T extends Type>(target: T): T =>
      new Proxy(target, {
        construct(real, given) {
          class Other extends (real as Type) {
            get(): string {
              return 'open';
            }
          }
          return Object.setPrototypeOf(Reflect.construct(real, given) as object, Other.prototype as object) as object;
        },
      });
    @Controller({ path: 'orgs/:org_id/trapped', scope: Scope.REQUEST })
    @(trapped as ClassDecorator)
    class Trapped {
      @Get() @UseGuards(CastellanGuard) @RequirePermission('reports:read') get(): string {
        return 'guarded';
      }
    }
    await expect(hosts.start({ controllers: [Trapped], unbound: true })).rejects.toThrow(
      'Trapped is a Proxy and request-scoped',
    );
  });

  it('is refused where a decorator replaced the class below it, so that calls do not know it', async () => {
    const traced: ClassDecorator = (type) => new Proxy(type, {});
    const inherited = (type: new () => object): any => class Traced extends type {};
    @RequirePermission('reports:send')
    @Controller('orgs/:org_id/replaced')
    @traced
    class Replaced {
      @Get() @RequirePermission('reports:read') get(): void {}
    }
    expect(await refusal({ controllers: [Replaced] })).toContain(
      'Replaced lost @RequirePermission("reports:send"): a decorator below it replaced the class',
    );
    @UseGuards(CastellanGuard)
    @Controller('orgs/:org_id/unguarded')
    @traced
    class Unguarded {
      @Get() @RequirePermission('reports:read') get(): void {}
    }
    expect(await refusal({ controllers: [Unguarded], unbound: true })).toContain(
      '(Unguarded.get) has no guard before it',
    );
    @Controller('orgs/:org_id/kept')
    @traced
    @RequirePermission('reports:send')
    class Kept {
      @Get() @RequirePermission('reports:read') get(): void {}
    }
    @RequirePermission('reports:send')
    @Controller('orgs/:org_id/extended')
    @inherited
    class Extended {
      @Get() @RequirePermission('reports:read') get(): void {}
    }
    const app = await hosts.start({ controllers: [Kept, Extended] });
    const orgId = await givenMember(hosts.dataSource, { allowed: ['reports:*:read'] });
    for (const path of ['kept', 'extended']) await ask(app, 'get', `/orgs/${orgId}/${path}`, 'bob').expect(403);
  });

  it('is not lost where a subclass asks for more, nor where its controller is among the providers, too', async () => {
    class Base {
      @Get() @Authenticated() get(): void {}
      @Get('open') @Public() open(): void {}
    }
    @Controller('orgs/:org_id/stronger')
    class Stronger extends Base {
      @Get() @RequirePermission('reports:read') override get(): void {}
      @Get('open') @Authenticated() override open(): void {}
    }
    const app = await hosts.start({ controllers: [Stronger], providers: [Stronger] });
    const orgId = await givenMember(hosts.dataSource);
    await ask(app, 'get', `/orgs/${orgId}/stronger`, 'bob').expect(403);
    await ask(app, 'get', `/orgs/${orgId}/stronger/open`).expect(401);
    @Controller('orgs/:org_id/weaker')
    class Weaker extends Base {
      @Get() @Public() override get(): void {}
    }
    expect(await refusal({ controllers: [Weaker] })).toContain('Weaker.get lost @Authenticated()');
  });

  it('is refused where a subclass overrides the method and declares less', async () => {
    class Base {
      @Get() @RequirePermission('reports:read') get(): void {}
    }
    @Controller('orgs/:org_id/less')
    @Authenticated()
    class Less extends Base {
      @Get() override get(): void {}
    }
    expect(await refusal({ controllers: [Less] })).toContain('Less.get lost @RequirePermission("reports:read")');
    @Controller('orgs/:org_id/same')
    class Same extends Base {
      @Get() @RequirePermission('reports:read') override get(): void {}
    }
    expect(await refusal({ controllers: [Same] })).toBe('it starts');
  });

  it('is refused where the instance has bound the method, and its guard with it', async () => {
    class Bound {
      constructor() {
        this.get = this.get.bind(this);
      }
      @Get() @UseGuards(CastellanGuard) @RequirePermission('reports:send') get(): string {
        return 'SECRET';
      }
    }
    @Controller('orgs/:org_id/bound')
    class Unguarded extends Bound {}
    const message = 'Unguarded.get lost @RequirePermission("reports:send")';
    expect(await refusal({ controllers: [Unguarded], unbound: true })).toContain(message);
    const adopting = { adopting: { until: '2999-01-01' } };
    expect(await refusal({ controllers: [Unguarded], unbound: true, options: adopting })).toContain(message);
  });

  it('lets nobody in by the word of the class, where each request has an instance that binds its method', async () => {
    @Controller({ path: 'orgs/:org_id/bound', scope: Scope.REQUEST })
    @Authenticated()
    class Bound {
      constructor() {
        this.get = this.get.bind(this);
      }
      @Get() @RequirePermission('reports:send') get(): string {
        return 'SECRET';
      }
    }
    const app = await hosts.start({ controllers: [Bound] });
    const orgId = await givenMember(hosts.dataSource, { allowed: ['reports:*:read'] });
    await ask(app, 'get', `/orgs/${orgId}/bound`, 'bob').expect(403);
  });

  it('is refused on a method that nothing calls from outside', async () => {
    @Injectable()
    class Service {
      @RequirePermission('reports:read') work(): void {}
    }
    expect(await refusal({ providers: [Service] })).toContain(
      'Service.work declares @RequirePermission("reports:read"), and is not a route, a resolver or a message handler',
    );
  });
});

describe('a path', () => {
  it('may not lead strangers to what looks like a tenant', async () => {
    @Controller('tenants/:orgId')
    class Tenants {
      @Get() @Authenticated() get(): void {}
    }
    expect(await refusal({ controllers: [Tenants] })).toContain(
      "(Tenants.get) is for everybody who is signed in, on a path without an organisation: say { organization: 'none' }",
    );
    const organizationFrom = () => null;
    const app = await hosts.start({ controllers: [Tenants], options: { organizationFrom } });
    const { body } = await ask(app, 'get', '/tenants/acme', 'mallory').expect(403);
    expect(body.details).toMatchObject({
      reason: 'not-a-member',
      hint: expect.stringContaining("organization: 'none'"),
    });
  });

  it('may be about no organisation, for everybody who is signed in', async () => {
    @Controller('profiles/:id')
    class Profiles {
      @Get() @Authenticated({ organization: 'none' }) get(): string {
        return 'profile';
      }
    }
    const app = await hosts.start({ controllers: [Profiles] });
    await ask(app, 'get', '/profiles/7', 'mallory').expect(200);
    await ask(app, 'get', '/profiles/7').expect(401);
  });

  it('may have its organisation and its thing in the prefix of all paths', async () => {
    @Controller()
    class Prefixed {
      @Get() @Authenticated() all(): void {}
      @Get('lines/:id') @RequirePermission('reports:read', { scope: 'report' }) one(): void {}
    }
    const prepare = (app: INestApplication): void => void app.setGlobalPrefix('orgs/:org_id/reports/:report');
    const app = await hosts.start({ controllers: [Prefixed], prepare });
    const orgId = await givenMember(hosts.dataSource, { allowed: ['reports:r-1:read'] });
    await ask(app, 'get', `/orgs/${orgId}/reports/r-1/lines/1`, 'bob').expect(200);
    await ask(app, 'get', `/orgs/${orgId}/reports/r-2/lines/1`, 'bob').expect(403);
    await ask(app, 'get', `/orgs/${orgId}/reports/r-1`, 'bob').expect(200);
  });

  it('is warned of, where it lists what is in a container by asking there', async () => {
    @Controller('orgs/:org_id')
    class Listing {
      @Get('lines') @RequirePermission('lines:read', { in: { query: 'invoice', type: 'invoices' } }) list(): void {}
    }
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    await hosts.start({ controllers: [Listing] });
    expect(warn).toHaveBeenCalledWith(
      expect.stringMatching(/^GET .*\(Listing.list\) asks in a container.* `list: true`/),
    );
    warn.mockRestore();
  });

  it('may not name the organisation twice', async () => {
    @Controller('orgs/:org_id')
    class Twice {
      @Get('partners/:organizationId') @RequirePermission('reports:read') get(): void {}
      @Get('open/:organizationId') @Public() open(): void {}
    }
    const message = await refusal({ controllers: [Twice] });
    expect(message).toContain('(Twice.get) names its organisation twice, as org_id and organizationId');
    expect(message).not.toContain('Twice.open');
  });

  it('may not name the thing by all that is left of it', async () => {
    @Controller('orgs/:org_id/files')
    class Files {
      @Get('*path') @RequirePermission('reports:read', { scope: 'path' }) get(): void {}
    }
    expect(await refusal({ controllers: [Files] })).toContain('asks about "path", which takes the rest of the path');
  });
});

describe('the guard', () => {
  @Controller('orgs/:org_id/bare')
  class Bare {
    @Get() @RequirePermission('reports:read') get(): void {}
    @Get('silent') silent(): void {}
  }

  it('may be bound by useGlobalGuards', async () => {
    const prepare: HostParts['prepare'] = (app) => app.useGlobalGuards(app.get(CastellanGuard));
    const options = { undeclaredRoutes: 'deny' as const };
    const app = await hosts.start({ controllers: [Bare], unbound: true, options, prepare });
    await ask(app, 'get', '/orgs/acme/bare').expect(401);
    await ask(app, 'get', '/orgs/acme/bare/silent').expect(403);
  });

  it('must stand before every handler where undeclared ones are denied, and all without it are named at once', async () => {
    @Controller('orgs/:org_id/guarded')
    @UseGuards(CastellanGuard)
    class Guarded {
      @Get() @RequirePermission('reports:read') get(): void {}
    }
    @Controller('other')
    class Other {
      @Get('one') one(): void {}
      @Get('two') two(): void {}
    }
    const parts = { controllers: [Guarded, Other], unbound: true, options: { undeclaredRoutes: 'deny' as const } };
    const message = await refusal(parts);
    expect(message).toContain('GET /other/one (Other.one) has no guard before it');
    expect(message).toContain('GET /other/two (Other.two) has no guard before it');
    expect(message).not.toContain('Guarded');
  });

  it('is said to stand in the wrong order, where the guard that authenticates comes after it', async () => {
    class SessionAuthGuard implements CanActivate {
      canActivate(): boolean {
        return true;
      }
    }
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    await hosts.start({
      controllers: [Bare],
      options: { undeclaredRoutes: 'deny' },
      providers: [{ provide: APP_GUARD, useClass: SessionAuthGuard }],
    });
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('SessionAuthGuard runs after CastellanGuard'));
    warn.mockRestore();
  });
});
