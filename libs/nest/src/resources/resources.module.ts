import { Global, Module } from '@nestjs/common';
import { ContainersSource } from '../access/sources/containers-source';
import { PoliciesModule } from '../policies/policies.module';
import { RolesModule } from '../roles/roles.module';
import { WorkspacesModule } from '../workspaces/workspaces.module';
import { RegistryContainersService } from '../registry/registry-containers.service';
import { ResourceInput } from './resource-input';
import { ResourceListService } from './resource-list.service';
import { ResourceQueryInput } from './resource-query-input';
import { ResourceTypes } from './resource-types';
import { ResourcesRepository } from '../registry/resources.repository';
import { ResourcesService } from './resources.service';
import { UsedIdsModule } from '../registry/registry.module';
import type { Feature } from '../http/feature';
import { ResourcesController } from './resources.controller';

/**
 * The registry of resources, and the lists of everything that can be named in a permission. Global, because CastellanModule,
 * which knows nothing of it, is given the ContainersSource.
 */
@Global()
@Module({
  imports: [UsedIdsModule, WorkspacesModule, PoliciesModule, RolesModule],
  providers: [
    ResourcesRepository,
    ResourcesService,
    ResourceListService,
    ResourceTypes,
    ResourceInput,
    ResourceQueryInput,
    { provide: ContainersSource, useClass: RegistryContainersService },
  ],
  exports: [ResourcesService, ResourceListService, ResourceTypes, ContainersSource],
})
export class ResourcesModule {}

export const RESOURCES: Feature = { module: ResourcesModule, controllers: [ResourcesController] };
