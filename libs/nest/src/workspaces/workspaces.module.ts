import { Module } from '@nestjs/common';
import { UsedIdsModule } from '../registry/used-ids.module';
import { WorkspacesRepository } from './workspaces.repository';
import { WorkspacesService } from './workspaces.service';

/** Workspaces. */
@Module({
  imports: [UsedIdsModule],
  providers: [WorkspacesRepository, WorkspacesService],
  exports: [WorkspacesService],
})
export class WorkspacesModule {}
