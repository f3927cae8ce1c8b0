import { asOf, type CompiledMember } from './compile-member';
import { ALLOW_SOMEWHERE, DENY_SELF, DENY_SOMEWHERE, type CompiledRole } from './compile';
import { ALLOW, DENY, type NameFlags } from '../schema/permission-index';
import type { Scope } from '../grammar/scope';
import { flagsAt } from './scoped-flags';
import { NOWHERE, type ScopePattern, type Scopes, type ScopeTerm } from './scopes';

/**
 * Where a compiled member may do what an index names: the patterns of `scopesOf`, each once, in an order of their own.
 * @param index of the permission's name, -1 for a name that the schema does not have
 * @param now milliseconds since the epoch
 */
export function compiledScopes(member: CompiledMember, index: number, now: number): Scopes {
  if (index < 0 || member.status !== 'active') return NOWHERE;
  const { everywhere, within, userId } = asOf(member, now);
  const found = new Patterns();
  for (const role of everywhere) addRole(found, role, index, { userId, outer: null });
  for (const { scope, roles } of within) {
    for (const role of roles) {
      const outer = termOf(scope, role.names.types[index] as string, userId);
      if (outer !== undefined) addRole(found, role, index, { userId, outer });
    }
  }
  return found.scopes();
}

/** A term, null for everything, undefined for nothing. */
type Reach = ScopeTerm | null | undefined;

interface Place {
  readonly userId: string;
  /** What the assignment reaches. */
  readonly outer: ScopeTerm | null;
}

function addRole(found: Patterns, role: CompiledRole, index: number, { userId, outer }: Place): void {
  const flags = role.flags[index] as number;
  found.add(flags, outer, null);
  if ((flags & (ALLOW_SOMEWHERE | DENY_SOMEWHERE | DENY_SELF)) === 0) return;
  const add = (reached: NameFlags, inner: ScopeTerm): void => found.add(flagsAt(reached, index), inner, outer);
  for (const [id, { bare, typed }] of role.scoped) {
    if (bare !== null) add(bare, { type: null, id });
    for (const { type, reached } of typed) add(reached, { type, id });
  }
  if (role.self !== null && role.names.types[index] === 'members') add(role.self, { type: 'members', id: userId });
}

function termOf(scope: Scope, type: string, userId: string): Reach {
  if (scope.kind === 'all') return null;
  if (scope.kind === 'self') return type === 'members' ? { type: 'members', id: userId } : undefined;
  return { type: scope.kind === 'typed' ? scope.type : null, id: scope.id };
}

/** Collects patterns of allows and denies, each once. */
class Patterns {
  private readonly only = new Map<string, ScopePattern>();
  private readonly except = new Map<string, ScopePattern>();

  add(flags: number, ...terms: readonly [ScopeTerm | null, ScopeTerm | null]): void {
    const texts = new Map(terms.flatMap((term) => (term === null ? [] : [[`${term.type ?? ''}/${term.id}`, term]])));
    const key = [...texts.keys()].join(' ');
    if ((flags & ALLOW) !== 0) this.only.set(key, [...texts.values()]);
    if ((flags & DENY) !== 0) this.except.set(key, [...texts.values()]);
  }

  scopes(): Scopes {
    if (this.except.has(EVERYWHERE)) return NOWHERE;
    const except = [...this.except.values()];
    if (this.only.has(EVERYWHERE)) return { all: true, only: [], except };
    return this.only.size === 0 ? NOWHERE : { all: false, only: [...this.only.values()], except };
  }
}

/** The key of a pattern without terms. */
const EVERYWHERE = '';
