import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module';
import { RolesController } from './roles.controller';
import { RolesRepository } from './roles.repository';
import { RolesService } from './roles.service';

/** Roles. */
@Module({
  imports: [PoliciesModule],
  controllers: [RolesController],
  providers: [RolesRepository, RolesService],
  exports: [RolesService],
})
export class RolesModule {}
