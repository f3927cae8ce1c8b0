import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module';
import { AskedPermission } from './asked-permission';
import { ChecksController } from './checks.controller';
import { ChecksService } from './checks.service';
import { ExplanationsController } from './explanations.controller';
import { ExplanationsService } from './explanations.service';
import { GrantingRolesRepository } from './granting-roles.repository';
import { HoldersService } from './holders.service';

/** Questions: what members may do, why, and who may. */
@Module({
  imports: [MembersModule],
  controllers: [ChecksController, ExplanationsController],
  providers: [...[ChecksService, ExplanationsService, HoldersService, GrantingRolesRepository, AskedPermission]],
})
export class ChecksModule {}
