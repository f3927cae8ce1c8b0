import { isAbout } from './decide';
import type { Grant, MemberGrants, TypedId } from './grant';
import type { PermissionName } from '../grammar/permission';
import type { PermissionSchema } from '../schema/schema';
import type { Scope } from '../grammar/scope';

/** An id, or what it contains; with a type only that type's. */
export interface ScopeTerm {
  readonly type: string | null;
  readonly id: string;
}

/** All of its terms must match a thing; it has one or two. */
export type ScopePattern = readonly ScopeTerm[];

/** What a permission reaches: everything when `all`, else what an `only` pattern matches; never what an `except` pattern matches. */
export interface Scopes {
  readonly all: boolean;
  readonly only: readonly ScopePattern[];
  readonly except: readonly ScopePattern[];
}

/** Nothing at all. */
export const NOWHERE: Scopes = { all: false, only: [], except: [] };

/** Where a member may do `name`: what a list of such things may show. */
export function scopesOf(schema: PermissionSchema, member: MemberGrants, name: PermissionName, now: number): Scopes {
  if (member.status !== 'active' || !schema.knows(name)) return NOWHERE;
  let all = false;
  const only: ScopePattern[] = [];
  const except: ScopePattern[] = [];
  for (const grant of member.grants) {
    if (!isAbout(schema, grant, name, now)) continue;
    const pattern = patternOf(grant, name.type, member.userId);
    if (pattern === null) continue;
    if (grant.effect === 'deny') {
      if (pattern.length === 0) return NOWHERE;
      except.push(pattern);
    } else if (pattern.length === 0) all = true;
    else only.push(pattern);
  }
  if (all) return { all, only: [], except };
  return only.length === 0 ? NOWHERE : { all, only, except };
}

/** Whether there is nothing that the scopes reach. */
export const isNowhere = (scopes: Scopes): boolean => !scopes.all && scopes.only.length === 0;

function patternOf(grant: Grant, type: string, userId: string): ScopePattern | null {
  const terms: ScopeTerm[] = [];
  for (const scope of [grant.permission.scope, grant.within]) {
    if (scope.kind === 'all') continue;
    const term = termOf(scope, type, userId);
    if (term === null) return null;
    if (!terms.some((other) => other.id === term.id && other.type === term.type)) terms.push(term);
  }
  return terms;
}

function termOf(scope: Exclude<Scope, { kind: 'all' }>, type: string, userId: string): ScopeTerm | null {
  if (scope.kind === 'self') return type === 'members' ? { type: 'members', id: userId } : null;
  return { type: scope.kind === 'typed' ? scope.type : null, id: scope.id };
}

/** The ids that scopes reach among things of one place: all when `only` is null, never those in `except`. */
export interface AllowedIds {
  readonly only: readonly string[] | null;
  readonly except: readonly string[];
}

/** Resolves scopes to ids, for things that answer to any of `types` and are all in the same `containers`. */
export function allowedIds(scopes: Scopes, types: readonly string[], containers: readonly TypedId[] = []): AllowedIds {
  const [only, except] = [scopes.only, scopes.except].map((patterns) =>
    patterns.map((one) => outside(one, containers)),
  );
  const everything = (pattern: ScopePattern): boolean => pattern.length === 0;
  if (except?.some(everything) === true) return { only: [], except: [] };
  const idsOf = (patterns: readonly ScopePattern[] = []): string[] => [
    ...new Set(patterns.flatMap((pattern) => idOf(pattern, types) ?? [])),
  ];
  return { only: scopes.all || only?.some(everything) === true ? null : idsOf(only), except: idsOf(except) };
}

/** The terms that the containers do not meet already. */
function outside(pattern: ScopePattern, containers: readonly TypedId[]): ScopePattern {
  const meets = (term: ScopeTerm, { type, id }: TypedId): boolean => term.id === id && (term.type ?? type) === type;
  return pattern.filter((term) => !containers.some((container) => meets(term, container)));
}

function idOf(pattern: ScopePattern, types: readonly string[]): string | null {
  const id = pattern[0]?.id ?? null;
  const fits = pattern.every((term) => term.id === id && (term.type === null || types.includes(term.type)));
  return fits ? id : null;
}
