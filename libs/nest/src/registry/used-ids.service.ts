import { conflict, placementRights, type TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { CastellanOptions } from '../access/castellan.options';
import type { Change } from '../changes/change';
import { UsedIdsRepository } from './used-ids.repository';

const OF_POLICIES_AND_ROLES = /^(pol|rl)-/;

/** Gives out the ids of resources and containers, each once and for all time. */
@Injectable()
export class UsedIdsService {
  constructor(
    private readonly repository: UsedIdsRepository,
    private readonly options: CastellanOptions,
  ) {}

  /**
   * Takes an id for a new thing. A type has an id once, and a container shares its id with nothing, now or ever.
   * @throws CastellanError conflict `id_taken`
   */
  async claim({ orgId, sql }: Change, { type, id }: TypedId): Promise<void> {
    const container = this.isContainer(type);
    // A bare scope on a container must not be one on a policy or role.
    if (container && OF_POLICIES_AND_ROLES.test(id)) throw conflict('id_taken', 'The id is of a policy or role');
    const others = await this.repository.find(orgId, id, sql);
    const taken = others.some(
      (other) => container || other.container || other.resource_type === type || this.isContainer(other.resource_type),
    );
    if (taken) throw conflict('id_taken', 'The id is in use, or was');
    await this.repository.insert(orgId, id, { resource_type: type, container }, sql);
  }

  /**
   * Placing a thing, moving it and removing it gives and takes rights of everybody, at each of these workspaces.
   * @throws CastellanError forbidden `escalation`
   */
  requirePlaces(change: Change, key: TypedId, ...workspaceIds: Array<string | null>): void {
    for (const id of workspaceIds) {
      const container = id === null ? null : { type: 'workspaces', id };
      change.requires(placementRights(this.options.schema, key, container));
    }
  }

  /**
   * Demands what a container gives that is made under an id which a scope names, or named once: everything in it.
   * @throws CastellanError forbidden `escalation`
   */
  async requireNamed(change: Change, container: TypedId): Promise<void> {
    if (!(await this.repository.isNamed(change.orgId, container.id, change.sql))) return;
    change.requires(placementRights(this.options.schema, container, null));
  }

  /** Notes that a thing was deleted. Its id stays taken: a grant on what is gone must not revive. */
  async retire({ orgId, sql }: Change, { type, id }: TypedId): Promise<void> {
    await this.repository.markDeleted(orgId, id, type, sql);
  }

  private isContainer(type: string): boolean {
    return type === 'workspaces' || this.options.schema.isContainer(type);
  }
}
