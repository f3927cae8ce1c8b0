import { Get, Param } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { RequirePermission } from '../access/decorators';
import { ApiAnswers } from '../http/api-answers';
import { IamController } from '../http/iam-controller';
import { PageQuery, type Page } from '../http/page';
import { Accepts, PageOf } from '../http/route-input';
import { AuditPage } from './audit.answer';
import { AuditService } from './audit.service';

/** The audit log of an organisation. */
@IamController('v1/orgs/:org_id/iam/audit', 'audit')
export class AuditController {
  constructor(private readonly log: AuditService) {}

  @Get()
  @RequirePermission('audit:read')
  @Accepts({ query: PageQuery, list: 'audit' })
  @ApiOperation({ operationId: 'listAuditEntries', summary: 'List what was changed, newest first' })
  @ApiAnswers(200, AuditPage)
  list(@Param('org_id') orgId: string, @PageOf() page: Page): Promise<AuditPage> {
    return this.log.page(orgId, page);
  }
}
