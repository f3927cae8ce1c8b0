import { Module } from '@nestjs/common';
import { PastModule } from '../past/past.module';
import { PoliciesModule } from '../policies/policies.module';
import { PastRolesService } from './past-roles.service';
import { RolePoliciesService } from './role-policies.service';
import { RolesRepository } from './roles.repository';
import { RolesService } from './roles.service';
import type { Feature } from '../http/feature';
import { RolesController } from './roles.controller';

/** Roles. */
@Module({
  imports: [PoliciesModule, PastModule],
  providers: [RolesRepository, RolePoliciesService, RolesService, PastRolesService],
  exports: [RolesService, PastRolesService],
})
export class RolesModule {}

export const ROLES: Feature = { module: RolesModule, controllers: [RolesController] };
