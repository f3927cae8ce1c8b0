import { CastellanGuard, Public, RequirePermission, type CastellanModuleOptions } from '@castellan/nest';
import {
  Catch,
  Controller,
  Get,
  Injectable,
  UseGuards,
  VersioningType,
  type ArgumentsHost,
  type CallHandler,
  type ExceptionFilter,
  type ExecutionContext,
  type HttpException,
  type INestApplication,
  type NestInterceptor,
} from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, HttpAdapterHost, RouterModule } from '@nestjs/core';
import { map, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import { ask, givenMember, openHosts, PLATFORMS, type HostParts, type Hosts } from './hosts';

let hosts: Hosts;
beforeAll(async () => {
  hosts = await openHosts();
});
afterAll(() => hosts.close());

const refusal = async (parts: HostParts): Promise<string> => {
  const started = await hosts.start(parts).then(
    () => 'it starts',
    (error: Error) => error.message,
  );
  return started;
};

/** A controller of a package that knows nothing of us. */
@Controller('metrics')
class Metrics {
  @Get() get(): string {
    return 'up 1';
  }
}

@Controller('orgs/:org_id/reports')
class Reports {
  @Get() @RequirePermission('reports:read') all(): string[] {
    return ['rep-1'];
  }
  @Get('fault') @RequirePermission('reports:read') fault(): never {
    throw new Error('of the host');
  }
  @Get('public') @Public() public(): string[] {
    return [];
  }
}

describe.each(PLATFORMS)('a route that declares nothing, on %s', (platform) => {
  const start = (options: Partial<CastellanModuleOptions>): Promise<INestApplication> =>
    hosts.start({ platform, options, controllers: [Metrics, Reports] });

  it('keeps the host from starting, when nothing is said about it', async () => {
    await expect(start({})).rejects.toThrow('GET /metrics (Metrics.get) declares none of @RequirePermission');
  });

  it.each<[string, Partial<CastellanModuleOptions>]>([
    ['denies undeclared routes', { undeclaredRoutes: 'deny' }],
    ['lists it as of a third party', { thirdPartyRoutes: ['GET /metrics'] }],
  ])('answers 403 to everybody in a host that %s', async (_, options) => {
    const app = await start(options);
    const orgId = await givenMember(hosts.dataSource, { allowed: ['*'] });
    for (const user of [undefined, 'bob', 'root']) {
      const { body } = await ask(app, 'get', '/metrics', user).expect(403);
      expect(body.error).toBe('FORBIDDEN');
    }
    await ask(app, 'get', `/orgs/${orgId}/reports`, 'bob').expect(200);
  });

  it('is open only by a decorator, which a host can give to a class of another package', async () => {
    class Theirs extends Metrics {}
    Controller('theirs')(Theirs);
    Public()(Theirs);
    const app = await hosts.start({ platform, controllers: [Theirs] });
    expect((await ask(app, 'get', '/theirs').expect(200)).text).toBe('up 1');
  });
});

describe('a host does not start', () => {
  @Controller('orgs/:org_id/typo')
  class Typo {
    @Get(':report_id') @RequirePermission('reports:read', { scope: 'reprot_id' }) one(): void {}
  }

  @Injectable()
  class Loader {
    scopeOf(): null {
      return null;
    }
  }

  @Controller('orgs/:org_id/loaded')
  class Loaded {
    @Get() @RequirePermission('reports:read', { scope: { load: Loader } }) one(): void {}
  }

  it('with a third-party route that there is not', async () => {
    expect(await refusal({ controllers: [Reports], options: { thirdPartyRoutes: ['GET /metrcs'] } })).toContain(
      'GET /metrcs is one of thirdPartyRoutes, and there is no such route',
    );
  });

  it('with a scope that the path does not have', async () => {
    expect(await refusal({ controllers: [Typo] })).toContain(
      'GET /orgs/:org_id/typo/:report_id (Typo.one) asks about "reprot_id", which its path does not have',
    );
  });

  it('with a loader that no module provides', async () => {
    expect(await refusal({ controllers: [Loaded] })).toContain('(Loaded.one) asks Loader, which is not a provider');
    expect(await refusal({ controllers: [Loaded], providers: [Loader] })).toBe('it starts');
  });

  it('without the guard, which would leave every route open', async () => {
    expect(await refusal({ controllers: [Reports], unbound: true })).toContain(
      'has no guard before it: bind it: { provide: APP_GUARD, useExisting: CastellanGuard }',
    );
    class Guarded extends Reports {}
    Controller('orgs/:org_id/guarded')(Guarded);
    UseGuards(CastellanGuard)(Guarded);
    expect(await refusal({ controllers: [Guarded], unbound: true })).toBe('it starts');
    expect(await refusal({ controllers: [Guarded, Reports], unbound: true })).toContain('(Reports.');
  });
});

@Catch()
class HostFilter implements ExceptionFilter {
  constructor(private readonly adapters: HttpAdapterHost) {}

  catch(error: HttpException, host: ArgumentsHost): void {
    const status = typeof error.getStatus === 'function' ? error.getStatus() : 500;
    this.adapters.httpAdapter.reply(host.switchToHttp().getResponse(), { of: 'the host', said: error.message }, status);
  }
}

@Injectable()
class HostInterceptor implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

describe.each(PLATFORMS)('a host on %s with ways of its own', (platform) => {
  const given = (): Promise<string> => givenMember(hosts.dataSource, { allowed: ['reports:read'] });

  it('keeps its global prefix, its versions and its interceptors', async () => {
    const prepare = (app: INestApplication): void => {
      app.setGlobalPrefix('api');
      app.enableVersioning({ type: VersioningType.URI, defaultVersion: '2' });
    };
    const providers = [{ provide: APP_INTERCEPTOR, useClass: HostInterceptor }];
    const app = await hosts.start({ platform, controllers: [Reports], providers, prepare });
    const orgId = await given();
    const { body } = await ask(app, 'get', `/api/v2/orgs/${orgId}/reports`, 'bob').expect(200);
    expect(body).toEqual({ data: ['rep-1'] });
    await ask(app, 'get', `/api/v2/orgs/${orgId}/reports`, 'mallory').expect(403);
    await ask(app, 'get', `/orgs/${orgId}/reports`, 'bob').expect(404);
  });

  it('answers what the guard throws by its own filter, and its own errors as it always did', async () => {
    const providers = [{ provide: APP_FILTER, useClass: HostFilter }];
    const app = await hosts.start({ platform, controllers: [Reports], providers });
    const orgId = await given();
    const path = `/orgs/${orgId}/reports`;
    const said = async (user?: string, below = ''): Promise<unknown[]> => {
      const { status, body } = await ask(app, 'get', `${path}${below}`, user);
      return [status, body.of, body.said];
    };
    expect(await said()).toEqual([401, 'the host', 'Authentication required']);
    expect(await said('mallory')).toEqual([403, 'the host', "You don't have permission to perform this action"]);
    expect(await said('bob', '/fault')).toEqual([500, 'the host', 'of the host']);
  });

  it('has its routes behind the guard below a module path, too', async () => {
    class ReportsModule {}
    const imports = [
      { module: ReportsModule, controllers: [Reports, Metrics] },
      RouterModule.register([{ path: 'deep/down', module: ReportsModule }]),
    ];
    const app = await hosts.start({ platform, imports, options: { thirdPartyRoutes: ['GET /deep/down/metrics'] } });
    const orgId = await given();
    await ask(app, 'get', `/deep/down/orgs/${orgId}/reports`, 'bob').expect(200);
    await ask(app, 'get', `/deep/down/orgs/${orgId}/reports`, 'mallory').expect(403);
    await ask(app, 'get', '/deep/down/metrics', 'bob').expect(403);
  });

  it('answers 503 while the database is away, and never lets anybody in', async () => {
    const app = await hosts.start({ platform, controllers: [Reports] });
    const orgId = await given();
    await app.get(DataSource).destroy();
    const answer = await ask(app, 'get', `/orgs/${orgId}/reports`, 'bob').expect(503);
    expect(answer.body.error).toBe('SERVICE_UNAVAILABLE');
    expect(answer.headers['retry-after']).toBe('1');
    await ask(app, 'get', `/orgs/${orgId}/reports/public`).expect(200);
  });
});
