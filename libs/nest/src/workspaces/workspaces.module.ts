import { Module } from '@nestjs/common';
import { UsedIdsModule } from '../registry/registry.module';
import { WorkspacesRepository } from './workspaces.repository';
import { WorkspacesService } from './workspaces.service';
import type { Feature } from '../http/feature';
import { WorkspacesController } from './workspaces.controller';

/** Workspaces. */
@Module({
  imports: [UsedIdsModule],
  providers: [WorkspacesRepository, WorkspacesService],
  exports: [WorkspacesService],
})
export class WorkspacesModule {}

export const WORKSPACES: Feature = { module: WorkspacesModule, controllers: [WorkspacesController] };
