import { conflict } from '../errors';
import { asOf, type CompiledMember } from './compile-member';
import { ALLOW_SOMEWHERE, DENY_SELF, DENY_SOMEWHERE, type CompiledRole } from './compile';
import { ALLOW, DENY } from '../schema/permission-index';
import type { Scope } from '../grammar/scope';
import { flagsAt } from './scoped-flags';
import { NOWHERE, type ScopePattern, type Scopes, type ScopeTerm } from './scopes';

/** The most patterns that are given of one permission: a list, a condition or an answer is made of each. */
export const MOST_PATTERNS = 100_000;

/** Where a member may do something, as far as it is listed. */
export interface ListedScopes extends Scopes {
  /** There are more patterns than are listed. */
  readonly truncated: boolean;
}

/**
 * Where a compiled member may do what an index names: the patterns of `scopesOf`, each once, in an order of their own.
 * @param index of the permission's name, -1 for a name that the schema does not have
 * @param now milliseconds since the epoch
 * @throws CastellanError conflict `limit` when there are more than `MOST_PATTERNS`
 */
export function compiledScopes(member: CompiledMember, index: number, now: number): Scopes {
  const { truncated, ...scopes } = listedScopes(member, index, now, MOST_PATTERNS);
  if (!truncated) return scopes;
  const message = `The permission is held or denied on more than ${MOST_PATTERNS} ids within scopes`;
  throw conflict('limit', message, { limit: MOST_PATTERNS });
}

/** The same with at most `most` patterns of each kind. */
export function listedScopes(member: CompiledMember, index: number, now: number, most: number): ListedScopes {
  if (index < 0 || member.status !== 'active') return { ...NOWHERE, truncated: false };
  const { everywhere, within, userId } = asOf(member, now);
  const flags = everywhere.reduce((found, role) => found | (role.flags[index] as number), 0);
  if ((flags & DENY) !== 0) return { ...NOWHERE, truncated: false };
  const all = (flags & ALLOW) !== 0;
  const [only, except] = [new Patterns(most), new Patterns(most)];
  const terms = new TermsOfRoles(index, userId);
  const add = (role: CompiledRole, outer: ScopeTerm | null): void => {
    const { allowed, denied } = terms.termsOf(role);
    if (!all) only.addEach(allowed, outer);
    except.addEach(denied, outer);
  };
  for (const role of everywhere) add(role, null);
  for (const { scope, roles } of within) {
    for (const role of roles) {
      const outer = termOf(scope, role.names.types[index] as string, userId);
      if (outer === null) continue;
      const reached = role.flags[index] as number;
      if (!all && (reached & ALLOW) !== 0) only.addEach([outer], null);
      if ((reached & DENY) !== 0) except.addEach([outer], null);
      add(role, outer);
    }
  }
  const truncated = only.truncated || except.truncated;
  if (!all && only.isEmpty) return { ...NOWHERE, truncated };
  return { all, only: only.list(), except: except.list(), truncated };
}

/** The ids on which a role allows a permission, and those on which it denies it. */
interface TermsOfRole {
  readonly allowed: ScopeTerm[];
  readonly denied: ScopeTerm[];
}

/** The ids that roles name for one permission; looked for once in each role, as it may be assigned in many places. */
class TermsOfRoles {
  private readonly known = new Map<CompiledRole, TermsOfRole>();

  constructor(
    private readonly index: number,
    private readonly userId: string,
  ) {}

  termsOf(role: CompiledRole): TermsOfRole {
    const terms = this.known.get(role) ?? this.read(role);
    this.known.set(role, terms);
    return terms;
  }

  private read(role: CompiledRole): TermsOfRole {
    const { index, userId } = this;
    const found: TermsOfRole = { allowed: [], denied: [] };
    if (((role.flags[index] as number) & SOMEWHERE) === 0) return found;
    const add = (flags: number, type: string | null, id: string): void => {
      if ((flags & ALLOW) !== 0) found.allowed.push({ type, id });
      if ((flags & DENY) !== 0) found.denied.push({ type, id });
    };
    for (const [id, { bare, typed }] of role.scoped) {
      if (bare !== null) add(flagsAt(bare, index), null, id);
      for (const { type, reached } of typed) add(flagsAt(reached, index), type, id);
    }
    if (role.self !== null && role.names.types[index] === 'members') {
      add(flagsAt(role.self, index), 'members', userId);
    }
    return found;
  }
}

const SOMEWHERE = ALLOW_SOMEWHERE | DENY_SOMEWHERE | DENY_SELF;

/** What a scope of an assignment names; null for one that names nothing of the type. The scope `*` is kept elsewhere. */
function termOf(scope: Scope, type: string, userId: string): ScopeTerm | null {
  if (scope.kind === 'all') return null;
  if (scope.kind === 'self') return type === 'members' ? { type: 'members', id: userId } : null;
  return { type: scope.kind === 'typed' ? scope.type : null, id: scope.id };
}

/** Collects patterns, each once, up to a number of them. */
class Patterns {
  truncated = false;
  private readonly known = new Map<string, ScopePattern>();

  constructor(private readonly most: number) {}

  get isEmpty(): boolean {
    return this.known.size === 0;
  }

  /** Adds each of the terms, within another one when that is given. */
  addEach(terms: readonly ScopeTerm[], outer: ScopeTerm | null): void {
    for (const inner of terms) {
      if (this.truncated) return;
      const single = outer === null || (outer.id === inner.id && outer.type === inner.type);
      const key = single ? textOf(inner) : `${textOf(inner)} ${textOf(outer)}`;
      if (this.known.has(key)) continue;
      if (this.known.size === this.most) this.truncated = true;
      else this.known.set(key, single ? [inner] : [inner, outer]);
    }
  }

  list(): ScopePattern[] {
    return [...this.known.values()];
  }
}

// An id may have spaces and slashes in it: as JSON no two terms have one text.
const textOf = ({ type, id }: ScopeTerm): string => JSON.stringify([type, id]);
