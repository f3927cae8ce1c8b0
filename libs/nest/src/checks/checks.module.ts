import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module';
import { PastModule } from '../past/past.module';
import { PoliciesModule } from '../policies/policies.module';
import { ExplainInput } from './explain-input';
import { Past, PastExplanationsService } from './past-explanations.service';
import { AskedPermission } from './asked-permission';
import { ChecksService } from './checks.service';
import { ExplanationsService } from './explanations.service';
import { GivingRolesService } from './giving-roles.service';
import { GrantingRolesRepository } from './granting-roles.repository';
import { HoldersService } from './holders.service';
import type { Feature } from '../http/feature';
import { ChecksController } from './checks.controller';
import { ExplanationsController } from './explanations.controller';

/** Questions: what members may do, why, and who may. */
@Module({
  imports: [MembersModule, PastModule, PoliciesModule],
  providers: [
    ChecksService,
    ExplanationsService,
    HoldersService,
    GivingRolesService,
    GrantingRolesRepository,
    AskedPermission,
    ExplainInput,
    Past,
    PastExplanationsService,
  ],
  exports: [ChecksService, ExplanationsService, PastExplanationsService, HoldersService],
})
export class ChecksModule {}

export const CHECKS: Feature = { module: ChecksModule, controllers: [ChecksController, ExplanationsController] };
