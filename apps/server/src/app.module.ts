import { CastellanGuard, CastellanModule } from '@castellan/nest';
import { CastellanAdminModule } from '@castellan/nest/admin';
import { migrateCastellan } from '@castellan/nest/database';
import type { PermissionSchema } from '@castellan/core';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, HttpAdapterHost } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { AuthModule } from './auth/auth.module';
import { JwtAuthGuard } from './auth/jwt-auth.guard';
import type { Config } from './config';
import { dataSourceOptions, type DatabaseTarget } from './data-source';
import { HealthController } from './health/health.controller';
import { Metrics } from './metrics/metrics';
import { MetricsController } from './metrics/metrics.controller';
import { loggerOf, loggingModule, type LogStream } from './logging';
import { RequestLog } from './request-log';
import { RateLimitGuard, type RateLimit } from './rate-limit/rate-limit.guard';
import { addressLimit, callerLimit } from './rate-limit/rate-limits';
import { ServiceErrorFilter } from './service-error.filter';

/** The service: authentication, then the guard, then administration, all over one database. */
@Module({})
export class AppModule {
  static forRoot(
    config: Config,
    schema: PermissionSchema,
    { target, log }: { target: DatabaseTarget; log?: LogStream },
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        loggingModule(config, log),
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ ...dataSourceOptions(target), retryAttempts: 0 }),
          dataSourceFactory: openDatabase,
        }),
        AuthModule.forRoot(config),
        CastellanModule.forRoot({ schema, platformAdmins: config.platformAdmins, singleProcess: 'driver' in target }),
        CastellanAdminModule.forRoot({ auditKey: config.auditKey, retireGrants: config.retireGrants, swagger: true }),
        TerminusModule.forRoot({ logger: false }),
      ],
      controllers: [HealthController, MetricsController],
      providers: [
        Metrics,
        {
          provide: RequestLog,
          useFactory: (adapters: HttpAdapterHost) => new RequestLog(loggerOf(config, log), adapters),
          inject: [HttpAdapterHost],
        },
        { provide: APP_FILTER, useClass: ServiceErrorFilter },
        limitGuard(config.rateLimit === undefined ? undefined : addressLimit(config.rateLimit)),
        { provide: APP_GUARD, useExisting: JwtAuthGuard },
        limitGuard(config.rateLimit === undefined ? undefined : callerLimit(config.rateLimit)),
        { provide: APP_GUARD, useExisting: CastellanGuard },
      ],
    };
  }
}

const limitGuard = (limit: RateLimit | undefined): Provider => ({
  provide: APP_GUARD,
  useFactory: (adapters: HttpAdapterHost) => new RateLimitGuard(limit, adapters),
  inject: [HttpAdapterHost],
});

async function openDatabase(options?: DataSourceOptions): Promise<DataSource> {
  if (options === undefined) throw new Error('The database has no options');
  const dataSource = await new DataSource(options).initialize();
  await migrateCastellan(dataSource);
  return dataSource;
}
