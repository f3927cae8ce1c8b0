import type { Effect } from '@castellan/core';

/** What a role's own policy was made from, as it was written: every resource with every action. */
export interface Statement {
  readonly resources: string[];
  readonly actions: string[];
  readonly effect: Effect;
}
