import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module';
import { RolePoliciesService } from './role-policies.service';
import { RolesRepository } from './roles.repository';
import { RolesService } from './roles.service';
import type { Feature } from '../http/feature';
import { RolesController } from './roles.controller';

/** Roles. */
@Module({
  imports: [PoliciesModule],
  providers: [RolesRepository, RolePoliciesService, RolesService],
  exports: [RolesService],
})
export class RolesModule {}

export const ROLES: Feature = { module: RolesModule, controllers: [RolesController] };
