import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module';
import { RolePoliciesService } from './role-policies.service';
import { RolesRepository } from './roles.repository';
import { RolesService } from './roles.service';

/** Roles. */
@Module({
  imports: [PoliciesModule],
  providers: [RolesRepository, RolePoliciesService, RolesService],
  exports: [RolesService],
})
export class RolesModule {}
