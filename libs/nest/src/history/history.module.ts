import { Module } from '@nestjs/common';
import type { Feature } from '../http/feature';
import { ChangeSetsModule } from '../change-sets/change-sets.module';
import { MembersModule } from '../members/members.module';
import { PastModule } from '../past/past.module';
import { PoliciesModule } from '../policies/policies.module';
import { RolesModule } from '../roles/roles.module';
import { HistoryController } from './history.controller';
import { HistoryService } from './history.service';
import { Restorables } from './restorables';
import { RestoreService } from './restore.service';
import { PastLog } from './past-log';
import { RevertService } from './revert.service';
import { UndoController } from './undo.controller';

/** What was done to objects, and how it is undone. */
@Module({
  imports: [PastModule, PoliciesModule, RolesModule, MembersModule, ChangeSetsModule],
  providers: [HistoryService, PastLog, Restorables, RestoreService, RevertService],
  exports: [HistoryService, RestoreService, RevertService],
})
export class HistoryModule {}

export const HISTORY: Feature = { module: HistoryModule, controllers: [HistoryController, UndoController] };
