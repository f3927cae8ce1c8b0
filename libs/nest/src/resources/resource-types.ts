import { invalid, valueError, type Issue } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { CastellanOptions } from '../access/castellan.options';
import { cutInput } from '../http/cut-input';
import type { PathObjectFinder } from '../http/route-input';

/** Listable types whose things have tables of their own: they are made by their own routes, not registered. */
const OWN_TABLES: ReadonlySet<string> = new Set(['workspaces', 'policies', 'roles']);

/** What the schema says of the types of resources: which are listed, registered, and in workspaces. */
@Injectable()
export class ResourceTypes implements PathObjectFinder {
  constructor(private readonly options: CastellanOptions) {}

  /** For the type in a path. @throws CastellanError invalid when things of the type are not registered */
  async assertExists(_orgId: string, type: string): Promise<void> {
    const issues = this.registeredIssues(type);
    if (issues.length > 0) throw invalid(issues);
  }

  /** What is wrong with a type in a query, whose things are to be listed. */
  listedIssues(type: string): Issue[] {
    if (this.isListable(type)) return [];
    return [valueError(['query', 'resource_type'], 'not a type of resource that can be listed', cutInput(type))];
  }

  /** What is wrong with a type in a path, whose things are to be registered. */
  registeredIssues(type: string): Issue[] {
    if (this.isListable(type) && !OWN_TABLES.has(type)) return [];
    return [valueError(['path', 'resource_type'], 'not a type of resource that is registered', cutInput(type))];
  }

  /** What is wrong with the `workspace_id` of a query or body about things of a type; `known` when it need not be sent. */
  workspaceIssues(part: 'query' | 'body', type: string, sent: Record<string, unknown>, known = false): Issue[] {
    const loc = [part, 'workspace_id'];
    const { workspace_id: workspaceId } = sent;
    const inWorkspace = this.isInWorkspace(type);
    if (inWorkspace && workspaceId === undefined && !known) {
      return [{ type: 'missing', loc, msg: 'Field required', input: cutInput(sent) }];
    }
    if (inWorkspace || workspaceId === undefined) return [];
    return [valueError(loc, 'a resource of this type is in no workspace', cutInput(workspaceId))];
  }

  /** Whether things of a type live in workspaces. */
  isInWorkspace(type: string): boolean {
    return this.options.schema.containerOf(type) === 'workspaces';
  }

  private isListable(type: string): boolean {
    return this.options.schema.types.get(type)?.listable === true;
  }
}
