import type { TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Sql } from '../../database/database';
import { CastellanOptions } from '../castellan.options';
import { Sources, type Replacement } from '../sources/sources';

interface Known {
  /** What stood in for the source when it was read. */
  readonly replacement: Replacement | null;
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
    options: CastellanOptions,
    private readonly source: Sources,
  ) {
    this.known = new LRUCache({ max: options.cachedResources });
  }

  /**
   * The containers of things in the state that has this stamp; null when the organisation has gone on to another one.
   * @param orgId of an organisation that exists
   */
  async readAt(stamp: string, orgId: string, keys: readonly TypedId[]): Promise<ContainersOf | null> {
    if (!this.source.knowsContainers) return keys.map(() => null);
    const containers = keys.map((key) => {
      const known = this.known.get(textOf(orgId, key));
      return known?.stamp === stamp && known.replacement === this.source.replacement ? known.containers : undefined;
    });
    const missing = keys.filter((_, at) => containers[at] === undefined);
    const found = missing.length === 0 ? [] : await this.read(stamp, orgId, missing);
    if (found === null) return null;
    let next = 0;
    return containers.map((one) => (one === undefined ? (found[next++] ?? null) : one));
  }

  /** The same through a transaction, past everything that is known. */
  async readThrough(sql: Sql, orgId: string, keys: readonly TypedId[]): Promise<ContainersOf> {
    if (!this.source.knowsContainers) return keys.map(() => null);
    return (await this.source.containersOf(orgId, keys, sql)).containers;
  }

  private async read(stamp: string, orgId: string, keys: readonly TypedId[]): Promise<ContainersOf | null> {
    const { replacement } = this.source;
    const found = await this.source.containersOf(orgId, keys);
    keys.forEach((key, at) => {
      this.known.set(textOf(orgId, key), { replacement, stamp: found.stamp, containers: found.containers[at] ?? null });
    });
    return found.stamp === stamp ? found.containers : null;
  }
}

const textOf = (orgId: string, { type, id }: TypedId): string => `${orgId.length} ${type.length} ${orgId}${type}${id}`;
