import { Module, type DynamicModule } from '@nestjs/common';
import { AuditModule } from './audit/audit.module';
import { ChecksModule } from './checks/checks.module';
import { DatabaseModule } from './database/database.module';
import { MembersModule } from './members/members.module';
import { OrgsModule } from './orgs/orgs.module';
import { PoliciesModule } from './policies/policies.module';
import { ResourcesModule } from './resources/resources.module';
import { RolesModule } from './roles/roles.module';
import { SchemaModule } from './schema/schema.module';
import { StatementsModule } from './statements/statements.module';
import { WorkspacesModule } from './workspaces/workspaces.module';

/** What administration can be told. The initial values are the defaults. */
export class IamOptions {
  /** Keys the audit chain (HMAC-SHA-256), so that who can write the table cannot forge it. */
  auditKey?: string;
}

/** Administration: both faces behind one import. Needs AccessModule beside it. */
@Module({
  imports: [
    ...[AuditModule, SchemaModule, OrgsModule, MembersModule, PoliciesModule, RolesModule],
    ...[WorkspacesModule, ResourcesModule, StatementsModule, ChecksModule],
  ],
})
export class IamModule {
  /** Administration with these options. */
  static forRoot(options: IamOptions = {}): DynamicModule {
    return { module: IamModule, imports: [DatabaseModule.forRoot(options)] };
  }
}
