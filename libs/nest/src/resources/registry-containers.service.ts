import type { TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { ContainersSource } from '../access/containers-source';
import type { Sql } from '../database/database';
import { ResourcesRepository } from './resources.repository';

/** The containers of a thing in this workspace, or in none. */
export const containersIn = (workspaceId: string | null): TypedId[] =>
  workspaceId === null ? [] : [{ type: 'workspaces', id: workspaceId }];

/** Tells the guard what contains a registered resource. */
@Injectable()
export class RegistryContainersService implements ContainersSource {
  constructor(private readonly repository: ResourcesRepository) {}

  async containersOf(orgId: string, key: TypedId, sql?: Sql): Promise<readonly TypedId[] | null> {
    const row = await this.repository.find(orgId, key, sql);
    return row === null ? null : containersIn(row.workspace_id);
  }
}
