import { forbidden, type Issue, type PermissionName, type Reason, type Target, type TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/guard/caller';
import { cutInput } from '../http/cut-input';
import type { InputChecker, PathParams } from '../http/route-input';
import { identifier, isRecord, within } from '../http/rules';
import { ResourceTypes } from './resource-types';
import { containersIn } from '../registry/registry-containers.service';
import { ResourcesRepository, type ResourceRow } from '../registry/resources.repository';

/** Answers a question about the caller. */
type ReasonOn = (name: PermissionName, target: Target) => Reason;

// Invariant: to anybody else a registered resource is like one that does not exist, down to the id that is taken.
/** Whether somebody may know that a resource is registered: who may read or update it. */
export function mayKnow(reasonOn: ReasonOn, key: TypedId, { workspace_id: workspaceId }: ResourceRow): boolean {
  const target = { id: key.id, containers: [key, ...containersIn(workspaceId)] };
  return ['read', 'update'].some((action) => reasonOn({ type: 'resources', action }, target) === 'granted');
}

/** Finds what the path and body of a `PUT` say against the schema, and what a new resource lacks. */
@Injectable()
export class ResourceInput implements InputChecker {
  constructor(
    private readonly types: ResourceTypes,
    private readonly repository: ResourcesRepository,
  ) {}

  async issues(body: unknown, params: PathParams, caller?: Caller): Promise<Issue[]> {
    const { org_id: orgId = '', resource_type: type = '', resource_id: id = '' } = params;
    const key = { type, id };
    const legal = isRecord(body) && this.types.registeredIssues(type).length === 0 && idIssues(id).length === 0;
    const stored = legal ? await this.repository.find(orgId, key) : null;
    const reasonOn: ReasonOn = (name, target) => caller?.access.reason(name, target) ?? 'granted';
    const known = stored !== null && mayKnow(reasonOn, key, stored) ? stored : null;
    if (legal && known === null && caller !== undefined) this.assertMayCreate(caller, key, body['workspace_id']);
    return this.issuesOf(key, body, known);
  }

  /** Refuses who may not create a resource where the body says; where it says nothing, who may create none at all. */
  private assertMayCreate({ access }: Caller, key: TypedId, workspaceId: unknown): void {
    const isUnsaid = typeof workspaceId !== 'string' && this.types.isInWorkspace(key.type);
    const place = typeof workspaceId === 'string' ? workspaceId : null;
    const target = { id: key.id, containers: [key, ...containersIn(place)] };
    const reason = isUnsaid ? 'no-grant' : access.reason({ type: 'resources', action: 'create' }, target);
    if (reason === 'granted' || (isUnsaid && !access.isNowhere('resources:create'))) return;
    throw forbidden(reason, { required_permission: 'resources:create' });
  }

  /** The same with what is stored of the resource now, null for one that is new to the caller. */
  issuesOf({ type, id }: TypedId, body: unknown, stored: ResourceRow | null): Issue[] {
    const [unknown, illegal] = [this.types.registeredIssues(type), idIssues(id)];
    if (unknown.length > 0 || !isRecord(body)) return [...unknown, ...illegal];
    return [...illegal, ...this.bodyIssues(type, body, stored)];
  }

  private bodyIssues(type: string, body: Record<string, unknown>, stored: ResourceRow | null): Issue[] {
    const unnamed = stored === null && body['name'] === undefined;
    return [
      ...(unnamed ? [{ type: 'missing', loc: ['body', 'name'], msg: 'Field required', input: cutInput(body) }] : []),
      ...this.types.workspaceIssues('body', type, body, stored !== null && stored.workspace_id !== null),
    ];
  }
}

const idIssues = (id: string): Issue[] =>
  within('path', within('resource_id', identifier(id))).map((issue) => ({ ...issue, input: cutInput(id) }));
