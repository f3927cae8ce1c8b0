import type { Permission } from './permission';

/** The part of a type's declaration that decides whether a permission names something. */
interface DeclaredActions {
  readonly actions: Readonly<Record<string, unknown>>;
}

/** Why a permission cannot be granted among these types, or null when it can. Wildcards are fine where something matches. */
export function permissionProblem(
  { type, action, scope }: Permission,
  types: ReadonlyMap<string, DeclaredActions>,
): string | null {
  if (scope.kind === 'typed' && !types.has(scope.type)) return `unknown resource type "${scope.type}" in the scope`;
  if (type === '*') {
    const known = action === '*' || [...types.values()].some((declared) => hasAction(declared, action));
    return known ? null : `unknown action "${action}"`;
  }
  const declared = types.get(type);
  if (declared === undefined) return `unknown resource type "${type}"`;
  return action === '*' || hasAction(declared, action) ? null : `unknown action "${action}" of "${type}"`;
}

const hasAction = ({ actions }: DeclaredActions, action: string): boolean => Object.hasOwn(actions, action);
