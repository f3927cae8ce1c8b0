import { forbidden, isNowhere, allowedIds, type Scopes } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Access } from '../access/access';
import type { Page } from '../http/page';
import type { NextPageAnswer } from '../http/page.answer';
import { PoliciesService } from '../policies/policies.service';
import { RolesService } from '../roles/roles.service';
import { WorkspacesService } from '../workspaces/workspaces.service';
import { ResourceAnswer, type ResourceList } from './resource.answer';
import type { ResourceQuery } from './resource.dto';
import { ResourcesRepository } from '../registry/resources.repository';

/** Lists the things of one type: from the registry, or from the type's own table. */
@Injectable()
export class ResourceListService {
  constructor(
    private readonly repository: ResourcesRepository,
    private readonly workspaces: WorkspacesService,
    private readonly policies: PoliciesService,
    private readonly roles: RolesService,
  ) {}

  /** A page of what `access` may read. @throws CastellanError forbidden to read the type, not-found of the workspace */
  async page(access: Access, orgId: string, query: ResourceQuery, page: Page): Promise<ResourceList> {
    const { resource_type: type } = query;
    if (type === 'workspaces') {
      const { workspaces, ...next } = await this.workspaces.page(orgId, page, readable(access, type));
      return listed(type, next, workspaces, ({ workspace_id }) => workspace_id);
    }
    if (type === 'policies') {
      const { rows, ...next } = await this.policies.namedPage(orgId, page, readable(access, type));
      return listed(type, next, rows, ({ policy_id }) => policy_id);
    }
    if (type === 'roles') {
      const { rows, ...next } = await this.roles.namedPage(orgId, page, readable(access, type));
      return listed(type, next, rows, ({ role_id }) => role_id);
    }
    return this.registered(access, orgId, query, page);
  }

  private async registered(access: Access, orgId: string, query: ResourceQuery, page: Page): Promise<ResourceList> {
    const { resource_type: type, workspace_id: workspaceId } = query;
    const containers = workspaceId === undefined ? [] : [{ type: 'workspaces', id: workspaceId }];
    const allowed = allowedIds(access.scopes('resources:read'), ['resources', type], containers);
    // To somebody who reads single things alone, a workspace that it may not read looks as if it did not exist: empty.
    const told = allowed.only === null || access.can('workspaces:read', workspaceId);
    if (workspaceId !== undefined && told) await this.workspaces.assertExists(orgId, workspaceId);
    const position = { type, workspaceId: workspaceId ?? null, after: page.after, most: page.rowsToRead };
    const found = await this.repository.page(orgId, position, allowed);
    const { rows, ...next } = page.cut(found, ({ resource_id }) => resource_id);
    return { resources: rows.map((row) => ResourceAnswer.fromRow(row)), ...next };
  }
}

/** Where the type itself may be read: the registry's own permission is not enough for things that have tables of their own. */
function readable(access: Access, type: string): Scopes {
  const scopes = access.scopes(`${type}:read`);
  if (isNowhere(scopes)) throw forbidden('no-grant', { required_permission: `${type}:read` });
  return scopes;
}

type Named = Pick<ResourceAnswer, 'name' | 'description'>;

function listed<Row extends Named>(
  type: string,
  { has_more, next_cursor }: NextPageAnswer,
  rows: readonly Row[],
  idOf: (row: Row) => string,
): ResourceList {
  const resources = rows.map((row) => ({
    id: idOf(row),
    name: row.name,
    description: row.description,
    resource_type: type,
    workspace_id: null,
  }));
  return { resources, has_more, next_cursor };
}
