import {
  EFFECTS,
  formatPermission,
  formatScope,
  isName,
  parsePermission,
  PermissionSyntaxError,
  type Effect,
  type Permission,
} from '@castellan/core';
import type { Statement } from '../../policies/statement.answer';

/** A resource of a statement: a type, or `*`, and a scope. Null for a text that is no resource. */
export function readResource(text: string): Pick<Permission, 'type' | 'scope'> | null {
  // A resource is a permission without its action, so the one parser of permissions reads it.
  if (text.split(':').length > 2) return null;
  try {
    return parsePermission(`${text}${text.includes(':') ? '' : ':*'}:*`);
  } catch (error) {
    if (error instanceof PermissionSyntaxError) return null;
    throw error;
  }
}

/** Whether a text is an action of a statement: a name, or `*`. */
export const isAction = (text: string): boolean => text === '*' || isName(text);

/** What the permissions of a statement weigh. */
export interface ProductWeight {
  readonly permissions: number;
  readonly bytes: number;
}

/** A permission of a statement, with the texts that it comes from. */
export interface Pair {
  readonly resource: string;
  readonly action: string;
  readonly permission: Permission;
}

/** Every resource with every action, those that mean the same once; what is neither resource nor action is left out. */
export function productOf({ resources, actions }: Pick<Statement, 'resources' | 'actions'>): Pair[] {
  const read = meanings(resources);
  const names = [...new Set(actions.filter(isAction))];
  return [...read.values()].flatMap(({ text, type, scope }) =>
    names.map((action) => ({ resource: text, action, permission: { type, scope, action } })),
  );
}

/** How many permissions a statement stands for, and the bytes of their canonical texts, without making them. */
export function weightOf({ resources, actions }: Pick<Statement, 'resources' | 'actions'>): ProductWeight {
  // The key of a meaning is its permission's text up to the action.
  const keys = [...meanings(resources).keys()];
  const names = [...new Set(actions.filter(isAction))];
  const lengthOf = (texts: readonly string[]): number => texts.reduce((sum, { length }) => sum + length, 0);
  const permissions = keys.length * names.length;
  return { permissions, bytes: lengthOf(keys) * names.length + lengthOf(names) * keys.length + permissions };
}

function meanings(resources: readonly string[]): Map<string, Pick<Permission, 'type' | 'scope'> & { text: string }> {
  const found = new Map<string, Pick<Permission, 'type' | 'scope'> & { text: string }>();
  for (const text of resources) {
    const resource = readResource(text);
    if (resource === null) continue;
    const key = `${resource.type}:${formatScope(resource.scope)}`;
    if (!found.has(key)) found.set(key, { text, ...resource });
  }
  return found;
}

/** The permissions that a statement stands for, in canonical form. */
export const permissionsOf = (statement: Statement): string[] =>
  productOf(statement).map(({ permission }) => formatPermission(permission));

/** What is granted and denied, as statements: resources with exactly the same actions are one; all sorted bytewise. */
export function groupStatements(
  policies: ReadonlyArray<{ readonly effect: Effect; readonly permissions: readonly string[] }>,
): Statement[] {
  return EFFECTS.flatMap((effect) => {
    const permissions = policies.filter((policy) => policy.effect === effect).flatMap((policy) => policy.permissions);
    return groupsOf(permissions).map(([resources, actions]) => ({ resources, actions, effect }));
  });
}

function groupsOf(permissions: readonly string[]): Array<[resources: string[], actions: string[]]> {
  const actionsOf = new Map<string, Set<string>>();
  for (const { type, scope, action } of permissions.map(parsePermission)) {
    const resource = scope.kind === 'all' ? type : `${type}:${formatScope(scope)}`;
    actionsOf.set(resource, (actionsOf.get(resource) ?? new Set()).add(action));
  }
  const groups = new Map<string, [string[], string[]]>();
  // Resources are ASCII, so the order of code units is that of bytes. They come in order, and so do the groups, by their first.
  for (const [resource, set] of [...actionsOf].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const actions = [...set].sort();
    const group = groups.get(actions.join()) ?? [[], actions];
    group[0].push(resource);
    groups.set(actions.join(), group);
  }
  return [...groups.values()];
}
