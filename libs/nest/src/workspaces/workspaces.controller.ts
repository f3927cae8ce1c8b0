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
import { SHOWN_WORKSPACE, SHOWN_WORKSPACES, WorkspaceAnswer, WorkspacePage } from './workspace.answer';
import { CreateWorkspace, UpdateWorkspace } from './workspace.dto';
import { WorkspacesService } from './workspaces.service';

/** Workspaces of an organisation. */
@IamController('v1/orgs/:org_id/workspaces', 'workspaces')
export class WorkspacesController {
  constructor(private readonly workspaces: WorkspacesService) {}

  @Get()
  @RequirePermission('workspaces:read', { list: true })
  @Accepts({ query: PageQuery, list: 'workspaces' })
  @ApiOperation({ operationId: 'listWorkspaces', summary: 'List the workspaces that the caller may read' })
  @Shows(SHOWN_WORKSPACES)
  @ApiAnswers(200, WorkspacePage)
  list(@CurrentCaller() caller: Caller, @Param('org_id') orgId: string, @PageOf() page: Page): Promise<WorkspacePage> {
    return this.workspaces.page(orgId, page, caller.access.scopes('workspaces:read'));
  }

  @Post()
  @RequirePermission('workspaces:create')
  @Accepts({ body: CreateWorkspace })
  @Tagged()
  @Shows(SHOWN_WORKSPACE)
  @ApiOperation({ operationId: 'createWorkspace', summary: 'Make a workspace' })
  @ApiAnswers(201, WorkspaceAnswer)
  create(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Body() body: CreateWorkspace,
  ): Promise<WorkspaceAnswer> {
    return this.workspaces.create(caller, orgId, body);
  }

  @Get(':workspace_id')
  @RequirePermission('workspaces:read', { scope: 'workspace_id' })
  @PathObjects([WorkspacesService, 'workspace_id'])
  @Tagged()
  @Shows(SHOWN_WORKSPACE)
  @ApiOperation({ operationId: 'getWorkspace', summary: 'Show a workspace' })
  @ApiAnswers(200, WorkspaceAnswer)
  get(@Param('org_id') orgId: string, @Param('workspace_id') workspaceId: string): Promise<WorkspaceAnswer> {
    return this.workspaces.get(orgId, workspaceId);
  }

  @Put(':workspace_id')
  @RequirePermission('workspaces:update', { scope: 'workspace_id' })
  @PathObjects([WorkspacesService, 'workspace_id'])
  @Accepts({ body: UpdateWorkspace })
  @Tagged()
  @Shows(SHOWN_WORKSPACE)
  @ApiOperation({ operationId: 'updateWorkspace', summary: 'Change what the body names of a workspace' })
  @ApiChangeAnswers(WorkspaceAnswer)
  update(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Param('workspace_id') workspaceId: string,
    @Body() body: UpdateWorkspace,
  ): Promise<WorkspaceAnswer> {
    return this.workspaces.update(caller, orgId, workspaceId, body);
  }

  @Delete(':workspace_id')
  @HttpCode(204)
  @RequirePermission('workspaces:delete', { scope: 'workspace_id' })
  @PathObjects([WorkspacesService, 'workspace_id'])
  @ApiOperation({ operationId: 'deleteWorkspace', summary: 'Delete a workspace that has no resources' })
  @ApiAnswers(204)
  delete(
    @CurrentCaller() caller: Caller,
    @Param('org_id') orgId: string,
    @Param('workspace_id') workspaceId: string,
  ): Promise<void> {
    return this.workspaces.delete(caller, orgId, workspaceId);
  }
}
