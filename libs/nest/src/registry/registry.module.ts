import { Module } from '@nestjs/common';
import { ResourceNamesRepository } from './resource-names.repository';
import { ResourceNamesService } from './resource-names.service';
import { UsedIdsRepository } from './used-ids.repository';
import { UsedIdsService } from './used-ids.service';

/** Names of registered resources, for those who show permissions. */
@Module({ providers: [ResourceNamesRepository, ResourceNamesService], exports: [ResourceNamesService] })
export class ResourceNamesModule {}

/** The ids of resources and containers, for those who make them. */
@Module({ providers: [UsedIdsRepository, UsedIdsService], exports: [UsedIdsService] })
export class UsedIdsModule {}
