import { Module } from '@nestjs/common';
import { AuditHeadLog } from './audit-head-log';
import { AuditController } from './audit.controller';
import { AuditRepository } from './audit.repository';
import { AuditService } from './audit.service';

/** The audit log. */
@Module({ controllers: [AuditController], providers: [AuditRepository, AuditService, AuditHeadLog] })
export class AuditModule {}
