import type { Issue, TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { cutInput } from '../http/cut-input';
import type { InputChecker, PathParams } from '../http/route-input';
import { identifier, isRecord, within } from '../http/rules';
import { ResourceTypes } from './resource-types';
import { ResourcesRepository, type ResourceRow } from '../registry/resources.repository';

/** Finds what the path and body of a `PUT` say against the schema, and what a new resource lacks. */
@Injectable()
export class ResourceInput implements InputChecker {
  constructor(
    private readonly types: ResourceTypes,
    private readonly repository: ResourcesRepository,
  ) {}

  async issues(body: unknown, params: PathParams): Promise<Issue[]> {
    const { org_id: orgId = '', resource_type: type = '', resource_id: id = '' } = params;
    const known = isRecord(body) && this.types.registeredIssues(type).length === 0 && idIssues(id).length === 0;
    return this.issuesOf({ type, id }, body, known ? await this.repository.find(orgId, { type, id }) : null);
  }

  /** The same with what is stored of the resource now, null for a new one. */
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
