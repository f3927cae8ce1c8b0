import { forbidden, isNowhere, type Reason, type Target, type TypedId } from '@castellan/core';
import type { Access } from './access';
import { requirementText, type AskedOn, type PermissionRule, type Requirement } from './requirement';

type Params = Readonly<Record<string, string>>;

/** What a route's path says, and what contains the registered resource that it names (null when that is not known). */
export interface Place {
  readonly params: Params;
  readonly containers: readonly TypedId[] | null;
}

/** The registered resource that a requirement asks about; null when it asks about none. */
export function registeredKey(requirement: Requirement, params: Params): TypedId | null {
  if (requirement.kind !== 'permission') return null;
  for (const { on } of requirement.rules) {
    if (on.kind !== 'resource' || on.typeParam === undefined) continue;
    return { type: params[on.typeParam] ?? '', id: params[on.param] ?? '' };
  }
  return null;
}

/** Refuses with a 403 that says what is required and why it is not met. */
export function authorise(requirement: Requirement, place: Place, access: Access): void {
  if (access.status !== 'active') throw refusal(requirement, 'suspended');
  if (requirement.kind !== 'permission') return;
  for (const rule of requirement.rules) {
    const reason = holds(rule, place, access);
    if (reason !== 'granted') throw refusal(requirement, reason);
  }
}

/** The 403 of a requirement: the same for a stranger whether or not the organisation exists. */
export function refusal(requirement: Requirement, reason?: Reason): Error {
  const required = requirementText(requirement);
  return forbidden({
    ...(required === null ? {} : { required_permission: required }),
    ...(reason === undefined ? {} : { reason }),
  });
}

function holds({ names, on }: PermissionRule, place: Place, access: Access): Reason {
  let reason: Reason = 'no-grant';
  if (on.kind === 'resource' && on.orSelf === true && place.params[on.param] === access.userId) return 'granted';
  for (const name of names) {
    if (on.kind === 'list') {
      if (!isNowhere(access.scopes(`${name.type}:${name.action}`))) return 'granted';
      continue;
    }
    reason = access.reason(name, targetOf(on, place));
    if (reason === 'granted') return reason;
  }
  return reason;
}

function targetOf(on: AskedOn, { params, containers }: Place): Target | undefined {
  if (on.kind !== 'resource') return undefined;
  const id = params[on.param] ?? '';
  const type = on.typeParam === undefined ? undefined : params[on.typeParam];
  if (type === undefined) return { id, containers: [] };
  return { id, containers: containers === null ? null : [{ type, id }, ...containers] };
}
