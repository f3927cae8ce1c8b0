import type { TypedId } from '@castellan/core';

/** The thing that a call is about; `containers` is what it is in, null when that is not known. */
export interface LoadedScope {
  readonly id: string;
  readonly containers: readonly TypedId[] | null;
  /** What the handler is given by `@CurrentResource()`. */
  readonly resource?: unknown;
}

/**
 * Finds the thing that a call is about, where no field of the call names it. An injectable of the host, which may be
 * request-scoped; asked once for each call, after the caller was found to be an active member.
 */
export interface ScopeLoader<Call = never> {
  /** The thing, which must belong to the organisation; null when there is none. */
  scopeOf(call: Call, orgId: string): Promise<LoadedScope | null> | LoadedScope | null;
}
