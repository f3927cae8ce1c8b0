import { Module } from '@nestjs/common';
import { DatabaseModule } from './database/database.module';
import { PoliciesModule } from './policies/policies.module';
import { RolesModule } from './roles/roles.module';

/** Administration: face 1 behind one import. Needs AccessModule beside it. */
@Module({ imports: [DatabaseModule, PoliciesModule, RolesModule] })
export class IamModule {}
