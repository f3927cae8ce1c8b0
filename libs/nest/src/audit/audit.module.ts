import { Module } from '@nestjs/common';
import { AuditExportService } from './audit-export.service';
import { AuditHeadLog } from './audit-head-log';
import { AuditQueryInput } from './audit-query-input';
import { AuditController } from './audit.controller';
import { AuditRepository } from './audit.repository';
import { AuditService } from './audit.service';

/** The audit log. */
@Module({
  controllers: [AuditController],
  providers: [AuditRepository, AuditService, AuditExportService, AuditQueryInput, AuditHeadLog],
  exports: [AuditService],
})
export class AuditModule {}
