import { notFound, type TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { CastellanOptions } from '../access/castellan.options';
import type { ContainersSource, FoundContainers } from '../access/sources/containers-source';
import type { Sql } from '../database/database';
import { ResourcesRepository } from './resources.repository';

/** The containers of a thing in this workspace, or in none. */
export const containersIn = (workspaceId: string | null): TypedId[] =>
  workspaceId === null ? [] : [{ type: 'workspaces', id: workspaceId }];

// Invariant: what is in something else than a workspace is not known here, so that no deny on that is overlooked.
/** Whether the registry knows what contains things that are in a container of this type; null is in none. */
export const registryKnows = (container: string | null): boolean => container === null || container === 'workspaces';

/** Tells the guard what contains a registered resource. */
@Injectable()
export class RegistryContainersService implements ContainersSource {
  constructor(
    private readonly repository: ResourcesRepository,
    private readonly options: CastellanOptions,
  ) {}

  /** @throws CastellanError not-found when there is no such organisation */
  async containersOf(orgId: string, keys: readonly TypedId[], sql?: Sql): Promise<FoundContainers> {
    const places = await this.repository.places(orgId, keys, sql);
    const stamp = places[0]?.stamp ?? null;
    if (stamp === null) throw notFound('orgs', orgId);
    return {
      stamp,
      containers: places.map(({ registered, workspace_id }, at) =>
        registered && registryKnows(this.options.schema.containerOf(keys[at]?.type ?? ''))
          ? containersIn(workspace_id)
          : null,
      ),
    };
  }
}
