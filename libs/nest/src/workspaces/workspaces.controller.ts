import { Body, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
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
import { SHOWN_WORKSPACE, SHOWN_WORKSPACES, WorkspaceAnswer, WorkspacePage } from './workspace.answer';
import { CreateWorkspace, UpdateWorkspace } from './workspace.dto';
import { WorkspacesService } from './workspaces.service';

/** Workspaces of an organisation. */
@IamController('v1/orgs/:org_id/workspaces', 'Schema and resources')
export class WorkspacesController {
  constructor(private readonly workspaces: WorkspacesService) {}

  @Get()
  @RequirePermission('workspaces:read', { list: true })
  @Accepts({ query: PageQuery, list: 'workspaces' })
  @Shows(SHOWN_WORKSPACES)
  @ApiOperation({
    operationId: 'listWorkspaces',
    summary: 'List workspaces',
    description: 'Lists the workspaces that the caller may read, ordered by id.',
  })
  @ApiAnswers(200, WorkspacePage)
  list(@CurrentCaller() caller: Caller, @OrgId() orgId: string, @PageOf() page: Page): Promise<WorkspacePage> {
    return this.workspaces.page(orgId, page, caller.access.scopes('workspaces:read'));
  }

  @Post()
  @RequirePermission('workspaces:create')
  @Accepts({ body: CreateWorkspace, example: { name: 'Payments', description: 'Apps of the payments team' } })
  @Tagged()
  @Shows(SHOWN_WORKSPACE)
  @Conflicts('name_taken', 'id_taken')
  @ApiOperation({
    operationId: 'createWorkspace',
    summary: 'Create a workspace',
    description:
      'Creates a workspace: a named part of the organisation that contains resources. Without ' +
      '`workspace_id`, the service generates an id.',
  })
  @ApiAnswers(201, WorkspaceAnswer)
  create(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Body() body: CreateWorkspace,
  ): Promise<WorkspaceAnswer> {
    return this.workspaces.create(caller, orgId, body);
  }

  @Get(':workspace_id')
  @RequirePermission('workspaces:read', { scope: 'workspace_id' })
  @PathObjects([WorkspacesService, 'workspace_id'])
  @Tagged()
  @Shows(SHOWN_WORKSPACE)
  @ApiOperation({
    operationId: 'getWorkspace',
    summary: 'Get a workspace',
    description: 'Returns one workspace.',
  })
  @ApiAnswers(200, WorkspaceAnswer)
  get(@OrgId() orgId: string, @Param('workspace_id') workspaceId: string): Promise<WorkspaceAnswer> {
    return this.workspaces.get(orgId, workspaceId);
  }

  @Put(':workspace_id')
  @RequirePermission('workspaces:update', { scope: 'workspace_id' })
  @PathObjects([WorkspacesService, 'workspace_id'])
  @Accepts({ body: UpdateWorkspace, example: { description: 'Apps of the payments team' } })
  @Tagged()
  @Shows(SHOWN_WORKSPACE)
  @Conflicts('name_taken')
  @ApiOperation({
    operationId: 'updateWorkspace',
    summary: 'Update a workspace',
    description: 'Changes the fields that the body names and leaves the others.',
  })
  @ApiChangeAnswers(WorkspaceAnswer)
  update(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Param('workspace_id') workspaceId: string,
    @Body() body: UpdateWorkspace,
  ): Promise<WorkspaceAnswer> {
    return this.workspaces.update(caller, orgId, workspaceId, body);
  }

  @Delete(':workspace_id')
  @HttpCode(204)
  @RequirePermission('workspaces:delete', { scope: 'workspace_id' })
  @PathObjects([WorkspacesService, 'workspace_id'])
  @Conflicts('not_empty')
  @ApiOperation({
    operationId: 'deleteWorkspace',
    summary: 'Delete a workspace',
    description: 'Deletes a workspace that contains no resources. Its id cannot be used again.',
  })
  @ApiAnswers(204)
  delete(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Param('workspace_id') workspaceId: string,
  ): Promise<void> {
    return this.workspaces.delete(caller, orgId, workspaceId);
  }
}
