import { Body, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/caller';
import { CurrentCaller, RequirePermission } from '../access/decorators';
import { Tagged } from '../http/answer.interceptor';
import { ApiAnswers } from '../http/api-answers';
import { ApiChangeAnswers } from '../http/changed.answer';
import { IamController } from '../http/iam-controller';
import { PageOf, Accepts, PathObjects } from '../http/route-input';
import { PageQuery, type Page } from '../http/page';
import { Shows } from '../http/shown';
import { PermissionInput } from './permission-input';
import { PoliciesService } from './policies.service';
import { PolicyAnswer, PolicyPage, SHOWN_POLICIES, SHOWN_POLICY } from './policy.answer';
import { CreatePolicy, UpdatePolicy } from './policy.dto';

/** Policies of an organisation. */
@IamController('v1/orgs/:org_id/iam/policies', 'policies')
export class PoliciesController {
  constructor(private readonly policies: PoliciesService) {}

  @Get()
  @RequirePermission('policies:read', { list: true })
  @Accepts({ query: PageQuery, list: 'policies' })
  @ApiOperation({ operationId: 'listOrgPolicies', summary: 'List the policies that the caller may read' })
  @Shows(SHOWN_POLICIES)
  @ApiAnswers(200, PolicyPage)
  list(@CurrentCaller() caller: Caller, @Param('org_id') orgId: string, @PageOf() page: Page): Promise<PolicyPage> {
    return this.policies.page(orgId, page, caller.access.scopes('policies:read'));
  }

  @Post()
  @RequirePermission('policies:create')
  @Accepts({ body: CreatePolicy, check: PermissionInput })
  @Tagged()
  @Shows(SHOWN_POLICY)
  @ApiOperation({ operationId: 'createOrgPolicy', summary: 'Make a policy' })
  @ApiAnswers(201, PolicyAnswer)
  create(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Body() body: CreatePolicy,
  ): Promise<PolicyAnswer> {
    return this.policies.create(caller, orgId, body);
  }

  @Get(':policy_id')
  @RequirePermission('policies:read', { scope: 'policy_id' })
  @PathObjects([PoliciesService, 'policy_id'])
  @Tagged()
  @Shows(SHOWN_POLICY)
  @ApiOperation({ operationId: 'getOrgPolicy', summary: 'Show a policy' })
  @ApiAnswers(200, PolicyAnswer)
  get(@Param('org_id') orgId: string, @Param('policy_id') policyId: string): Promise<PolicyAnswer> {
    return this.policies.get(orgId, policyId);
  }

  @Put(':policy_id')
  @RequirePermission('policies:update', { scope: 'policy_id' })
  @PathObjects([PoliciesService, 'policy_id'])
  @Accepts({ body: UpdatePolicy, check: PermissionInput })
  @Tagged()
  @Shows(SHOWN_POLICY)
  @ApiOperation({ operationId: 'updateOrgPolicy', summary: 'Change what the body names of a policy' })
  @ApiChangeAnswers(PolicyAnswer)
  update(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Param('policy_id') policyId: string,
    @Body() body: UpdatePolicy,
  ): Promise<PolicyAnswer> {
    return this.policies.update(caller, orgId, policyId, body);
  }

  @Delete(':policy_id')
  @HttpCode(204)
  @RequirePermission('policies:delete', { scope: 'policy_id' })
  @PathObjects([PoliciesService, 'policy_id'])
  @ApiOperation({ operationId: 'deleteOrgPolicy', summary: 'Delete a policy and detach it from every role' })
  @ApiAnswers(204)
  delete(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Param('policy_id') policyId: string,
  ): Promise<void> {
    return this.policies.delete(caller, orgId, policyId);
  }
}
