import { Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { RequirePermission } from '../access/guard/decorators';
import { ApiAnswers } from '../http/api-answers';
import { OrgId } from '../http/org-id';
import { IamController } from '../http/iam-controller';
import type { Page } from '../http/page';
import { Accepts, PageOf } from '../http/route-input';
import { AuditExportService } from './audit-export.service';
import { AuditQueryInput } from './audit-query-input';
import { AuditPage } from './audit.answer';
import { AuditFilterQuery, AuditPageQuery } from './audit.dto';
import { AuditService } from './audit.service';

const NDJSON = 'application/x-ndjson';

const EXPORT =
  'Streams the entries, oldest first, one JSON object per line: the entry in its stored canonical form (RFC 8785), followed by two ' +
  'more members: `hash`, and `users`, which maps the references in the entry to user ids. Without these two members, the line is ' +
  'the text that was hashed. The export is complete only when the connection ends normally.';

/** A cursor is good for the filter that it was made with. */
function listName({ actor, action, target_type, target_id, from, to }: Readonly<Record<string, unknown>>): string {
  const filter = [actor, action, target_type, target_id, from, to];
  return filter.every((value) => value === undefined) ? 'audit' : JSON.stringify(['audit', ...filter]);
}

/** The audit log of an organisation. */
@IamController('v1/orgs/:org_id/iam/audit', 'Audit')
export class AuditController {
  constructor(
    private readonly log: AuditService,
    private readonly exports: AuditExportService,
  ) {}

  @Get()
  @RequirePermission('audit:read')
  @Accepts({ query: AuditPageQuery, checkQuery: AuditQueryInput, list: listName })
  @ApiOperation({
    operationId: 'listAuditEntries',
    summary: 'List audit entries',
    description:
      'Lists the changes of the organisation, newest first. Filters combine: an entry must match every ' +
      'filter that is given.',
  })
  @ApiAnswers(200, AuditPage)
  list(
    @OrgId() orgId: string,
    @Query() { limit, cursor, ...filter }: AuditPageQuery,
    @PageOf() page: Page,
  ): Promise<AuditPage> {
    return this.log.page(orgId, filter, page);
  }

  @Get('export')
  @RequirePermission('audit:read')
  @Accepts({ query: AuditFilterQuery, checkQuery: AuditQueryInput })
  @ApiOperation({
    operationId: 'exportAuditEntries',
    summary: 'Export the audit log',
    description: EXPORT,
  })
  @ApiOkResponse({ description: 'Success', content: { [NDJSON]: { schema: { type: 'string' } } } })
  @ApiAnswers(200)
  async export(@OrgId() orgId: string, @Query() filter: AuditFilterQuery): Promise<StreamableFile> {
    const disposition = `attachment; filename="audit-${orgId}.ndjson"`;
    return new StreamableFile(await this.exports.stream(orgId, filter), { type: NDJSON, disposition });
  }
}
