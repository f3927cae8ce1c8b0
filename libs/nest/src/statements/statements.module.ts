import { Module } from '@nestjs/common';
import { RolesModule } from '../roles/roles.module';
import { NextTokenInput } from './next-token';
import { StatementsController } from './statements.controller';
import { StatementsInput } from './statements-input';
import { StatementsService } from './statements.service';

/** The second face: roles as statements. */
@Module({
  imports: [RolesModule],
  controllers: [StatementsController],
  providers: [StatementsService, StatementsInput, NextTokenInput],
  exports: [StatementsService],
})
export class StatementsModule {}
