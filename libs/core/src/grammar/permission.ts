import { isName } from './identifier';
import { ALL, formatScope, parseScope, type Scope } from './scope';

/** Whether a permission gives or takes. */
export const EFFECTS = ['allow', 'deny'] as const;
export type Effect = (typeof EFFECTS)[number];

/** A grant pattern `type:scope:action`; `type` and `action` are names or `*`. */
export interface Permission {
  readonly type: string;
  readonly scope: Scope;
  readonly action: string;
}

/** The name of what can be asked for: `type:action`, no wildcard. */
export interface PermissionName {
  readonly type: string;
  readonly action: string;
}

/** A text that is no permission; `at` is the offset, in UTF-16 units, of the part that is wrong. */
export class PermissionSyntaxError extends Error {
  constructor(
    readonly at: number,
    readonly reason: string,
  ) {
    super(`${reason} at position ${at}`);
    this.name = 'PermissionSyntaxError';
  }
}

/** No canonical permission is longer: two names, two colons, a typed scope whose 255 characters are all encoded. */
const LONGEST = 64 + 1 + 65 + 3 * 255 + 1 + 64;

/**
 * Reads `type:scope:action`, its short form `type:action`, or `*` alone, in linear time.
 * @throws PermissionSyntaxError saying where it broke.
 */
export function parsePermission(text: string): Permission {
  if (text === '*') return { type: '*', scope: ALL, action: '*' };
  if (text.length > LONGEST) throw new PermissionSyntaxError(LONGEST, 'a permission is too long');
  const first = text.indexOf(':');
  if (first < 0) throw new PermissionSyntaxError(text.length, 'expected "type:scope:action" or "type:action"');
  const second = text.indexOf(':', first + 1);
  const type = readName(text.slice(0, first), 0, 'type');
  if (second < 0) return { type, scope: ALL, action: readName(text.slice(first + 1), first + 1, 'action') };
  const scope = parseScope(text.slice(first + 1, second));
  if (scope === null) throw new PermissionSyntaxError(first + 1, 'the scope is not "*", "$self", an id or "type/id"');
  return { type, scope, action: readName(text.slice(second + 1), second + 1, 'action') };
}

function readName(text: string, at: number, what: string): string {
  if (text === '*' || isName(text)) return text;
  throw new PermissionSyntaxError(at, `the ${what} is not a name ([a-z][a-z0-9_-]*, at most 64) or "*"`);
}

/** Writes a permission in its canonical three-part form. */
export const formatPermission = (permission: Permission): string =>
  `${permission.type}:${formatScope(permission.scope)}:${permission.action}`;

/** The canonical form of what `text` says. @throws PermissionSyntaxError */
export const canonicalPermission = (text: string): string => formatPermission(parsePermission(text));

/** Reads `type:action` as a question names it; null when it has a wildcard, a scope or another spelling. */
export function parsePermissionName(text: string): PermissionName | null {
  const colon = text.indexOf(':');
  if (colon < 0) return null;
  const type = text.slice(0, colon);
  const action = text.slice(colon + 1);
  return isName(type) && isName(action) ? { type, action } : null;
}
