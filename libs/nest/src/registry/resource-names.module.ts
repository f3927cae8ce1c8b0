import { Module } from '@nestjs/common';
import { ResourceNamesRepository } from './resource-names.repository';
import { ResourceNamesService } from './resource-names.service';

/** Names of registered resources, for those who show permissions. */
@Module({ providers: [ResourceNamesRepository, ResourceNamesService], exports: [ResourceNamesService] })
export class ResourceNamesModule {}
