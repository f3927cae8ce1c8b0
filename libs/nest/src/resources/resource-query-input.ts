import type { Issue } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { InputChecker } from '../http/route-input';
import { isRecord } from '../http/rules';
import { ResourceTypes } from './resource-types';

/** Finds what a query of resources asks for against the schema. */
@Injectable()
export class ResourceQueryInput implements InputChecker {
  constructor(private readonly types: ResourceTypes) {}

  issues(query: unknown): Issue[] {
    if (!isRecord(query)) return [];
    const { resource_type: type } = query;
    if (typeof type !== 'string' || type === '') return [];
    const issues = this.types.listedIssues(type);
    return issues.length > 0 ? issues : this.types.workspaceIssues('query', type, query);
  }
}
