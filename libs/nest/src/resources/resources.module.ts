import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module';
import { RolesModule } from '../roles/roles.module';
import { WorkspacesModule } from '../workspaces/workspaces.module';
import { ResourceInput } from './resource-input';
import { ResourceListService } from './resource-list.service';
import { ResourceQueryInput } from './resource-query-input';
import { ResourceTypes } from './resource-types';
import { ResourcesController } from './resources.controller';
import { ResourcesRepository } from './resources.repository';
import { ResourcesService } from './resources.service';
import { UsedIdsModule } from './used-ids.module';

/** The registry of resources, and the lists of everything that can be named in a permission. */
@Module({
  imports: [UsedIdsModule, WorkspacesModule, PoliciesModule, RolesModule],
  controllers: [ResourcesController],
  providers: [
    ...[ResourcesRepository, ResourcesService, ResourceListService],
    ...[ResourceTypes, ResourceInput, ResourceQueryInput],
  ],
  exports: [ResourcesService],
})
export class ResourcesModule {}
