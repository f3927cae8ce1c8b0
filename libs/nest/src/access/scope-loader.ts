import type { TypedId } from '@castellan/core';

/** The thing that a request is about; `containers` is what it is in, null when that is not known. */
export interface LoadedScope {
  readonly id: string;
  readonly containers: readonly TypedId[] | null;
}

/**
 * Finds the thing that a request is about, where no field of the request names it. An injectable of the host, asked once
 * for each request, after the caller was found to be an active member.
 */
export interface ScopeLoader<Request = never> {
  /** The thing, which must belong to the organisation; null when there is none, which is a 403. */
  scopeOf(request: Request, orgId: string): Promise<LoadedScope | null> | LoadedScope | null;
}
