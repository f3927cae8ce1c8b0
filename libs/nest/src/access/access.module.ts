import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ChangeHints } from '../database/change-hints';
import { Database } from '../database/database';
import { AccessGuard } from './access.guard';
import { AccessOptions } from './access.options';
import { AccessService } from './access.service';
import { Checker } from './checker';
import { CompiledMembers } from './compiled-members';
import { GrantsRepository } from './grants.repository';
import { alwaysRead, boundedStaleness, Freshness, soleProcess } from './freshness';
import { GrantsSource } from './grants-source';
import { KnownContainers } from './known-containers';
import { Requirements } from './requirements';
import { RouteAudit } from './route-audit';
import { StampsReader } from './stamps-reader';

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
        ChangeHints,
        { provide: Freshness, useFactory: freshness, inject: [AccessOptions, Database, ChangeHints] },
        ...[StampsReader, CompiledMembers, KnownContainers, Checker],
        ...[Requirements, RouteAudit, AccessService, AccessGuard],
      ],
      exports: [Checker, AccessOptions, AccessService, AccessGuard, RouteAudit],
    };
  }
}

async function freshness(options: AccessOptions, database: Database, hints: ChangeHints): Promise<Freshness> {
  if (options.soleProcess) return soleProcess(database);
  if (options.maxStalenessMs === 0) return alwaysRead;
  await hints.listen();
  return boundedStaleness(options.maxStalenessMs, hints);
}
