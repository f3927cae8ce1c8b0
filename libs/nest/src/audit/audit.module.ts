import { Module } from '@nestjs/common';
import { AuditExportService } from './audit-export.service';
import { AuditHeadLog } from './audit-head-log';
import { AuditQueryInput } from './audit-query-input';
import { AuditRepository } from './audit.repository';
import { AuditService } from './audit.service';
import type { Feature } from '../http/feature';
import { AuditController } from './audit.controller';

/** The audit log. */
@Module({
  providers: [AuditRepository, AuditService, AuditExportService, AuditQueryInput, AuditHeadLog],
  exports: [AuditService, AuditExportService],
})
export class AuditModule {}

export const AUDIT: Feature = { module: AuditModule, controllers: [AuditController] };
