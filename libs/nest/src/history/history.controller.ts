import { Get, Param } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/guard/caller';
import { CurrentCaller, RequirePermission } from '../access/guard/decorators';
import { ApiAnswers } from '../http/api-answers';
import { IamController } from '../http/iam-controller';
import { OrgId } from '../http/org-id';
import { PageQuery, type Page } from '../http/page';
import { Accepts, PageOf } from '../http/route-input';
import { MembersService } from '../members/members.service';
import { assertMayReadPast } from '../past/past-objects.service';
import { PoliciesService } from '../policies/policies.service';
import { RolesService } from '../roles/roles.service';
import { HistoryPage } from './history.answer';
import { HistoryService } from './history.service';

const AS_WELL = 'Requires `audit:read` in the whole organisation as well. Works for deleted objects too.';

/** The changes of single objects. */
@IamController('v1/orgs/:org_id/iam', 'Changes')
export class HistoryController {
  constructor(
    private readonly history: HistoryService,
    private readonly policies: PoliciesService,
    private readonly roles: RolesService,
    private readonly members: MembersService,
  ) {}

  @Get('policies/:policy_id/history')
  @RequirePermission('policies:read', { scope: 'policy_id' })
  @Accepts({ query: PageQuery, list: (_, { policy_id }) => `history of policies ${policy_id}` })
  @ApiOperation({
    operationId: 'listOrgPolicyHistory',
    summary: 'List the changes of a policy',
    description: `Lists what was done to a policy, newest first. ${AS_WELL}`,
  })
  @ApiAnswers(200, HistoryPage)
  ofPolicy(
    @CurrentCaller() { access }: Caller,
    @OrgId() orgId: string,
    @Param('policy_id') id: string,
    @PageOf() page: Page,
  ): Promise<HistoryPage> {
    assertMayReadPast(access);
    const assertExists = (): Promise<void> => this.policies.assertExists(orgId, id);
    return this.history.page(orgId, { on: { type: 'policies', id }, present: access.stamps, assertExists }, page);
  }

  @Get('roles/:role_id/history')
  @RequirePermission('roles:read', { scope: 'role_id' })
  @Accepts({ query: PageQuery, list: (_, { role_id }) => `history of roles ${role_id}` })
  @ApiOperation({
    operationId: 'listOrgRoleHistory',
    summary: 'List the changes of a role',
    description: `Lists what was done to a role, newest first. ${AS_WELL}`,
  })
  @ApiAnswers(200, HistoryPage)
  ofRole(
    @CurrentCaller() { access }: Caller,
    @OrgId() orgId: string,
    @Param('role_id') id: string,
    @PageOf() page: Page,
  ): Promise<HistoryPage> {
    assertMayReadPast(access);
    const assertExists = (): Promise<void> => this.roles.assertExists(orgId, id);
    return this.history.page(orgId, { on: { type: 'roles', id }, present: access.stamps, assertExists }, page);
  }

  @Get('members/:user_id/history')
  @RequirePermission('members:read', { scope: 'user_id', orSelf: true })
  @Accepts({ query: PageQuery, list: (_, { user_id }) => `history of members ${user_id}` })
  @ApiOperation({
    operationId: 'listOrgMemberHistory',
    summary: 'List the changes of a member',
    description:
      'Lists what was done to a member, newest first. Members may always read their own history; without ' +
      '`audit:read` it does not say who else made a change. The history of others requires `audit:read` as well.',
  })
  @ApiAnswers(200, HistoryPage)
  ofMember(
    @CurrentCaller() { access, id: callerId }: Caller,
    @OrgId() orgId: string,
    @Param('user_id') id: string,
    @PageOf() page: Page,
  ): Promise<HistoryPage> {
    const isOwn = id === callerId;
    if (!isOwn) assertMayReadPast(access);
    const only = isOwn && !access.can('audit:read') ? callerId : undefined;
    const assertExists = (): Promise<void> => this.members.assertExists(orgId, id);
    return this.history.page(orgId, { on: { type: 'members', id }, present: access.stamps, only, assertExists }, page);
  }
}
