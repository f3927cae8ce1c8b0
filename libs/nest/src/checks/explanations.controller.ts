import { forbidden, isNowhere, type Scopes } from '@castellan/core';
import { Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam } from '@nestjs/swagger';
import type { Access } from '../access/access';
import type { Caller } from '../access/guard/caller';
import { CurrentCaller, RequirePermission } from '../access/guard/decorators';
import { ApiAnswers } from '../http/api-answers';
import { ApiChangeAnswers } from '../http/changed.answer';
import { Conflicts } from '../http/error-answers';
import { OrgId } from '../http/org-id';
import { IamController } from '../http/iam-controller';
import { PageQuery, type Page } from '../http/page';
import { Accepts, PageOf, PathObjects } from '../http/route-input';
import { MembersService } from '../members/members.service';
import { assertMayReadPast, pastRevision } from '../past/past-objects.service';
import { ExplanationAnswer, PastExplanationAnswer } from './explanation.answer';
import { ExplainInput } from './explain-input';
import { PastExplanationsService } from './past-explanations.service';
import { ExplanationsService } from './explanations.service';
import { HolderPage } from './holders.answer';
import { HoldersService } from './holders.service';
import { HeldPermissionsAnswer } from './held-permissions.answer';
import { AskedPermission } from './asked-permission';
import { ExplainQuery } from './question.dto';

/** Explains decisions: what a member holds, why a question is allowed or denied, and who holds a permission. */
@IamController('v1/orgs/:org_id/iam', 'Checks')
export class ExplanationsController {
  constructor(
    private readonly explanations: ExplanationsService,
    private readonly holders: HoldersService,
    private readonly past: PastExplanationsService,
  ) {}

  @Get('members/:user_id/permissions')
  @RequirePermission('members:check', { scope: 'user_id', orSelf: true })
  @PathObjects([MembersService, 'user_id'])
  @Accepts({ query: PageQuery, list: (_, { user_id }) => `held ${user_id}` })
  @ApiOperation({
    operationId: 'listOrgMemberPermissions',
    summary: "List a member's permissions",
    description:
      'Lists the permissions that a member holds, then those that it is denied, and the role and policy that each ' +
      'comes from. Members may always ask about themselves.',
  })
  @ApiAnswers(200, HeldPermissionsAnswer)
  permissions(
    @CurrentCaller() { reader }: Caller,
    @OrgId() orgId: string,
    @Param('user_id') userId: string,
    @PageOf() page: Page,
  ): Promise<HeldPermissionsAnswer> {
    return this.explanations.permissions(orgId, userId, page, reader);
  }

  @Get('members/:user_id/explain')
  @RequirePermission('members:check', { scope: 'user_id', orSelf: true })
  @PathObjects([MembersService, 'user_id'])
  @Accepts({ query: ExplainQuery, checkQuery: ExplainInput })
  @Conflicts('moved')
  @ApiOperation({
    operationId: 'explainOrgMemberPermission',
    summary: 'Explain a decision',
    description:
      'Returns the decision about one permission together with every grant that leads to it. Members ' +
      'may always ask about themselves. With `at_revision` or `at` it is the decision of that moment, read from the ' +
      'audit log; that requires `audit:read` as well.',
  })
  @ApiChangeAnswers(ExplanationAnswer, PastExplanationAnswer)
  async explain(
    @CurrentCaller() { reader, access }: Caller,
    @OrgId() orgId: string,
    @Param('user_id') userId: string,
    @Query() query: ExplainQuery,
  ): Promise<ExplanationAnswer | PastExplanationAnswer> {
    const { at_revision: revision, at } = query;
    if (revision === undefined && at === undefined) return this.explanations.explain(orgId, userId, query, reader);
    assertMayReadPast(access);
    const moment =
      at === undefined
        ? await this.past.momentOf(orgId, pastRevision(access.stamps, revision ?? ''))
        : await this.past.momentAt(orgId, at);
    return this.past.explain(orgId, userId, { query, moment, reader });
  }

  @Get('permissions/:permission/members')
  @RequirePermission('members:check', { list: true })
  @PathObjects([AskedPermission, 'permission'])
  @Accepts({ query: PageQuery, list: (_, { permission }) => `holders ${permission}` })
  @ApiParam({ name: 'permission', type: String, example: 'apps:read' })
  @ApiOperation({
    operationId: 'listOrgPermissionMembers',
    summary: 'List who holds a permission',
    description:
      'Lists the members who are allowed the permission somewhere in the organisation, and where, ' +
      'ordered by user id. A page may hold fewer members than `limit`, even none, when many had to be looked at: go on ' +
      'while `has_more` is true. The list has the members whom the caller may check (`members:check`) and read (`members:read`).',
  })
  @ApiAnswers(200, HolderPage)
  list(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Param('permission') permission: string,
    @PageOf() page: Page,
  ): Promise<HolderPage> {
    return this.holders.page(orgId, permission, page, readable(caller.access));
  }
}

/** The members that a list may name: those that the caller may check and read. @throws CastellanError forbidden */
function readable(access: Access): Scopes[] {
  const scopes = access.scopes('members:read');
  if (isNowhere(scopes)) throw forbidden('no-grant', { required_permission: 'members:read' });
  return [access.scopes('members:check'), scopes];
}
