import { Module } from '@nestjs/common';
import { AuditController } from './audit/audit.controller';
import { AuditModule } from './audit/audit.module';
import { ChecksController } from './checks/checks.controller';
import { ChecksModule } from './checks/checks.module';
import { ExplanationsController } from './checks/explanations.controller';
import { MeController } from './members/me.controller';
import { MemberRolesController } from './members/member-roles.controller';
import { MembersController } from './members/members.controller';
import { MembersModule } from './members/members.module';
import { OrgsController } from './orgs/orgs.controller';
import { OrgsModule } from './orgs/orgs.module';
import { PoliciesController } from './policies/policies.controller';
import { PoliciesModule } from './policies/policies.module';
import { ResourcesController } from './resources/resources.controller';
import { ResourcesModule } from './resources/resources.module';
import { RolesController } from './roles/roles.controller';
import { RolesModule } from './roles/roles.module';
import { SchemaController } from './schema/schema.controller';
import { WorkspacesController } from './workspaces/workspaces.controller';
import { WorkspacesModule } from './workspaces/workspaces.module';

/** The controllers of the IAM API: each application has them in its own form. */
export const IAM_CONTROLLERS = [
  ...[OrgsController, MembersController, MemberRolesController, MeController, SchemaController],
  ...[PoliciesController, RolesController, WorkspacesController, ResourcesController, AuditController],
  ...[ChecksController, ExplanationsController],
];

/** The IAM API: the routes below `/v1/orgs`. They are here and not in their features, so that a host may do without. */
@Module({
  imports: [
    ...[AuditModule, OrgsModule, MembersModule, PoliciesModule, RolesModule, WorkspacesModule],
    ...[ResourcesModule, ChecksModule],
  ],
})
export class IamFaceModule {}
