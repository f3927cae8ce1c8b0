import { conflict, forbidden, isId, notFound, preconditionFailed, type TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { Actor, AuditRecord, Change } from '../changes/change';
import { Changes } from '../changes/changes';
import type { Sql } from '../database/database';
import { accepted } from '../http/accepted';
import { assertMatch } from '../http/etag';
import type { PathObjectFinder } from '../http/route-input';
import { containersIn } from '../registry/registry-containers.service';
import { RegisteredResource, SHOWN_RESOURCE } from './resource.answer';
import { PutResource } from './resource.dto';
import { mayKnow, ResourceInput } from './resource-input';
import { ResourcesRepository, type ResourceRow, type ResourceValues } from '../registry/resources.repository';
import { UsedIdsService } from '../registry/used-ids.service';
import type { AuditAction } from '../changes/audit-actions';

/** A resource after a `PUT`, and whether it is new. */
export interface PutOutcome {
  readonly created: boolean;
  readonly resource: RegisteredResource;
}

/** The registry: making, showing, changing and deleting the resources of an organisation. */
@Injectable()
export class ResourcesService implements PathObjectFinder {
  constructor(
    private readonly repository: ResourcesRepository,
    private readonly changes: Changes,
    private readonly usedIds: UsedIdsService,
    private readonly input: ResourceInput,
  ) {}

  /** @throws CastellanError not-found */
  async assertExists(orgId: string, type: string, id: string): Promise<void> {
    await this.get(orgId, { type, id });
  }

  /** @throws CastellanError not-found */
  async get(orgId: string, key: TypedId, sql?: Sql): Promise<RegisteredResource> {
    const row = isId(key.id) ? await this.repository.find(orgId, key, sql) : null;
    if (row === null) throw notFound(key.type, key.id);
    return RegisteredResource.fromRow(row);
  }

  /**
   * Makes a resource, or changes what the input names of it. Of a resource that the actor may neither read nor update it
   * is told no more than that the id is taken.
   * @throws CastellanError invalid, forbidden, precondition-failed, not-found of a workspace, conflict `id_taken`
   */
  put(actor: Actor, orgId: string, key: TypedId, given: PutResource): Promise<PutOutcome> {
    return this.changes.run(actor, orgId, (change) => this.putIn(change, key, given));
  }

  /** @throws CastellanError not-found, precondition-failed */
  delete(actor: Actor, orgId: string, key: TypedId): Promise<void> {
    return this.changes.run(actor, orgId, (change) => this.deleteIn(change, key));
  }

  /** `put` as a part of a change; `expected` says whether the resource must be new, or must be there. */
  async putIn(change: Change, key: TypedId, given: PutResource, expected?: 'new' | 'registered'): Promise<PutOutcome> {
    const stored = await this.knownIn(change, key);
    if (expected === 'new' && stored !== null) throw conflict('id_taken', 'The id is in use, or was');
    if (expected === 'registered' && stored === null) throw notFound(key.type, key.id);
    const input = accepted(PutResource, given, { issues: (sent) => this.input.issuesOf(key, sent, stored) });
    assertMay(change, key, { stored, input });
    if (stored === null && change.ifMatch !== null) throw preconditionFailed();
    if (stored !== null) assertMatch(change.ifMatch, RegisteredResource.fromRow(stored), SHOWN_RESOURCE);
    await this.assertWorkspace(change, input.workspace_id);
    if (stored === null) return { created: true, resource: await this.create(change, key, input) };
    return { created: false, resource: await this.update(change, key, stored, input) };
  }

  /** `delete` as a part of a change. */
  async deleteIn(change: Change, key: TypedId): Promise<void> {
    const { orgId, sql } = change;
    const before = await this.get(orgId, key, sql);
    assertMatch(change.ifMatch, before, SHOWN_RESOURCE);
    this.usedIds.requirePlaces(change, key, before.workspace_id);
    await this.repository.delete(orgId, key, sql);
    await this.usedIds.retire(change, key);
    note(change, 'resource.delete', key, { before, after: null });
  }

  /** A resource as far as the actor may know of it. @throws CastellanError not-found also where the actor may not */
  async getKnown(change: Change, key: TypedId): Promise<RegisteredResource> {
    const stored = await this.knownIn(change, key);
    if (stored === null) throw notFound(key.type, key.id);
    return RegisteredResource.fromRow(stored);
  }

  private async knownIn(change: Change, key: TypedId): Promise<ResourceRow | null> {
    const found = isId(key.id) ? await this.repository.find(change.orgId, key, change.sql) : null;
    return found !== null && mayKnow(change.reasonOn.bind(change), key, found) ? found : null;
  }

  // Invariant: what a new resource must have was checked with the request; one that was deleted since has a used id.
  private async create(change: Change, key: TypedId, input: PutResource): Promise<RegisteredResource> {
    const { orgId, sql, actor } = change;
    this.usedIds.requirePlaces(change, key, input.workspace_id ?? null);
    await this.usedIds.claim(change, key);
    await this.repository.insert(orgId, key, { ...valuesOf(input, EMPTY), created_by: actor.id }, sql);
    const after = await this.get(orgId, key, sql);
    note(change, 'resource.create', key, { before: null, after });
    return after;
  }

  private async update(
    change: Change,
    key: TypedId,
    stored: ResourceRow,
    input: PutResource,
  ): Promise<RegisteredResource> {
    const { orgId, sql } = change;
    const before = RegisteredResource.fromRow(stored);
    const values = valuesOf(input, stored);
    if (isDeepStrictEqual(values, valuesOf({}, stored))) return before;
    if (stored.workspace_id !== values.workspace_id) {
      this.usedIds.requirePlaces(change, key, stored.workspace_id, values.workspace_id);
    }
    await this.repository.update(orgId, key, values, sql);
    const after = await this.get(orgId, key, sql);
    note(change, 'resource.update', key, { before, after });
    return after;
  }

  private async assertWorkspace({ orgId, sql }: Change, workspaceId: string | undefined): Promise<void> {
    if (workspaceId === undefined || (await this.repository.hasWorkspace(orgId, workspaceId, sql))) return;
    throw notFound('workspaces', workspaceId);
  }
}

/** What a `PUT` finds and what it wants. */
interface Put {
  readonly stored: ResourceRow | null;
  readonly input: PutResource;
}

/**
 * Whether it is a creation, and where the thing is, is only known under the lock, so the right to it is asked for there:
 * where it is, and where it goes.
 */
function assertMay(change: Change, key: TypedId, { stored, input }: Put): void {
  const action = stored === null ? 'create' : 'update';
  const goesTo = input.workspace_id ?? stored?.workspace_id ?? null;
  for (const workspaceId of new Set([stored === null ? goesTo : stored.workspace_id, goesTo])) {
    const target = { id: key.id, containers: [key, ...containersIn(workspaceId)] };
    const reason = change.reasonOn({ type: 'resources', action }, target);
    if (reason !== 'granted') throw forbidden(reason, { required_permission: `resources:${action}` });
  }
}

const EMPTY: ResourceValues = { name: '', description: null, workspace_id: null, attributes: {} };

const valuesOf = (input: PutResource, stored: ResourceValues): ResourceValues => ({
  name: input.name ?? stored.name,
  description: input.description === undefined ? stored.description : input.description,
  workspace_id: input.workspace_id ?? stored.workspace_id,
  attributes: input.attributes ?? stored.attributes,
});

type Difference = Pick<AuditRecord, 'before' | 'after'>;

function note(change: Change, action: AuditAction, { type, id }: TypedId, difference: Difference): void {
  change.stampContainers();
  change.audit({ action, targetType: type, targetId: id, ...difference });
}
