import { decodeId, encodeId, isName } from './identifier';

/** What a grant reaches: everything, the member itself, one id (and what it contains), or one typed id (and what it contains). */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'self' }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'typed'; readonly type: string; readonly id: string };

/** The scope `*`. */
export const ALL: Scope = { kind: 'all' };

/** Reads a scope in its one legal spelling; null when it is none. */
export function parseScope(text: string): Scope | null {
  if (text === '*') return ALL;
  if (text === '$self') return { kind: 'self' };
  const slash = text.indexOf('/');
  const id = decodeId(slash < 0 ? text : text.slice(slash + 1));
  if (id === null) return null;
  if (slash < 0) return { kind: 'id', id };
  const type = text.slice(0, slash);
  return isName(type) ? { kind: 'typed', type, id } : null;
}

/** Writes a scope in its canonical spelling. */
export function formatScope(scope: Scope): string {
  if (scope.kind === 'all') return '*';
  if (scope.kind === 'self') return '$self';
  const id = encodeId(scope.id);
  return scope.kind === 'id' ? id : `${scope.type}/${id}`;
}
