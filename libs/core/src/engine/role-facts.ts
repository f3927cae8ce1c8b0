import { parsePermission, type Permission } from '../grammar/permission';
import type { Scope } from '../grammar/scope';
import type { CompiledRole } from './compile';

/** Where a pattern is allowed. */
interface PatternScopes {
  everywhere: boolean;
  /** Ids that grants name, as `type=id`; the type is empty where they name none. */
  readonly ids: Set<string>;
}

/** What is known of a role besides its flags: whether it denies anything, and where it allows wildcards. */
export interface RoleFacts {
  readonly denies: boolean;
  /** By `type:action`, of which at least one is `*`. */
  readonly patterns: ReadonlyMap<string, PatternScopes>;
}

// Kept beside the roles: only the roles of those who change something are asked.
const known = new WeakMap<CompiledRole, RoleFacts>();

/** The facts of a role, read from its texts once. */
export function factsOf(role: CompiledRole): RoleFacts {
  const facts = known.get(role) ?? readFacts(role);
  known.set(role, facts);
  return facts;
}

/** Whether a role allows a pattern at one of these scopes, or everywhere. */
export function allowsPattern(facts: RoleFacts, pattern: string, scopes: readonly Scope[]): boolean {
  const at = facts.patterns.get(pattern);
  if (at === undefined) return false;
  return at.everywhere || scopes.some((scope) => textsOf(scope).some((text) => at.ids.has(text)));
}

function readFacts({ source: { policies } }: CompiledRole): RoleFacts {
  const patterns = new Map<string, PatternScopes>();
  let denies = false;
  for (const { effect, permissions } of policies) {
    if (effect === 'deny') denies ||= permissions.length > 0;
    else for (const text of permissions) if (isPattern(text)) add(patterns, parsePermission(text));
  }
  return { denies, patterns };
}

const isPattern = (text: string): boolean => text.startsWith('*') || text.endsWith('*');

function add(patterns: Map<string, PatternScopes>, { type, scope, action }: Permission): void {
  const key = `${type}:${action}`;
  const at = patterns.get(key) ?? { everywhere: false, ids: new Set<string>() };
  patterns.set(key, at);
  if (scope.kind === 'all') at.everywhere = true;
  else if (scope.kind === 'id') at.ids.add(`=${scope.id}`);
  else if (scope.kind === 'typed') at.ids.add(`${scope.type}=${scope.id}`);
}

/** The ids that cover a scope: a bare one covers the same id with a type. */
const textsOf = (scope: Scope): string[] => {
  if (scope.kind === 'id') return [`=${scope.id}`];
  return scope.kind === 'typed' ? [`=${scope.id}`, `${scope.type}=${scope.id}`] : [];
};
