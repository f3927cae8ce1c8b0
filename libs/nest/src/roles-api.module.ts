import { Module } from '@nestjs/common';
import { StatementsController } from './statements/statements.controller';
import { StatementsModule } from './statements/statements.module';

/** The controllers of the Roles API: each application has them in its own form. */
export const ROLES_CONTROLLERS = [StatementsController];

/** The Roles API: the routes below `/organizations`. Its service is there without it. */
@Module({ imports: [StatementsModule] })
export class RolesApiModule {}
