import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access.guard';
import { AccessOptions } from './access.options';
import { AccessService } from './access.service';
import { GrantsRepository } from './grants.repository';
import { GrantsSource } from './grants-source';
import { Requirements } from './requirements';
import { RouteAudit } from './route-audit';

/** Enforcement: the guard and what it needs. The host binds the guard. */
@Module({})
export class AccessModule {
  /** Enforcement with these options; `schema` is the one that has no default. */
  static forRoot(options: Partial<AccessOptions> & Pick<AccessOptions, 'schema'>): DynamicModule {
    return {
      module: AccessModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        { provide: AccessOptions, useValue: Object.assign(new AccessOptions(), options) },
        { provide: GrantsSource, useClass: GrantsRepository },
        ...[Requirements, RouteAudit, AccessService, AccessGuard],
      ],
      exports: [AccessOptions, AccessService, AccessGuard, RouteAudit],
    };
  }
}
