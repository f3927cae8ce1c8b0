import type { TypedId } from '@castellan/core';
import type { Sql } from '../database/database';

/** Knows what contains a registered thing: the registry's word, never the caller's. */
export interface ContainersSource {
  /** The containers of a thing; null when it is not registered. */
  containersOf(orgId: string, key: TypedId, sql?: Sql): Promise<readonly TypedId[] | null>;
}

/** The injection token of the ContainersSource; a host may have none. */
export const ContainersSource = Symbol('ContainersSource');
