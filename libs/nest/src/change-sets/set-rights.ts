import { forbidden, notFound, type PermissionName, type TypedId } from '@castellan/core';
import type { Change } from '../changes/change';

/** Refuses a change of a set for which its own route would be refused. @throws CastellanError forbidden */
export function assertMay(
  change: Change,
  { type, action }: PermissionName,
  on?: TypedId,
  containers: readonly TypedId[] = [],
): void {
  const reason = change.reasonOn({ type, action }, on && { id: on.id, containers });
  if (reason !== 'granted') throw forbidden(reason, { required_permission: `${type}:${action}` });
}

/**
 * The same for an object of one of Castellan's own types. One that the actor may not read is like one that does not exist.
 * @throws CastellanError forbidden, not-found
 */
export function assertMayOn(change: Change, action: string, on: TypedId): void {
  const target = { id: on.id, containers: [] };
  if (change.reasonOn({ type: on.type, action }, target) === 'granted') return;
  if (!change.mayRead(on.type, on.id)) throw notFound(on.type, on.id);
  assertMay(change, { type: on.type, action }, on);
}
