import { Module } from '@nestjs/common';
import type { Feature } from '../http/feature';
import { MembersModule } from '../members/members.module';
import { PoliciesModule } from '../policies/policies.module';
import { ResourcesModule } from '../resources/resources.module';
import { RolesModule } from '../roles/roles.module';
import { WorkspacesModule } from '../workspaces/workspaces.module';
import { ChangeSetInput } from './change-set-input';
import { ChangeSetsController } from './change-sets.controller';
import { ChangeSetsService } from './change-sets.service';
import { NamedObjects } from './named-objects';
import { SetChanges } from './set-changes';

/** Change sets. */
@Module({
  imports: [PoliciesModule, RolesModule, WorkspacesModule, ResourcesModule, MembersModule],
  providers: [ChangeSetInput, ChangeSetsService, NamedObjects, SetChanges],
  exports: [ChangeSetsService, SetChanges],
})
export class ChangeSetsModule {}

export const CHANGE_SETS: Feature = { module: ChangeSetsModule, controllers: [ChangeSetsController] };
