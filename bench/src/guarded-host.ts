import 'reflect-metadata';
import { defaultSchema } from '@castellan/core';
import { CastellanGuard, CastellanModule, Public, RequirePermission } from '@castellan/nest';
import { castellanEntities } from '@castellan/nest/database';
import { Controller, Get, Module, type CanActivate, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';

// One route of a host, which has the guard or, without GUARDED, has not. Who asks stands in a header: what a token costs
// is not measured here.
const identify = ({ headers }: { headers: Record<string, string | undefined> }) => ({
  userId: headers['x-user'] ?? '',
});

@Controller('orgs/:org_id/hello')
class HelloController {
  @Get()
  @RequirePermission('apps:read')
  get(): object {
    return { hello: 'world' };
  }
}

@Controller('ready')
class ReadyController {
  @Get()
  @Public()
  get(): object {
    return {};
  }
}

/** What the cheapest guard of all does. */
class EmptyGuard implements CanActivate {
  canActivate(): boolean {
    return true;
  }
}

type Guarding = 'ours' | 'empty' | 'none';

const GUARDS: Readonly<Record<Guarding, Provider[]>> = {
  ours: [{ provide: APP_GUARD, useExisting: CastellanGuard }],
  empty: [{ provide: APP_GUARD, useClass: EmptyGuard }],
  none: [],
};

@Module({})
class HostModule {
  static of(guarding: Guarding, maxStalenessMs: number): DynamicModule {
    return {
      module: HostModule,
      imports:
        guarding === 'ours'
          ? [
              TypeOrmModule.forRoot({
                type: 'postgres',
                url: process.env['DATABASE_URL'],
                entities: castellanEntities,
              }),
              CastellanModule.forRoot({ schema: defaultSchema, maxStalenessMs, identify }),
            ]
          : [],
      controllers: [HelloController, ReadyController],
      providers: GUARDS[guarding],
    };
  }
}

async function main(): Promise<void> {
  const guarding = (process.env['GUARDED'] ?? 'none') as Guarding;
  const host = HostModule.of(guarding, Number(process.env['MAX_STALENESS_MS'] ?? 0));
  const app = await NestFactory.create<NestFastifyApplication>(host, new FastifyAdapter(), { logger: false });
  await app.listen(Number(process.env['PORT']), '127.0.0.1');
}

void main();
