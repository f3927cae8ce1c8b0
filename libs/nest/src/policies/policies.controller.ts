import { Body, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/guard/caller';
import { CurrentCaller, RequirePermission } from '../access/guard/decorators';
import { Tagged } from '../http/answer.interceptor';
import { ApiAnswers } from '../http/api-answers';
import { ApiChangeAnswers } from '../http/changed.answer';
import { Conflicts } from '../http/error-answers';
import { OrgId } from '../http/org-id';
import { IamController } from '../http/iam-controller';
import { PageOf, Accepts, PathObjects } from '../http/route-input';
import { PageQuery, type Page } from '../http/page';
import { Shows } from '../http/shown';
import { AtRevisionQuery } from '../past/at-revision.dto';
import { readableRevision } from '../past/past-objects.service';
import { PermissionInput } from './permission-input';
import { PastPoliciesService } from './past-policies.service';
import { PoliciesService } from './policies.service';
import { PolicyAnswer, PolicyPage, SHOWN_POLICIES, SHOWN_POLICY } from './policy.answer';
import { CreatePolicy, UpdatePolicy } from './policy.dto';

/** Policies of an organisation. */
@IamController('v1/orgs/:org_id/iam/policies', 'Policies')
export class PoliciesController {
  constructor(
    private readonly policies: PoliciesService,
    private readonly past: PastPoliciesService,
  ) {}

  @Get()
  @RequirePermission('policies:read', { list: true })
  @Accepts({ query: PageQuery, list: 'policies' })
  @Shows(SHOWN_POLICIES)
  @ApiOperation({
    operationId: 'listOrgPolicies',
    summary: 'List policies',
    description: 'Lists the policies that the caller may read, built-in policies included, ordered by id.',
  })
  @ApiAnswers(200, PolicyPage)
  list(@CurrentCaller() caller: Caller, @OrgId() orgId: string, @PageOf() page: Page): Promise<PolicyPage> {
    return this.policies.page(orgId, page, caller.access.scopes('policies:read'));
  }

  @Post()
  @RequirePermission('policies:create')
  @Accepts({
    body: CreatePolicy,
    example: { name: 'App readers', permissions: ['apps:*:read', 'endpoints:ws-1:trigger'] },
    check: PermissionInput,
  })
  @Tagged()
  @Shows(SHOWN_POLICY)
  @Conflicts('name_taken', 'limit')
  @ApiOperation({
    operationId: 'createOrgPolicy',
    summary: 'Create a policy',
    description:
      'Creates a policy: a named list of permissions that are all allowed or all denied. The caller ' +
      'must hold every permission in it.',
  })
  @ApiAnswers(201, PolicyAnswer)
  create(@CurrentCaller() caller: Caller, @OrgId() orgId: string, @Body() body: CreatePolicy): Promise<PolicyAnswer> {
    return this.policies.create(caller, orgId, body);
  }

  @Get(':policy_id')
  @RequirePermission('policies:read', { scope: 'policy_id' })
  @PathObjects([PoliciesService, 'policy_id'])
  @Accepts({ query: AtRevisionQuery })
  @Tagged()
  @Shows(SHOWN_POLICY)
  @ApiOperation({
    operationId: 'getOrgPolicy',
    summary: 'Get a policy',
    description:
      'Returns one policy. Send its `ETag` as `If-Match` with a later change, so that you do not ' +
      'overwrite the changes of others.',
  })
  @Conflicts('moved')
  @ApiAnswers(200, PolicyAnswer)
  get(
    @CurrentCaller() { access }: Caller,
    @OrgId() orgId: string,
    @Param('policy_id') policyId: string,
    @Query() { at_revision: revision }: AtRevisionQuery,
  ): Promise<PolicyAnswer> {
    if (revision === undefined) return this.policies.get(orgId, policyId);
    return this.past.get(orgId, policyId, readableRevision(access, revision));
  }

  @Put(':policy_id')
  @RequirePermission('policies:update', { scope: 'policy_id' })
  @PathObjects([PoliciesService, 'policy_id'])
  @Accepts({ body: UpdatePolicy, example: { description: 'Read every app' }, check: PermissionInput })
  @Tagged()
  @Shows(SHOWN_POLICY)
  @Conflicts('name_taken', 'builtin', 'owned', 'limit', 'last_admin', 'default')
  @ApiOperation({
    operationId: 'updateOrgPolicy',
    summary: 'Update a policy',
    description:
      'Changes the fields that the body names and leaves the others. A list replaces the stored list. ' +
      'Built-in policies cannot be changed.',
  })
  @ApiChangeAnswers(PolicyAnswer)
  update(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Param('policy_id') policyId: string,
    @Body() body: UpdatePolicy,
  ): Promise<PolicyAnswer> {
    return this.policies.update(caller, orgId, policyId, body);
  }

  @Delete(':policy_id')
  @HttpCode(204)
  @RequirePermission('policies:delete', { scope: 'policy_id' })
  @PathObjects([PoliciesService, 'policy_id'])
  @Conflicts('builtin', 'owned', 'last_admin')
  @ApiOperation({
    operationId: 'deleteOrgPolicy',
    summary: 'Delete a policy',
    description: 'Deletes a policy and detaches it from every role. Built-in policies cannot be deleted.',
  })
  @ApiAnswers(204)
  delete(@CurrentCaller() caller: Caller, @OrgId() orgId: string, @Param('policy_id') policyId: string): Promise<void> {
    return this.policies.delete(caller, orgId, policyId);
  }
}
