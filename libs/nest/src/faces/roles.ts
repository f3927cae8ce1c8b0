import { Module } from '@nestjs/common';
import type { Face } from './face';
import { STATEMENTS } from './statements/statements.module';

@Module({})
class RolesApi {}

/** The Roles API: the routes below `/organizations`. */
export const ROLES_AS_STATEMENTS: Face = { module: RolesApi, features: [STATEMENTS] };
