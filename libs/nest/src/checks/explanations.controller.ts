import { forbidden, isNowhere, type Scopes } from '@castellan/core';
import { Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam } from '@nestjs/swagger';
import type { Access } from '../access/access';
import type { Caller } from '../access/caller';
import { CurrentCaller, RequirePermission } from '../access/decorators';
import { ApiAnswers } from '../http/api-answers';
import { IamController } from '../http/iam-controller';
import { PageQuery, type Page } from '../http/page';
import { Accepts, PageOf, PathObjects } from '../http/route-input';
import { MembersService } from '../members/members.service';
import { ExplanationAnswer } from './explanation.answer';
import { ExplanationsService } from './explanations.service';
import { HolderPage } from './holders.answer';
import { HoldersService } from './holders.service';
import { HeldPermissionsAnswer } from './member-permissions.answer';
import { AskedPermission } from './asked-permission';
import { ExplainQuery } from './question.dto';

const LISTED = 'Shows members whom the caller may check (`members:check`) and read (`members:read`).';

/** What members may do, and why. About itself a member may ask always. */
@IamController('v1/orgs/:org_id/iam', 'checks')
export class ExplanationsController {
  constructor(
    private readonly explanations: ExplanationsService,
    private readonly holders: HoldersService,
  ) {}

  @Get('members/:user_id/permissions')
  @RequirePermission('members:check', { scope: 'user_id', orSelf: true })
  @PathObjects([MembersService, 'user_id'])
  @ApiOperation({ operationId: 'listOrgMemberPermissions', summary: 'What a member holds, and what gives it' })
  @ApiAnswers(200, HeldPermissionsAnswer)
  permissions(
    @CurrentCaller() { reader }: Caller,
    @Param('org_id') orgId: string,
    @Param('user_id') userId: string,
  ): Promise<HeldPermissionsAnswer> {
    return this.explanations.permissions(orgId, userId, reader);
  }

  @Get('members/:user_id/explain')
  @RequirePermission('members:check', { scope: 'user_id', orSelf: true })
  @PathObjects([MembersService, 'user_id'])
  @Accepts({ query: ExplainQuery })
  @ApiOperation({ operationId: 'explainOrgMemberPermission', summary: 'Why a member may do something, or may not' })
  @ApiAnswers(200, ExplanationAnswer)
  explain(
    @CurrentCaller() { reader }: Caller,
    @Param('org_id') orgId: string,
    @Param('user_id') userId: string,
    @Query() query: ExplainQuery,
  ): Promise<ExplanationAnswer> {
    return this.explanations.explain(orgId, userId, query, reader);
  }

  @Get('permissions/:permission/members')
  @RequirePermission('members:check', { list: true })
  @PathObjects([AskedPermission, 'permission'])
  @Accepts({ query: PageQuery, list: (_, { permission }) => `holders ${permission}` })
  @ApiParam({ name: 'permission', type: String, example: 'apps:read' })
  @ApiOperation({
    operationId: 'listOrgPermissionMembers',
    summary: 'List the members who may do something somewhere',
    description: LISTED,
  })
  @ApiAnswers(200, HolderPage)
  list(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
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
