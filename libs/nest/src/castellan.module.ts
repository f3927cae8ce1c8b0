import { ConfigurableModuleBuilder, Module } from '@nestjs/common';
import type { InjectionToken, OnApplicationBootstrap, Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ChangeHints } from './access/state/change-hints';
import { CommittedChanges } from './changes/committed-changes';
import { Database } from './database/database';
import { DatabaseModule, type DatabaseModuleOptions } from './database/database.module';
import { CastellanGuard } from './access/guard/castellan.guard';
import { CastellanOptions, castellanOptions, type CastellanModuleOptions } from './access/castellan.options';
import { AccessService } from './access/access.service';
import { Authoriser } from './access/guard/authoriser';
import { Checker } from './access/checker';
import { CompiledMembers } from './access/state/compiled-members';
import { alwaysRead, boundedStaleness, Freshness, singleProcess } from './access/state/freshness';
import { GrantsRepository } from './access/sources/grants.repository';
import { GrantsSource } from './access/sources/grants-source';
import { GuardBinding, FieldGuards } from './access/guard/guard-binding';
import { KnownContainers } from './access/state/known-containers';
import { MembersInOneState } from './access/state/members-in-one-state';
import { Requirements } from './access/guard/requirements';
import { AuditContext } from './access/guard/audit-context';
import { RouteAudit } from './access/guard/route-audit';
import { Admission } from './access/guard/admission';
import { HandlerProblems } from './access/guard/handler-problems';
import { Handlers } from './access/guard/handlers';
import { Refusals } from './access/guard/refusals';
import { ScopeLoaders } from './access/guard/scope-loaders';
import { StreamRechecks } from './access/guard/stream-recheck';
import { Targets } from './access/guard/targets';
import { Sources } from './access/sources/sources';
import { StampsReader } from './access/state/stamps-reader';
import { assertSchemaFits } from './schema/installed-schema';
import { assertMigrated } from './tables/assert-migrated';

const GIVEN_OPTIONS = Symbol('CastellanModuleOptions');

const enforcement: Provider[] = [
  { provide: CastellanOptions, useFactory: castellanOptions, inject: [GIVEN_OPTIONS] },
  CommittedChanges,
  GrantsRepository,
  {
    provide: GrantsSource,
    useFactory: ({ source }: CastellanOptions, stored: GrantsRepository): GrantsSource => source ?? stored,
    inject: [CastellanOptions, GrantsRepository],
  },
  ChangeHints,
  { provide: Freshness, useFactory: freshness, inject: [CastellanOptions, Database, ChangeHints] },
  StampsReader,
  CompiledMembers,
  KnownContainers,
  MembersInOneState,
  Checker,
  Requirements,
  Handlers,
  StreamRechecks,
  FieldGuards,
  ScopeLoaders,
  GuardBinding,
  HandlerProblems,
  AuditContext,
  RouteAudit,
  Sources,
  Targets,
  Authoriser,
  AccessService,
  Admission,
  Refusals,
  CastellanGuard,
];

const extras: { readonly dataSource?: InjectionToken; readonly castellanSchema?: string } = {
  dataSource: undefined,
  castellanSchema: undefined,
};

const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<CastellanModuleOptions>({
  optionsInjectionToken: GIVEN_OPTIONS,
})
  .setClassMethodName('forRoot')
  .setExtras(extras, ({ imports = [], providers = [], ...definition }, { dataSource, castellanSchema: schema }) => ({
    ...definition,
    global: true,
    imports: [
      ...imports,
      DatabaseModule.forRoot({ dataSource, schema, imports: imports as DatabaseModuleOptions['imports'] }),
    ],
    providers: [...providers, ...enforcement],
    // A guard of `@UseGuards` is made in the module of its controller, and needs there what the guard needs.
    exports: [
      CastellanOptions,
      AccessService,
      CastellanGuard,
      Admission,
      Checker,
      MembersInOneState,
      CommittedChanges,
      Requirements,
      Refusals,
      RouteAudit,
      Sources,
    ],
  }))
  .build();

/**
 * Enforcement: the guard and what it needs, over the host's DataSource. The host binds the guard:
 * `{ provide: APP_GUARD, useExisting: CastellanGuard }`.
 * `forRoot` and `forRootAsync` take CastellanOptions and `dataSource`, the token of a DataSource that is not TypeORM's default one,
 * and `castellanSchema`, the PostgreSQL schema of the tables where it is not "castellan".
 */
@Module({ imports: [DiscoveryModule] })
export class CastellanModule extends ConfigurableModuleClass implements OnApplicationBootstrap {
  constructor(
    private readonly options: CastellanOptions,
    private readonly database: Database,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    if (this.options.source !== null) return;
    await assertMigrated(this.database.sql);
    await assertSchemaFits(this.database.sql, this.options.schema);
  }
}

async function freshness(options: CastellanOptions, database: Database, hints: ChangeHints): Promise<Freshness> {
  if (options.singleProcess) return singleProcess(database);
  if (options.maxStalenessMs === 0) return alwaysRead;
  const { connections } = database;
  if (connections < 2) {
    const message = `maxStalenessMs needs a connection that listens, and the DataSource has a pool of ${connections}`;
    throw new Error(`${message}: set its poolSize to 2 or more, or leave maxStalenessMs out`);
  }
  await hints.listen();
  return boundedStaleness(options.maxStalenessMs, hints);
}
