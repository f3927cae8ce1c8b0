import { formatPermission, parsePermission, type Permission } from '@castellan/core';

// Invariant: lists of permissions are never changed in place. A row, a body and what is made of them share one.
const read = new WeakMap<readonly string[], readonly Permission[]>();

/** The permissions of a list of texts, which were found to be permissions: each list is parsed once, wherever it goes. */
export function permissionsIn(texts: readonly string[]): readonly Permission[] {
  const known = read.get(texts) ?? texts.map(parsePermission);
  read.set(texts, known);
  return known;
}

/** The canonical texts of a list, order kept, repeats dropped; their permissions come along. */
export function canonicalPermissions(texts: readonly string[]): string[] {
  const byText = new Map(permissionsIn(texts).map((permission) => [formatPermission(permission), permission]));
  const canonical = [...byText.keys()];
  read.set(canonical, [...byText.values()]);
  return canonical;
}

/** Notes the permissions that a list was found to hold while it was checked. */
export const notePermissions = (texts: readonly string[], permissions: readonly Permission[]): void =>
  void read.set(texts, permissions);
