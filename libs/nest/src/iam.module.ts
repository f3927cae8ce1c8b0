import { ConfigurableModuleBuilder, Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnModuleInit, Provider, Type } from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { AuditModule } from './audit/audit.module';
import { ChecksModule } from './checks/checks.module';
import { AUDIT_KEY } from './changes/audit-chain';
import { Changes } from './changes/changes';
import { Database } from './database/database';
import { castellanEntities } from './tables/entities';
import { IamFaceModule } from './iam-face.module';
import { MembersModule } from './members/members.module';
import { OrgsModule } from './orgs/orgs.module';
import { PoliciesModule } from './policies/policies.module';
import { ResourcesModule } from './resources/resources.module';
import { RolesModule } from './roles/roles.module';
import { BuiltinsService } from './schema/builtins.service';
import { SchemaModule } from './schema/schema.module';
import { StatementsModule } from './statements/statements.module';
import { WorkspacesModule } from './workspaces/workspaces.module';

/** One of the two ways in which administration is offered over HTTP. */
export type Face = 'iam' | 'statements';

/** What administration can be told. The initial values are the defaults. */
export class IamOptions {
  /** Keys the audit chain (HMAC-SHA-256), so that who can write the table cannot forge it. */
  auditKey?: string;
  /** Takes grants out that the schema has no more; without it the application does not start while there are any. */
  retireGrants?: boolean;
}

/** What administration must be told before it starts: not by a factory. */
export interface IamRoutes {
  /** A prefix before every route of administration; none by default. */
  readonly path?: string;
  /** The faces whose routes there are: both by default. With none there are only services. */
  readonly faces?: readonly Face[];
}

const FACES: Readonly<Record<Face, Type>> = { iam: IamFaceModule, statements: StatementsModule };

const extras: IamRoutes = { path: undefined, faces: undefined };

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<IamOptions>()
  .setClassMethodName('forRoot')
  .setExtras(extras, (definition, routes) => ({
    ...definition,
    global: true,
    imports: [...(definition.imports ?? []), ...facesOf(routes)],
    providers: [...(definition.providers ?? []), ...changes],
    exports: [Changes],
  }))
  .build();

const changes: Provider[] = [
  { provide: AUDIT_KEY, useFactory: ({ auditKey }: IamOptions) => auditKey, inject: [MODULE_OPTIONS_TOKEN] },
  Changes,
];

function facesOf({ path, faces = ['iam', 'statements'] }: IamRoutes): Array<Type | DynamicModule> {
  const modules = [...new Set(faces)].map((face) => {
    if (!Object.hasOwn(FACES, face)) throw new Error(`IamModule has no face "${face}"`);
    return FACES[face];
  });
  if (path === undefined || path === '') return modules;
  return [...modules, RouterModule.register(modules.map((module) => ({ path, module })))];
}

/** Administration behind one import: `forRoot` and `forRootAsync`. Needs AccessModule beside it. */
@Module({
  imports: [
    ...[AuditModule, SchemaModule, OrgsModule, MembersModule, PoliciesModule, RolesModule],
    ...[WorkspacesModule, ResourcesModule, ChecksModule],
  ],
})
export class IamModule extends ConfigurableModuleClass implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly builtins: BuiltinsService,
    @Inject(MODULE_OPTIONS_TOKEN) private readonly options: IamOptions,
  ) {
    super();
  }

  /** Administration with these options. */
  static override forRoot(options: IamOptions & IamRoutes = {}): DynamicModule {
    return super.forRoot(options);
  }

  onModuleInit(): void {
    const { dataSource } = this.database;
    if (castellanEntities.every((entity) => dataSource.hasMetadata(entity))) return;
    throw new Error(
      'IamModule needs its entities in the DataSource: entities: [...castellanEntities], from @castellan/nest/database',
    );
  }

  /** Before anything is answered, the built-ins of every organisation are those of the schema. */
  onApplicationBootstrap(): Promise<void> {
    return this.builtins.upkeep({ retire: this.options.retireGrants });
  }
}
