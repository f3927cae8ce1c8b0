import { Body, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../access/caller';
import { CurrentCaller, RequirePermission } from '../access/decorators';
import { Tagged } from '../http/answer.interceptor';
import { ApiAnswers } from '../http/api-answers';
import { ApiChangeAnswers } from '../http/changed.answer';
import { IamController } from '../http/iam-controller';
import { PageQuery, type Page } from '../http/page';
import { Accepts, PageOf, PathObjects } from '../http/route-input';
import { Shows } from '../http/shown';
import { RoleAnswer, RolePage, SHOWN_ROLE, SHOWN_ROLES } from './role.answer';
import { CreateRole, UpdateRole } from './role.dto';
import { RolesService } from './roles.service';

/** Roles of an organisation. */
@IamController('v1/orgs/:org_id/iam/roles', 'roles')
export class RolesController {
  constructor(private readonly roles: RolesService) {}

  @Get()
  @RequirePermission('roles:read', { list: true })
  @Accepts({ query: PageQuery, list: 'roles' })
  @ApiOperation({ operationId: 'listOrgRoles', summary: 'List the roles that the caller may read' })
  @Shows(SHOWN_ROLES)
  @ApiAnswers(200, RolePage)
  list(@CurrentCaller() caller: Caller, @Param('org_id') orgId: string, @PageOf() page: Page): Promise<RolePage> {
    return this.roles.page(orgId, page, caller.access.scopes('roles:read'));
  }

  @Post()
  @RequirePermission('roles:create')
  @Accepts({ body: CreateRole })
  @Tagged()
  @Shows(SHOWN_ROLE)
  @ApiOperation({ operationId: 'createOrgRole', summary: 'Make a role' })
  @ApiAnswers(201, RoleAnswer)
  create(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Body() body: CreateRole,
  ): Promise<RoleAnswer> {
    return this.roles.create(caller, orgId, body);
  }

  @Get(':role_id')
  @RequirePermission('roles:read', { scope: 'role_id' })
  @PathObjects([RolesService, 'role_id'])
  @Tagged()
  @Shows(SHOWN_ROLE)
  @ApiOperation({ operationId: 'getOrgRole', summary: 'Show a role' })
  @ApiAnswers(200, RoleAnswer)
  get(@Param('org_id') orgId: string, @Param('role_id') roleId: string): Promise<RoleAnswer> {
    return this.roles.get(orgId, roleId);
  }

  @Put(':role_id')
  @RequirePermission('roles:update', { scope: 'role_id' })
  @PathObjects([RolesService, 'role_id'])
  @Accepts({ body: UpdateRole })
  @Tagged()
  @Shows(SHOWN_ROLE)
  @ApiOperation({ operationId: 'updateOrgRole', summary: 'Change what the body names of a role' })
  @ApiChangeAnswers(RoleAnswer)
  update(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Param('role_id') roleId: string,
    @Body() body: UpdateRole,
  ): Promise<RoleAnswer> {
    return this.roles.update(caller, orgId, roleId, body);
  }

  @Delete(':role_id')
  @HttpCode(204)
  @RequirePermission('roles:delete', { scope: 'role_id' })
  @PathObjects([RolesService, 'role_id'])
  @ApiOperation({ operationId: 'deleteOrgRole', summary: 'Delete a role and take it from every member' })
  @ApiAnswers(204)
  delete(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Param('role_id') roleId: string,
  ): Promise<void> {
    return this.roles.delete(caller, orgId, roleId);
  }
}
