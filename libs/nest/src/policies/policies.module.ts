import { Module } from '@nestjs/common';
import { ResourceNamesModule } from '../registry/registry.module';
import { OwnedPoliciesService } from './owned-policies.service';
import { PastModule } from '../past/past.module';
import { PastPoliciesService } from './past-policies.service';
import { PermissionInput } from './permission-input';
import { PoliciesRepository } from './policies.repository';
import { PoliciesService } from './policies.service';
import type { Feature } from '../http/feature';
import { PoliciesController } from './policies.controller';

/** Policies. */
@Module({
  imports: [ResourceNamesModule, PastModule],
  providers: [PoliciesRepository, PoliciesService, OwnedPoliciesService, PastPoliciesService, PermissionInput],
  exports: [PoliciesService, PastPoliciesService, OwnedPoliciesService, PermissionInput],
})
export class PoliciesModule {}

export const POLICIES: Feature = { module: PoliciesModule, controllers: [PoliciesController] };
