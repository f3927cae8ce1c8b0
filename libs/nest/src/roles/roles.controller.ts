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
import { PageQuery, type Page } from '../http/page';
import { Accepts, PageOf, PathObjects } from '../http/route-input';
import { Shows } from '../http/shown';
import { AtRevisionQuery } from '../past/at-revision.dto';
import { readableRevision } from '../past/past-objects.service';
import { RoleAnswer, RolePage, SHOWN_ROLE, SHOWN_ROLES } from './role.answer';
import { CreateRole, UpdateRole } from './role.dto';
import { PastRolesService } from './past-roles.service';
import { RolesService } from './roles.service';

/** Roles of an organisation. */
@IamController('v1/orgs/:org_id/iam/roles', 'Roles')
export class RolesController {
  constructor(
    private readonly roles: RolesService,
    private readonly past: PastRolesService,
  ) {}

  @Get()
  @RequirePermission('roles:read', { list: true })
  @Accepts({ query: PageQuery, list: 'roles' })
  @Shows(SHOWN_ROLES)
  @ApiOperation({
    operationId: 'listOrgRoles',
    summary: 'List roles',
    description:
      'Lists the roles that the caller may read, built-in roles included, ordered by id. Each role ' +
      'contains its policies.',
  })
  @ApiAnswers(200, RolePage)
  list(@CurrentCaller() caller: Caller, @OrgId() orgId: string, @PageOf() page: Page): Promise<RolePage> {
    return this.roles.page(orgId, page, caller.access.scopes('roles:read'));
  }

  @Post()
  @RequirePermission('roles:create')
  @Accepts({
    body: CreateRole,
    example: { name: 'On call', description: 'Reads apps and triggers endpoints', policy_ids: ['pol-operator'] },
  })
  @Tagged()
  @Shows(SHOWN_ROLE)
  @Conflicts('name_taken', 'owned', 'limit', 'default')
  @ApiOperation({
    operationId: 'createOrgRole',
    summary: 'Create a role',
    description:
      'Creates a role: a named list of policies that can be assigned to members. The caller must hold ' +
      'every permission that the role grants.',
  })
  @ApiAnswers(201, RoleAnswer)
  create(@CurrentCaller() caller: Caller, @OrgId() orgId: string, @Body() body: CreateRole): Promise<RoleAnswer> {
    return this.roles.create(caller, orgId, body);
  }

  @Get(':role_id')
  @RequirePermission('roles:read', { scope: 'role_id' })
  @PathObjects([RolesService, 'role_id'])
  @Accepts({ query: AtRevisionQuery })
  @Tagged()
  @Shows(SHOWN_ROLE)
  @ApiOperation({
    operationId: 'getOrgRole',
    summary: 'Get a role',
    description:
      'Returns one role with its policies. Send its `ETag` as `If-Match` with a later change, so that ' +
      'you do not overwrite the changes of others.',
  })
  @Conflicts('moved')
  @ApiAnswers(200, RoleAnswer)
  get(
    @CurrentCaller() { access }: Caller,
    @OrgId() orgId: string,
    @Param('role_id') roleId: string,
    @Query() { at_revision: revision }: AtRevisionQuery,
  ): Promise<RoleAnswer> {
    if (revision === undefined) return this.roles.get(orgId, roleId);
    return this.past.get(orgId, roleId, readableRevision(access, revision));
  }

  @Put(':role_id')
  @RequirePermission('roles:update', { scope: 'role_id' })
  @PathObjects([RolesService, 'role_id'])
  @Accepts({ body: UpdateRole, example: { description: 'Reads apps and triggers endpoints' } })
  @Tagged()
  @Shows(SHOWN_ROLE)
  @Conflicts('name_taken', 'builtin', 'owned', 'limit', 'last_admin', 'default')
  @ApiOperation({
    operationId: 'updateOrgRole',
    summary: 'Update a role',
    description:
      'Changes the fields that the body names and leaves the others. A list replaces the stored list. ' +
      'For a built-in role, only `is_default` and `sso_group_names` can be changed.',
  })
  @ApiChangeAnswers(RoleAnswer)
  update(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Param('role_id') roleId: string,
    @Body() body: UpdateRole,
  ): Promise<RoleAnswer> {
    return this.roles.update(caller, orgId, roleId, body);
  }

  @Delete(':role_id')
  @HttpCode(204)
  @RequirePermission('roles:delete', { scope: 'role_id' })
  @PathObjects([RolesService, 'role_id'])
  @Conflicts('builtin', 'last_admin')
  @ApiOperation({
    operationId: 'deleteOrgRole',
    summary: 'Delete a role',
    description: 'Deletes a role and revokes it from every member. Built-in roles cannot be deleted.',
  })
  @ApiAnswers(204)
  delete(@CurrentCaller() caller: Caller, @OrgId() orgId: string, @Param('role_id') roleId: string): Promise<void> {
    return this.roles.delete(caller, orgId, roleId);
  }
}
