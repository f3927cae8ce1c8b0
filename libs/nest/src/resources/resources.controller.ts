import { Body, Delete, Get, HttpCode, Param, Put, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { Caller } from '../access/guard/caller';
import { CurrentCaller, RequirePermission } from '../access/guard/decorators';
import { Tagged } from '../http/answer.interceptor';
import { ApiAnswers } from '../http/api-answers';
import { ApiChangeAnswers } from '../http/changed.answer';
import { Conflicts } from '../http/error-answers';
import { OrgId } from '../http/org-id';
import { IamController } from '../http/iam-controller';
import type { Page } from '../http/page';
import { Accepts, PageOf, PathObjects } from '../http/route-input';
import { Shows } from '../http/shown';
import { RegisteredResource, ResourceList, SHOWN_RESOURCE } from './resource.answer';
import { PutResource, ResourcePath, ResourceQuery } from './resource.dto';
import { ResourceInput } from './resource-input';
import { ResourceListService } from './resource-list.service';
import { ResourceQueryInput } from './resource-query-input';
import { ResourceTypes } from './resource-types';
import { ResourcesService } from './resources.service';

const ON_RESOURCE = { scope: 'resource_id', scopeType: 'resource_type' } as const;

const listName = ({ resource_type, workspace_id }: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(['resources', resource_type, workspace_id ?? null]);

interface Reply {
  status(code: number): unknown;
}

/** The registry of an organisation. */
@IamController('v1/orgs/:org_id/iam/resources', 'Schema and resources')
export class ResourcesController {
  constructor(
    private readonly resources: ResourcesService,
    private readonly lists: ResourceListService,
    private readonly types: ResourceTypes,
  ) {}

  @Get()
  @RequirePermission('resources:read', { list: true })
  @Accepts({ query: ResourceQuery, checkQuery: ResourceQueryInput, list: listName })
  @ApiOperation({
    operationId: 'listIamResources',
    summary: 'List resources',
    description: 'Lists the registered resources of one type that the caller may read, ordered by id.',
  })
  @ApiQuery({
    name: 'resource_type',
    schema: { type: 'string', example: 'models' },
    description: 'A listable type of the permission schema',
  })
  @ApiQuery({
    name: 'workspace_id',
    required: false,
    schema: { type: 'string' },
    description: 'Required for a type that lives in workspaces; rejected for other types',
  })
  @ApiAnswers(200, ResourceList)
  list(
    @CurrentCaller() caller: Caller,
    @OrgId() orgId: string,
    @Query() query: ResourceQuery,
    @PageOf() page: Page,
  ): Promise<ResourceList> {
    return this.lists.page(caller.access, orgId, query, page);
  }

  @Get(':resource_type/:resource_id')
  @RequirePermission('resources:read', ON_RESOURCE)
  @PathObjects([ResourceTypes, 'resource_type'], [ResourcesService, 'resource_type', 'resource_id'])
  @Tagged()
  @Shows(SHOWN_RESOURCE)
  @ApiOperation({
    operationId: 'getIamResource',
    summary: 'Get a resource',
    description: 'Returns one registered resource.',
  })
  @ApiAnswers(200, RegisteredResource)
  async get(@Param() { org_id, resource_type: type, resource_id: id }: ResourcePath): Promise<RegisteredResource> {
    await this.types.assertExists(org_id, type);
    return this.resources.get(org_id, { type, id });
  }

  @Put(':resource_type/:resource_id')
  @RequirePermission(['resources:create', 'resources:update'], { list: true })
  @Accepts({
    body: PutResource,
    example: { name: 'Support model', description: 'Answers questions of customers' },
    check: ResourceInput,
  })
  @Tagged()
  @Shows(SHOWN_RESOURCE)
  @ApiResponse({ status: 201, description: 'Made', type: RegisteredResource })
  @Conflicts('id_taken')
  @ApiOperation({
    operationId: 'putIamResource',
    summary: 'Register or update a resource',
    description:
      'Registers a resource, so that permissions on its workspace apply to it. For a registered ' +
      'resource, changes the fields that the body names and leaves the others.',
  })
  @ApiChangeAnswers(RegisteredResource)
  async put(
    @CurrentCaller() caller: Caller,
    @Param() { org_id, resource_type: type, resource_id: id }: ResourcePath,
    @Body() body: PutResource,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<RegisteredResource> {
    const { created, resource } = await this.resources.put(caller, org_id, { type, id }, body);
    reply.status(created ? 201 : 200);
    return resource;
  }

  @Delete(':resource_type/:resource_id')
  @HttpCode(204)
  @RequirePermission('resources:delete', ON_RESOURCE)
  @PathObjects([ResourceTypes, 'resource_type'], [ResourcesService, 'resource_type', 'resource_id'])
  @ApiOperation({
    operationId: 'deleteIamResource',
    summary: 'Unregister a resource',
    description: 'Removes a resource from the registry. Its id cannot be registered again.',
  })
  @ApiAnswers(204)
  async delete(
    @CurrentCaller() caller: Caller,
    @Param() { org_id, resource_type: type, resource_id: id }: ResourcePath,
  ): Promise<void> {
    await this.types.assertExists(org_id, type);
    return this.resources.delete(caller, org_id, { type, id });
  }
}
