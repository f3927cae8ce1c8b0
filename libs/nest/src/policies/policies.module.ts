import { Module } from '@nestjs/common';
import { ResourceNamesModule } from '../resources/resource-names.module';
import { PermissionInput } from './permission-input';
import { PoliciesController } from './policies.controller';
import { PoliciesRepository } from './policies.repository';
import { PoliciesService } from './policies.service';

/** Policies. */
@Module({
  imports: [ResourceNamesModule],
  controllers: [PoliciesController],
  providers: [PoliciesRepository, PoliciesService, PermissionInput],
  exports: [PoliciesService],
})
export class PoliciesModule {}
