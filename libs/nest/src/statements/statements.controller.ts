import { Body, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery } from '@nestjs/swagger';
import type { Caller } from '../access/caller';
import { CurrentCaller, RequirePermission } from '../access/decorators';
import { IamController } from '../http/iam-controller';
import { Accepts, PathObjects } from '../http/route-input';
import { Shows } from '../http/shown';
import { RolesService } from '../roles/roles.service';
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
@IamController('organizations/:organizationId/roles', 'statements')
export class StatementsController {
  constructor(private readonly statements: StatementsService) {}

  @Get()
  @RequirePermission('roles:read', { list: true })
  @Accepts({ query: StatementRolesQuery, checkQuery: NextTokenInput })
  @ApiQuery({ ...MAX_RESULTS, description: '10 to 100, else 50' })
  @ApiQuery({ ...NEXT_TOKEN, description: '`nextToken` of the page before' })
  @ApiOperation({ operationId: 'listRoles', summary: 'List the roles that the caller may read, as statements' })
  @Shows(SHOWN_STATEMENT_ROLES)
  @StatementsAnswers(StatementRolePage)
  list(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') orgId: string,
    @Query() query: StatementRolesQuery,
  ): Promise<StatementRolePage> {
    return this.statements.page(orgId, query, caller.access.scopes('roles:read'));
  }

  @Post()
  @HttpCode(200)
  @RequirePermission('roles:create')
  @Accepts({ body: CreateStatementRole, check: StatementsInput })
  @ApiOperation({ operationId: 'createRole', summary: 'Make a role of statements' })
  @Shows(SHOWN_STATEMENT_ROLE)
  @StatementsAnswers(StatementRoleData)
  create(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') orgId: string,
    @Body() body: CreateStatementRole,
  ): Promise<StatementRoleData> {
    return this.statements.create(caller, orgId, body);
  }

  @Get(':roleId')
  @RequirePermission('roles:read', { scope: 'roleId' })
  @PathObjects([RolesService, 'roleId'])
  @ApiOperation({ operationId: 'getRole', summary: 'Show a role as statements' })
  @Shows(SHOWN_STATEMENT_ROLE)
  @StatementsAnswers(StatementRoleData)
  get(@Param('organizationId') orgId: string, @Param('roleId') roleId: string): Promise<StatementRoleData> {
    return this.statements.get(orgId, roleId);
  }

  @Put(':roleId')
  @RequirePermission('roles:update', { scope: 'roleId' })
  @PathObjects([RolesService, 'roleId'])
  @Accepts({ body: UpdateStatementRole, check: StatementsInput })
  @ApiOperation({ operationId: 'updateRole', summary: 'Change what the body names of a role' })
  @Shows(SHOWN_STATEMENT_ROLE)
  @StatementsAnswers(StatementRoleData, ChangedRoleData)
  update(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') orgId: string,
    @Param('roleId') roleId: string,
    @Body() body: UpdateStatementRole,
  ): Promise<StatementRoleData> {
    return this.statements.update(caller, orgId, roleId, body);
  }

  @Delete(':roleId')
  @RequirePermission('roles:delete', { scope: 'roleId' })
  @PathObjects([RolesService, 'roleId'])
  @ApiOperation({
    operationId: 'deleteRole',
    summary: 'Delete a role with its statements, and take it from every member',
  })
  @StatementsAnswers(DeletedRoleData)
  async delete(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') orgId: string,
    @Param('roleId') roleId: string,
  ): Promise<DeletedRoleData> {
    await this.statements.delete(caller, orgId, roleId);
    return { data: { deleted: true } };
  }
}
