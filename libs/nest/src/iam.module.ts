import { Module } from '@nestjs/common';
import { AuditModule } from './audit/audit.module';
import { DatabaseModule } from './database/database.module';
import { PoliciesModule } from './policies/policies.module';
import { RolesModule } from './roles/roles.module';

/** Administration: face 1 behind one import. Needs AccessModule beside it. */
@Module({ imports: [DatabaseModule, AuditModule, PoliciesModule, RolesModule] })
export class IamModule {}
