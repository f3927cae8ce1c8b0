import { Module } from '@nestjs/common';
import { AuditModule } from './audit/audit.module';
import { DatabaseModule } from './database/database.module';
import { MembersModule } from './members/members.module';
import { OrgsModule } from './orgs/orgs.module';
import { PoliciesModule } from './policies/policies.module';
import { ResourcesModule } from './resources/resources.module';
import { RolesModule } from './roles/roles.module';
import { SchemaModule } from './schema/schema.module';
import { WorkspacesModule } from './workspaces/workspaces.module';

/** Administration: face 1 behind one import. Needs AccessModule beside it. */
@Module({
  imports: [
    ...[DatabaseModule, AuditModule, SchemaModule, OrgsModule, MembersModule, PoliciesModule, RolesModule],
    ...[WorkspacesModule, ResourcesModule],
  ],
})
export class IamModule {}
