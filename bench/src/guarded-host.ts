import 'reflect-metadata';
import { defaultSchema } from '@castellan/core';
import { AccessGuard, AccessModule, Public, RequirePermission } from '@castellan/nest';
import { castellanEntities } from '@castellan/nest/database';
import { Controller, Get, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';

// One route of a host, which has the guard or, without GUARDED, has not. Who asks stands in a header: what a token costs
// is not measured here.
const memberFrom = ({ headers }: { headers: Record<string, string> }) => ({ userId: headers['x-user'] ?? '' });

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

@Module({})
class HostModule {
  static of({ guarded, maxStalenessMs }: { guarded: boolean; maxStalenessMs: number }): DynamicModule {
    return {
      module: HostModule,
      imports: guarded
        ? [
            TypeOrmModule.forRoot({ type: 'postgres', url: process.env['DATABASE_URL'], entities: castellanEntities }),
            AccessModule.forRoot({ schema: defaultSchema, maxStalenessMs, memberFrom }),
          ]
        : [],
      controllers: [HelloController, ReadyController],
      providers: guarded ? [{ provide: APP_GUARD, useExisting: AccessGuard }] : [],
    };
  }
}

async function main(): Promise<void> {
  const host = HostModule.of({
    guarded: process.env['GUARDED'] === '1',
    maxStalenessMs: Number(process.env['MAX_STALENESS_MS'] ?? 0),
  });
  const app = await NestFactory.create<NestFastifyApplication>(host, new FastifyAdapter(), { logger: false });
  await app.listen(Number(process.env['PORT']), '127.0.0.1');
}

void main();
