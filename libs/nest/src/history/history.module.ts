import { Module } from '@nestjs/common';
import type { Feature } from '../http/feature';
import { MembersModule } from '../members/members.module';
import { PastModule } from '../past/past.module';
import { PoliciesModule } from '../policies/policies.module';
import { RolesModule } from '../roles/roles.module';
import { HistoryController } from './history.controller';
import { HistoryService } from './history.service';

/** What was done to objects, and how it is undone. */
@Module({
  imports: [PastModule, PoliciesModule, RolesModule, MembersModule],
  providers: [HistoryService],
  exports: [HistoryService],
})
export class HistoryModule {}

export const HISTORY: Feature = { module: HistoryModule, controllers: [HistoryController] };
