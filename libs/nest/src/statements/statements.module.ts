import { Module } from '@nestjs/common';
import { RolesModule } from '../roles/roles.module';
import { NextTokenInput } from './next-token';
import { StatementsInput } from './statements-input';
import { StatementsService } from './statements.service';

/** Roles as statements. */
@Module({
  imports: [RolesModule],
  providers: [StatementsService, StatementsInput, NextTokenInput],
  exports: [StatementsService],
})
export class StatementsModule {}
