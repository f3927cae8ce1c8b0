import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module';
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
  imports: [MembersModule],
  providers: [
    ChecksService,
    ExplanationsService,
    HoldersService,
    GivingRolesService,
    GrantingRolesRepository,
    AskedPermission,
  ],
  exports: [ChecksService, ExplanationsService, HoldersService],
})
export class ChecksModule {}

export const CHECKS: Feature = { module: ChecksModule, controllers: [ChecksController, ExplanationsController] };
