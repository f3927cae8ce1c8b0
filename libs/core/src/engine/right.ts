import { formatPermission, type Permission, type Effect } from '../grammar/permission';
import { ALL, type Scope } from '../grammar/scope';

/** A right that a change gives or takes: a permission, within the scope of an assignment. */
export interface Right {
  readonly permission: Permission;
  readonly effect: Effect;
  readonly within: Scope;
}

/** A right wherever a role may be assigned. */
export const rightOf = (permission: Permission, effect: Effect, within: Scope = ALL): Right => ({
  permission,
  effect,
  within,
});

/** The right that only a member with `*:*:*` and without any deny covers. */
export const EVERYTHING: Right = rightOf({ type: '*', scope: ALL, action: '*' }, 'deny');

/** A right as it is shown: a canonical permission, with the scope of the assignment where that is narrower. */
export function rightText({ permission, within }: Right): string {
  return formatPermission(permission.scope.kind === 'all' ? { ...permission, scope: within } : permission);
}
