import { parsePermission, PermissionSyntaxError, type Permission } from './permission';

/** The part of a type's declaration that decides whether a permission names something. */
interface DeclaredActions {
  readonly actions: Readonly<Record<string, unknown>>;
}

type Types = ReadonlyMap<string, DeclaredActions>;

/** The types whose objects belong to a member, so that `$self` can name one: a member itself, and the keys it owns. */
const SELF_TYPES = ['members', 'keys'];

/** How many names a problem lists, so that an answer does not grow with the schema. */
const MOST_LISTED = 24;

/** Why a permission cannot be granted among these types; null when it can. A wildcard is fine where something matches it. */
export const permissionProblem = (permission: Permission, types: Types): string | null =>
  problemWith(permission, types)?.problem ?? null;

/** The same, and what would have been valid instead. */
export function permissionAdvice(permission: Permission, types: Types): string | null {
  const found = problemWith(permission, types);
  return found === null ? null : `${found.problem}: ${found.valid}`;
}

/** A permission that can be granted, or why a text is none, and what would have been valid instead. */
export type ReadPermission = { readonly permission: Permission } | { readonly problem: string };

/** Reads a permission that is to be granted among these types. */
export function readPermission(text: string, types: Types): ReadPermission {
  try {
    const permission = parsePermission(text);
    const problem = permissionAdvice(permission, types);
    return problem === null ? { permission } : { problem };
  } catch (error) {
    if (error instanceof PermissionSyntaxError) return { problem: `${error.message}: ${ORDER}, and ${typesOf(types)}` };
    throw error;
  }
}

interface Problem {
  readonly problem: string;
  readonly valid: string;
}

const ORDER = 'the order is type:scope:action';

function problemWith({ type, action, scope }: Permission, types: Types): Problem | null {
  if (scope.kind === 'typed' && !types.has(scope.type)) {
    return { problem: `unknown resource type "${scope.type}" in the scope`, valid: typesOf(types) };
  }
  const declared = types.get(type);
  if (type !== '*' && declared === undefined) {
    return { problem: `unknown resource type "${type}"`, valid: `${ORDER}, and ${typesOf(types)}` };
  }
  const named = declared === undefined ? [...types] : [[type, declared] as const];
  const having = action === '*' ? named : named.filter(([, { actions }]) => Object.hasOwn(actions, action));
  if (having.length === 0) return unknownAction({ type, action, scope }, declared);
  if (scope.kind !== 'self' || having.some(([name]) => SELF_TYPES.includes(name))) return null;
  const problem = `"${type}:$self:${action}" reaches nothing`;
  return { problem, valid: `"$self" is for the types ${SELF_TYPES.join(' and ')}` };
}

function unknownAction({ type, action, scope }: Permission, declared: DeclaredActions | undefined): Problem {
  const problem = `unknown action "${action}"`;
  if (declared === undefined) return { problem, valid: `${ORDER}, and no type has this action` };
  // An action where the scope belongs: scope and action were exchanged.
  const exchanged = scope.kind === 'id' && Object.hasOwn(declared.actions, scope.id);
  const valid = `its actions are ${listed(Object.keys(declared.actions))}`;
  return { problem: `${problem} of "${type}"`, valid: exchanged ? `${ORDER}, and ${valid}` : valid };
}

const typesOf = (types: Types): string => `the types are ${listed([...types.keys()])}`;

function listed(names: readonly string[]): string {
  const more = names.length > MOST_LISTED ? [`and ${names.length - MOST_LISTED} more`] : [];
  return [...names.slice(0, MOST_LISTED), ...more].join(', ');
}
