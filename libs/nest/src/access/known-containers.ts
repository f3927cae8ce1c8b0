import type { TypedId } from '@castellan/core';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Sql } from '../database/database';
import { AccessOptions } from './access.options';
import { ContainersSource } from './containers-source';

interface Known {
  readonly stamp: string;
  readonly containers: readonly TypedId[] | null;
}

/** For each thing its containers, null where they are not known. */
export type ContainersOf = ReadonlyArray<readonly TypedId[] | null>;

/** What contains what, each as true as the stamp that it was read with. */
@Injectable()
export class KnownContainers {
  private readonly known: LRUCache<string, Known>;

  constructor(
    options: AccessOptions,
    @Optional() @Inject(ContainersSource) private readonly source?: ContainersSource,
  ) {
    this.known = new LRUCache({ max: options.cachedResources });
  }

  /**
   * The containers of things in the state that has this stamp; null when the organisation has gone on to another one.
   * @param orgId of an organisation that exists
   */
  async at(stamp: string, orgId: string, keys: readonly TypedId[]): Promise<ContainersOf | null> {
    if (this.source === undefined) return keys.map(() => null);
    const containers = keys.map((key) => {
      const known = this.known.get(textOf(orgId, key));
      return known?.stamp === stamp ? known.containers : undefined;
    });
    const missing = keys.filter((_, at) => containers[at] === undefined);
    const found = missing.length === 0 ? [] : await this.read(stamp, orgId, missing);
    if (found === null) return null;
    let next = 0;
    return containers.map((one) => (one === undefined ? (found[next++] ?? null) : one));
  }

  /** The same through a transaction, past everything that is known. */
  async through(sql: Sql, orgId: string, keys: readonly TypedId[]): Promise<ContainersOf> {
    if (this.source === undefined) return keys.map(() => null);
    return (await this.source.containersOf(orgId, keys, sql)).containers;
  }

  private async read(stamp: string, orgId: string, keys: readonly TypedId[]): Promise<ContainersOf | null> {
    const found = await (this.source as ContainersSource).containersOf(orgId, keys);
    keys.forEach((key, at) => {
      this.known.set(textOf(orgId, key), { stamp: found.stamp, containers: found.containers[at] ?? null });
    });
    return found.stamp === stamp ? found.containers : null;
  }
}

const textOf = (orgId: string, { type, id }: TypedId): string => `${orgId.length} ${type.length} ${orgId}${type}${id}`;
