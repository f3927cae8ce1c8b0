import { Module } from '@nestjs/common';
import { ResourceNamesModule } from '../registry/registry.module';
import { OwnedPoliciesService } from './owned-policies.service';
import { PermissionInput } from './permission-input';
import { PoliciesRepository } from './policies.repository';
import { PoliciesService } from './policies.service';
import type { Feature } from '../http/feature';
import { PoliciesController } from './policies.controller';

/** Policies. */
@Module({
  imports: [ResourceNamesModule],
  providers: [PoliciesRepository, PoliciesService, OwnedPoliciesService, PermissionInput],
  exports: [PoliciesService, OwnedPoliciesService, PermissionInput],
})
export class PoliciesModule {}

export const POLICIES: Feature = { module: PoliciesModule, controllers: [PoliciesController] };
