import { Module } from '@nestjs/common';
import { RolesModule } from '../../roles/roles.module';
import { NextTokenInput } from './next-token';
import { StatementsInput } from './statements-input';
import { StatementsController } from './statements.controller';
import { StatementsService } from './statements.service';
import type { Feature } from '../../http/feature';

/** Roles as statements. */
@Module({
  imports: [RolesModule],
  providers: [StatementsService, StatementsInput, NextTokenInput],
  exports: [StatementsService],
})
export class StatementsModule {}

export const STATEMENTS: Feature = { module: StatementsModule, controllers: [StatementsController] };
