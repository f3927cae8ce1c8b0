import type { TypedId } from '@castellan/core';
import type { Through } from './grants-source';

/** What contains some things, as of one moment. */
export interface FoundContainers {
  /** The stamp of the organisation's containers at that moment. */
  readonly stamp: string;
  /** For each thing asked about its containers; null when it is not registered. */
  readonly containers: ReadonlyArray<readonly TypedId[] | null>;
}

/** Knows what contains a registered thing: the registry's word, never the caller's. */
export interface ContainersSource {
  /** The containers of each thing, read at one moment. */
  containersOf(orgId: string, keys: readonly TypedId[], through?: Through): Promise<FoundContainers>;
}

/** The injection token of the ContainersSource; a host may have none. */
export const ContainersSource = Symbol('ContainersSource');
