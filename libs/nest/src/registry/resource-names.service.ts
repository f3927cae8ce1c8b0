import type { Scope } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Sql } from '../database/database';
import { ResourceNamesRepository, type NameRow } from './resource-names.repository';

/** A thing that a scope names, with its name. */
export type NamedThing = NameRow;

/** Names of registered resources and workspaces. */
export class ResourceNames {
  private readonly things: ReadonlyMap<string, NameRow>;

  constructor(found: readonly NameRow[]) {
    this.things = new Map(found.map((row) => [`${row.type}/${row.id}`, row]));
  }

  /** What a scope of a permission on `type` names: a thing of that type, else a workspace; null when unknown. */
  find(type: string, scope: Scope): NamedThing | null {
    if (scope.kind === 'typed') return this.things.get(`${scope.type}/${scope.id}`) ?? null;
    if (scope.kind !== 'id') return null;
    return this.things.get(`${type}/${scope.id}`) ?? this.things.get(`workspaces/${scope.id}`) ?? null;
  }
}

/** Finds the names of what scopes name, one query for all of them. */
@Injectable()
export class ResourceNamesService {
  constructor(private readonly repository: ResourceNamesRepository) {}

  /** The names of the things that `scopes` name. */
  async readNames(orgId: string, scopes: readonly Scope[], sql?: Sql): Promise<ResourceNames> {
    const ids = new Set(scopes.flatMap((scope) => (scope.kind === 'id' || scope.kind === 'typed' ? [scope.id] : [])));
    return new ResourceNames(ids.size === 0 ? [] : await this.repository.readNames(orgId, [...ids], sql));
  }
}
