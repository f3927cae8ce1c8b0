import { ConfigurableModuleBuilder, Module } from '@nestjs/common';
import type { CanActivate, DynamicModule, OnApplicationBootstrap, OnModuleInit, Provider, Type } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import './admin-services';
import { AuditModule } from './audit/audit.module';
import { ChecksModule } from './checks/checks.module';
import { AUDIT_KEY } from './changes/audit-chain';
import { Changes } from './changes/changes';
import { Database } from './database/database';
import { EnforcementNeeded } from './database/enforcement-needed';
import { castellanEntities } from './tables/entities';
import { hostedControllers } from './http/hosted-controllers';
import { IAM_CONTROLLERS, IamFaceModule } from './iam-face.module';
import { MembersModule } from './members/members.module';
import { OrgsModule } from './orgs/orgs.module';
import { RETIRE_GRANTS, StartChecks } from './orgs/start-checks';
import { PoliciesModule } from './policies/policies.module';
import { ResourcesModule } from './resources/resources.module';
import { ROLES_CONTROLLERS, RolesApiModule } from './roles-api.module';
import { RolesModule } from './roles/roles.module';
import { SchemaModule } from './schema/schema.module';
import { StatementsModule } from './statements/statements.module';
import { WorkspacesModule } from './workspaces/workspaces.module';

/** A REST API of administration: the IAM API below `/v1/orgs`, or the Roles API below `/organizations`. */
export type AdminApi = 'iam' | 'roles';

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

const APIS: Readonly<Record<AdminApi, { readonly module: Type; readonly controllers: readonly Type[] }>> = {
  iam: { module: IamFaceModule, controllers: IAM_CONTROLLERS },
  roles: { module: RolesApiModule, controllers: ROLES_CONTROLLERS },
};

const extras: CastellanAdminRoutes = {
  ...{ path: undefined, apis: undefined, guards: undefined, imports: undefined, swagger: undefined },
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
    ...{ provide: RETIRE_GRANTS, inject: [MODULE_OPTIONS_TOKEN] },
    useFactory: ({ retireGrants = false }: CastellanAdminOptions) => retireGrants,
  },
  Changes,
];

function modulesOf({ path, apis = ['iam', 'roles'], imports, ...form }: CastellanAdminRoutes): DynamicModule[] {
  const modules = [...new Set(apis)].map((api) => {
    if (!Object.hasOwn(APIS, api))
      throw new Error(`CastellanAdminModule has no API "${api}": apis holds 'iam' and 'roles'`);
    const { module, controllers } = APIS[api];
    return { module, imports, controllers: hostedControllers(controllers, form) };
  });
  if (path === undefined || path === '') return modules;
  return [...modules, RouterModule.register(modules.map(({ module }) => ({ path, module })))];
}

const FEATURES = [
  ...[AuditModule, SchemaModule, OrgsModule, MembersModule, PoliciesModule, RolesModule],
  ...[StatementsModule, WorkspacesModule, ResourcesModule, ChecksModule],
];

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
