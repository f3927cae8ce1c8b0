import { ConfigurableModuleBuilder, Module, type InjectionToken, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ChangeHints } from './change-hints';
import { Database } from '../database/database';
import { DatabaseModule, type DatabaseModuleOptions } from '../database/database.module';
import { AccessGuard } from './access.guard';
import { AccessOptions, accessOptions, type AccessModuleOptions } from './access.options';
import { AccessService } from './access.service';
import { Authoriser } from './authoriser';
import { Checker } from './checker';
import { CompiledMembers } from './compiled-members';
import { DeclaredRoutes } from './declared-routes';
import { alwaysRead, boundedStaleness, Freshness, soleProcess } from './freshness';
import { GrantsRepository } from './grants.repository';
import { GrantsSource } from './grants-source';
import { GuardBinding } from './guard-binding';
import { KnownContainers } from './known-containers';
import { MembersInOneState } from './members-in-one-state';
import { Places } from './places';
import { Requirements } from './requirement';
import { RouteAudit } from './route-audit';
import { StampsReader } from './stamps-reader';

const GIVEN_OPTIONS = Symbol('AccessModuleOptions');

const enforcement: Provider[] = [
  { provide: AccessOptions, useFactory: accessOptions, inject: [GIVEN_OPTIONS] },
  { provide: GrantsSource, useClass: GrantsRepository },
  ChangeHints,
  { provide: Freshness, useFactory: freshness, inject: [AccessOptions, Database, ChangeHints] },
  ...[StampsReader, CompiledMembers, KnownContainers, MembersInOneState, Checker],
  ...[Requirements, DeclaredRoutes, GuardBinding, RouteAudit, Places, Authoriser, AccessService, AccessGuard],
];

const extras: { readonly dataSource?: InjectionToken } = { dataSource: undefined };

const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<AccessModuleOptions>({
  optionsInjectionToken: GIVEN_OPTIONS,
})
  .setClassMethodName('forRoot')
  .setExtras(extras, ({ imports = [], providers = [], ...definition }, { dataSource }) => ({
    ...definition,
    global: true,
    imports: [...imports, DatabaseModule.forRoot({ dataSource, imports: imports as DatabaseModuleOptions['imports'] })],
    providers: [...providers, ...enforcement],
    // A guard of `@UseGuards` is made in the module of its controller, and needs there what the guard needs.
    exports: [
      ...[AccessOptions, AccessService, AccessGuard, Authoriser, Checker, MembersInOneState],
      ...[Requirements, RouteAudit],
    ],
  }))
  .build();

/**
 * Enforcement: the guard and what it needs, over the host's DataSource. The host binds the guard:
 * `{ provide: APP_GUARD, useExisting: AccessGuard }`.
 * `forRoot` and `forRootAsync` take AccessOptions and `dataSource`, the token of a DataSource that is not TypeORM's default one.
 */
@Module({ imports: [DiscoveryModule] })
export class AccessModule extends ConfigurableModuleClass {}

async function freshness(options: AccessOptions, database: Database, hints: ChangeHints): Promise<Freshness> {
  if (options.soleProcess) return soleProcess(database);
  if (options.maxStalenessMs === 0) return alwaysRead;
  await hints.listen();
  return boundedStaleness(options.maxStalenessMs, hints);
}
