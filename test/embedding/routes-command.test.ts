import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Authenticated, CastellanGuard, CastellanModule, Public, RequirePermission } from '@castellan/nest';
import { CastellanAdminModule } from '@castellan/nest/admin';
import { castellanEntities } from '@castellan/nest/database';
import { expectOpenRoutes } from '@castellan/nest/testing';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory, RouterModule } from '@nestjs/core';
import { Query, ResolveField, Resolver } from '@nestjs/graphql';
import { EventPattern } from '@nestjs/microservices';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { listRoutes, routesCommand } from '../../libs/nest/src/routes-command';
import { TypeOrmModule } from '@nestjs/typeorm';
import { schema } from './hosts';
import { temporaryFolder } from '../support/temporary-folder';

@Controller('invoices')
class Invoices {
  @Get(':id') @RequirePermission('invoices:read', { scope: 'id' }) show(): void {}
  @Post() @RequirePermission(['invoices:read', 'invoices:approve'], { shadow: true }) create(): void {}
  @Get('all') all(): void {}
  @Get('health') @Public() health(): void {}
  @EventPattern('happened') @Authenticated() happened(): void {}
}

@Resolver('Invoice')
class InvoiceResolver {
  @Query() @RequirePermission({ allOf: ['invoices:read', 'reports:send'] }) invoice(): void {}
  @ResolveField() amount(): void {}
}

@WebSocketGateway()
class Gateway {
  @SubscribeMessage('read') read(): void {}
}

const connect = jest.fn(() => {
  throw new Error('The database is not there');
});

@Controller('rates')
class Rates {
  @Get() @Public() list(): void {}
}
@Module({ controllers: [Rates] })
class RatesModule {}

@Module({
  imports: [RatesModule, RouterModule.register([{ path: 'v2', module: RatesModule }])],
  controllers: [Invoices],
  providers: [InvoiceResolver, Gateway, { provide: 'DATABASE', useFactory: connect }],
})
class AppModule {}

describe('the list of routes', () => {
  it('names every handler as open, in shadow or declared, on every transport', async () => {
    const lines = (await listRoutes(AppModule)).map(({ state, transport, verb, name, handler, requires }) =>
      [state, transport, `${verb} ${name}`, handler, requires].join(' | '),
    );
    expect(lines).toEqual([
      'open | http | GET /invoices/all | Invoices.all | ',
      'open | ws | Message read | Gateway.read | ',
      'shadow | http | POST /invoices | Invoices.create | invoices:read or invoices:approve',
      'declared | http | GET /invoices/:id | Invoices.show | invoices:read',
      'declared | http | GET /invoices/health | Invoices.health | @Public',
      'declared | rpc | Pattern happened | Invoices.happened | @Authenticated',
      'declared | http | GET /v2/rates | Rates.list | @Public',
      'declared | graphql | Query invoice | InvoiceResolver.invoice | invoices:read and reports:send',
    ]);
  });

  it('tells Castellan’s own apart, which are in no count', async () => {
    const database = TypeOrmModule.forRoot({ type: 'postgres', entities: castellanEntities });
    const castellan = [CastellanModule.forRoot({ schema, identify: () => null }), CastellanAdminModule.forRoot()];
    @Module({ imports: [database, ...castellan], controllers: [Invoices] })
    class Administered {}
    const routes = await listRoutes(Administered);
    const own = routes.filter(({ isCastellans }) => isCastellans);
    expect(own.length).toBeGreaterThan(30);
    expect(own.map(({ name }) => name)).toContain('/v1/orgs/:org_id/iam/roles');
    expect(routes.length - own.length).toBe(5);
  });

  it('needs nothing that the application needs', async () => {
    connect.mockClear();
    await listRoutes(AppModule);
    expect(connect).not.toHaveBeenCalled();
  });
});

describe('castellan-routes', () => {
  const { path: folder, remove } = temporaryFolder();
  const file = join(folder, 'app.module.js');
  beforeAll(() => {
    // Found by what the file finds too: this test's own module.
    (globalThis as Record<string, unknown>)['routesCommandModules'] = { AppModule, CastellanGuard };
    writeFileSync(file, 'module.exports = globalThis.routesCommandModules;');
  });
  afterAll(() => remove());

  it('prints a table and the numbers', async () => {
    const { text, code } = await routesCommand([file]);
    expect(code).toBe(0);
    expect(text.split('\n')[0]).toBe('open      GET /invoices/all     Invoices.all             -');
    expect(text.split('\n').at(-1)).toBe('5 declared, 1 in shadow, 2 open');
  });

  it('prints JSON, and fails with more open handlers than allowed', async () => {
    const { text, code } = await routesCommand([`${file}#AppModule`, '--json', '--max-open', '1']);
    expect([(JSON.parse(text) as unknown[]).length, code]).toEqual([8, 1]);
    expect((await routesCommand([file, '--max-open', '2'])).code).toBe(0);
    expect((await routesCommand([file, '--max-open', '1'])).text).toContain(
      '2 handlers are open, and at most 1 may be',
    );
  });

  it('says how it is called, and which classes there are', async () => {
    for (const args of [[], ['--max-open', 'x', file], [file, file], [file, '--nope']])
      expect(await routesCommand(args)).toEqual({
        text: expect.stringContaining('castellan-routes <built module>'),
        code: 2,
      });
    await expect(routesCommand([`${file}#Nope`])).rejects.toThrow('exports AppModule, CastellanGuard');
  });
});

describe('expectOpenRoutes', () => {
  @Module({ controllers: [Invoices] })
  class Host {}

  it('fails when more handlers are open than before, and names them', async () => {
    const app = await NestFactory.createApplicationContext(Host, { logger: false });
    expect(() => expectOpenRoutes(app, 1)).not.toThrow();
    expect(() => expectOpenRoutes(app, 0)).toThrow(
      '1 handlers are open, and at most 0 may be:\n- GET /invoices/all (Invoices.all)',
    );
    await app.close();
  });
});
