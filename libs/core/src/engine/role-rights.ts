import type { Scope } from '../grammar/scope';
import { ALLOW, DENY } from '../schema/permission-index';
import { DENY_SELF, DENY_SOMEWHERE, type CompiledRole } from './compile';
import { flagsAt } from './scoped-flags';

/** A scope that names an id. */
export type NamedScope = Scope & { readonly kind: 'id' | 'typed' };

const ANY_DENY = DENY | DENY_SOMEWHERE | DENY_SELF;

/** Where a deny of a role that is assigned within a scope is looked for: on these ids, or anywhere. */
export interface DenyQuestion {
  readonly within: Scope;
  readonly ids: readonly string[];
  readonly anywhere: boolean;
}

/** Whether a role that denies may deny a name on one of the ids. A deny that names no id, of its own or of its scope, may. */
export function mayDeny(role: CompiledRole, index: number, { within, ids, anywhere }: DenyQuestion): boolean {
  const flags = (role.flags[index] ?? 0) & ANY_DENY;
  if (flags === 0) return false;
  if (anywhere) return true;
  const place = within.kind === 'id' || within.kind === 'typed' ? within.id : null;
  if (place === null && (flags & (DENY | DENY_SELF)) !== 0) return true;
  return ids.some((id) => {
    if (place === id) return true;
    const at = role.scoped.get(id);
    if (at === undefined) return false;
    const bare = at.bare === null ? 0 : flagsAt(at.bare, index);
    return (at.typed.reduce((found, { reached }) => found | flagsAt(reached, index), bare) & DENY) !== 0;
  });
}

/** Whether a role allows a name everywhere, or at one of these scopes. */
export const allows = (role: CompiledRole, index: number, scopes: readonly NamedScope[]): boolean =>
  ((role.flags[index] ?? 0) & ALLOW) !== 0 || allowsAt(role, index, scopes);

/** Whether a role allows a name at one of these scopes, by a grant that names its id. */
export function allowsAt(role: CompiledRole, index: number, scopes: readonly NamedScope[]): boolean {
  if ((role.flags[index] ?? 0) === 0) return false;
  return scopes.some((scope) => {
    const at = role.scoped.get(scope.id);
    if (at === undefined) return false;
    if (at.bare !== null && (flagsAt(at.bare, index) & ALLOW) !== 0) return true;
    if (scope.kind === 'id') return false;
    return at.typed.some(({ type, reached }) => type === scope.type && (flagsAt(reached, index) & ALLOW) !== 0);
  });
}
