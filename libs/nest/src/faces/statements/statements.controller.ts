import { Body, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery } from '@nestjs/swagger';
import type { Caller } from '../../access/guard/caller';
import { CurrentCaller, RequirePermission } from '../../access/guard/decorators';
import { Conflicts } from '../../http/error-answers';
import { OrganizationId } from '../../http/org-id';
import { IamController } from '../../http/iam-controller';
import { Accepts, PathObjects } from '../../http/route-input';
import { Shows } from '../../http/shown';
import { RolesService } from '../../roles/roles.service';
import { NextTokenInput } from './next-token';
import { CreateStatementRole, StatementRolesQuery, UpdateStatementRole } from './statement.dto';
import {
  ChangedRoleData,
  DeletedRoleData,
  SHOWN_STATEMENT_ROLE,
  SHOWN_STATEMENT_ROLES,
  StatementRoleData,
  StatementRolePage,
} from './statement-role.answer';
import { StatementsAnswers } from './statements-answers';
import { StatementsInput } from './statements-input';
import { StatementsService } from './statements.service';

const MAX_RESULTS = { name: 'maxResults', required: false, schema: { type: 'string', pattern: '^[0-9]+$' } } as const;
const NEXT_TOKEN = { name: 'nextToken', required: false, schema: { type: 'string' } } as const;

/** Roles of an organisation as statements. */
@IamController('organizations/:organizationId/roles', 'Roles API')
export class StatementsController {
  constructor(private readonly statements: StatementsService) {}

  @Get()
  @RequirePermission('roles:read', { list: true })
  @Accepts({ query: StatementRolesQuery, checkQuery: NextTokenInput })
  @ApiQuery({ ...MAX_RESULTS, description: '10 to 100, else 50' })
  @ApiQuery({ ...NEXT_TOKEN, description: '`nextToken` of the page before' })
  @Shows(SHOWN_STATEMENT_ROLES)
  @ApiQuery({ ...MAX_RESULTS, description: 'The most roles on the page: 10 to 100, by default 50' })
  @ApiQuery({ ...NEXT_TOKEN, description: '`nextToken` of the previous page' })
  @ApiOperation({
    operationId: 'listRoles',
    summary: 'List roles as statements',
    description: 'Lists the roles that the caller may read, each as a list of statements.',
  })
  @StatementsAnswers(StatementRolePage)
  list(
    @CurrentCaller() caller: Caller,
    @OrganizationId() orgId: string,
    @Query() query: StatementRolesQuery,
  ): Promise<StatementRolePage> {
    return this.statements.page(orgId, query, caller.access.scopes('roles:read'));
  }

  @Post()
  @HttpCode(200)
  @RequirePermission('roles:create')
  @Shows(SHOWN_STATEMENT_ROLE)
  @Accepts({
    body: CreateStatementRole,
    example: {
      name: 'Support',
      description: 'Reads apps',
      policies: [{ resources: ['apps'], actions: ['read'], effect: 'allow' }],
    },
    check: StatementsInput,
  })
  @Conflicts('name_taken', 'limit')
  @ApiOperation({
    operationId: 'createRole',
    summary: 'Create a role from statements',
    description:
      'Creates a role whose permissions are given as statements: every resource combined with every ' +
      'action, all allowed or all denied.',
  })
  @StatementsAnswers(StatementRoleData)
  create(
    @CurrentCaller() caller: Caller,
    @OrganizationId() orgId: string,
    @Body() body: CreateStatementRole,
  ): Promise<StatementRoleData> {
    return this.statements.create(caller, orgId, body);
  }

  @Get(':roleId')
  @RequirePermission('roles:read', { scope: 'roleId' })
  @PathObjects([RolesService, 'roleId'])
  @Shows(SHOWN_STATEMENT_ROLE)
  @ApiOperation({
    operationId: 'getRole',
    summary: 'Get a role as statements',
    description: 'Returns one role as a list of statements.',
  })
  @StatementsAnswers(StatementRoleData)
  get(@OrganizationId() orgId: string, @Param('roleId') roleId: string): Promise<StatementRoleData> {
    return this.statements.get(orgId, roleId);
  }

  @Put(':roleId')
  @RequirePermission('roles:update', { scope: 'roleId' })
  @PathObjects([RolesService, 'roleId'])
  @Shows(SHOWN_STATEMENT_ROLE)
  @StatementsAnswers(StatementRoleData, ChangedRoleData)
  @Accepts({ body: UpdateStatementRole, example: { description: 'Reads apps' }, check: StatementsInput })
  @Conflicts('name_taken', 'builtin', 'limit', 'last_admin', 'default')
  @ApiOperation({
    operationId: 'updateRole',
    summary: 'Update a role by statements',
    description:
      "Changes the fields that the body names and leaves the others. `policies` replaces the role's " +
      'own statements and detaches its shared policies, which stay as they are.',
  })
  @StatementsAnswers(StatementRoleData)
  update(
    @CurrentCaller() caller: Caller,
    @OrganizationId() orgId: string,
    @Param('roleId') roleId: string,
    @Body() body: UpdateStatementRole,
  ): Promise<StatementRoleData> {
    return this.statements.update(caller, orgId, roleId, body);
  }

  @Delete(':roleId')
  @RequirePermission('roles:delete', { scope: 'roleId' })
  @PathObjects([RolesService, 'roleId'])
  @Conflicts('builtin', 'last_admin')
  @ApiOperation({
    operationId: 'deleteRole',
    summary: 'Delete a role and its statements',
    description:
      'Deletes a role with its own statements and revokes it from every member. Built-in roles cannot ' + 'be deleted.',
  })
  @StatementsAnswers(DeletedRoleData)
  async delete(
    @CurrentCaller() caller: Caller,
    @OrganizationId() orgId: string,
    @Param('roleId') roleId: string,
  ): Promise<DeletedRoleData> {
    await this.statements.delete(caller, orgId, roleId);
    return { data: { deleted: true } };
  }
}
