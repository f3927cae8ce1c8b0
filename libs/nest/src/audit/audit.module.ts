import { Module } from '@nestjs/common';
import { AuditExportService } from './audit-export.service';
import { AuditHeadLog } from './audit-head-log';
import { AuditQueryInput } from './audit-query-input';
import { AuditRepository } from './audit.repository';
import { AuditService } from './audit.service';

/** The audit log. */
@Module({
  providers: [AuditRepository, AuditService, AuditExportService, AuditQueryInput, AuditHeadLog],
  exports: [AuditService, AuditExportService],
})
export class AuditModule {}
