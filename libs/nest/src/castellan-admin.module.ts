import { ConfigurableModuleBuilder, Module } from '@nestjs/common';
import type { CanActivate, DynamicModule, OnApplicationBootstrap, OnModuleInit, Provider, Type } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import './admin-services';
import { AUDIT_KEY } from './changes/audit-chain';
import { Changes } from './changes/changes';
import { Database } from './database/database';
import { EnforcementNeeded } from './database/enforcement-needed';
import { moduleOf } from './faces/face';
import { ADMIN_APIS, FACES, type AdminApi } from './faces/faces';
import { castellanEntities } from './tables/entities';
import { RETIRE_GRANTS, StartChecks } from './orgs/start-checks';

/** What administration can be told. The initial values are the defaults. */
export class CastellanAdminOptions {
  /** Keys the audit chain (HMAC-SHA-256), so that who can write the table cannot forge it. */
  auditKey?: string;
  /** Takes grants out that the schema has no more; without it the application does not start while there are any. */
  retireGrants?: boolean;
}

/** What administration must be told before it starts: not by a factory. */
export interface CastellanAdminRoutes {
  /** A prefix before every route of administration; none by default. */
  readonly path?: string;
  /** The APIs whose routes there are: both by default. With none there are only services. */
  readonly apis?: readonly AdminApi[];
  /**
   * Guards before every route of administration, where a host authenticates per route: `[AuthGuard('jwt')]`. CastellanGuard
   * is bound after them.
   */
  readonly guards?: ReadonlyArray<Type<CanActivate> | CanActivate>;
  /** The modules that provide what the guards need, where they are not global. */
  readonly imports?: DynamicModule['imports'];
  /** Whether the routes are in the host's OpenAPI document; they are not by default. */
  readonly swagger?: boolean;
}

const extras: CastellanAdminRoutes = {
  path: undefined,
  apis: undefined,
  guards: undefined,
  imports: undefined,
  swagger: undefined,
};

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<CastellanAdminOptions>()
  .setClassMethodName('forRoot')
  .setExtras(extras, (definition, routes) => ({
    ...definition,
    global: true,
    imports: [...(definition.imports ?? []), ...modulesOf(routes)],
    providers: [...(definition.providers ?? []), ...changes],
    exports: [Changes, RETIRE_GRANTS],
  }))
  .build();

const changes: Provider[] = [
  { provide: AUDIT_KEY, useFactory: ({ auditKey }: CastellanAdminOptions) => auditKey, inject: [MODULE_OPTIONS_TOKEN] },
  {
    provide: RETIRE_GRANTS,
    inject: [MODULE_OPTIONS_TOKEN],
    useFactory: ({ retireGrants = false }: CastellanAdminOptions) => retireGrants,
  },
  Changes,
];

function modulesOf({ path, apis = ADMIN_APIS, ...form }: CastellanAdminRoutes): DynamicModule[] {
  const modules = [...new Set(apis)].map((api) => {
    if (!Object.hasOwn(FACES, api))
      throw new Error(
        `CastellanAdminModule has no API "${api}": apis holds ${ADMIN_APIS.map((one) => `'${one}'`).join(' and ')}`,
      );
    return moduleOf(FACES[api], form);
  });
  if (path === undefined || path === '') return modules;
  return [...modules, RouterModule.register(modules.map(({ module }) => ({ path, module })))];
}

const FEATURES = Object.values(FACES).flatMap(({ features }) => features.map(({ module }) => module));

/**
 * Administration behind one import: `forRoot` and `forRootAsync`. Needs CastellanModule beside it. Its services can be
 * injected in every module of the application.
 */
@Module({ imports: [EnforcementNeeded, ...FEATURES], exports: FEATURES })
export class CastellanAdminModule extends ConfigurableModuleClass implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly checks: StartChecks,
  ) {
    super();
  }

  /** Administration with these options. */
  static override forRoot(options: CastellanAdminOptions & CastellanAdminRoutes = {}): DynamicModule {
    return super.forRoot(options);
  }

  onModuleInit(): void {
    const { dataSource } = this.database;
    if (castellanEntities.every((entity) => dataSource.hasMetadata(entity))) return;
    throw new Error(
      'CastellanAdminModule needs its entities in the DataSource: entities: [...castellanEntities], from @castellan/nest/database',
    );
  }

  /** Before anything is answered, the built-ins of every organisation are those of the schema. */
  onApplicationBootstrap(): Promise<void> {
    return this.checks.assertReady();
  }
}
