import { forbidden, isNowhere, type Reason, type Target } from '@castellan/core';
import type { Access } from './access';
import { requirementText, type AskedOn, type PermissionRule, type Requirement } from './requirement';

type Params = Readonly<Record<string, string>>;

/** Refuses with a 403 that says what is required and why it is not met. */
export function authorise(requirement: Requirement, params: Params, access: Access): void {
  if (access.member.status !== 'active') throw refusal(requirement, 'suspended');
  if (requirement.kind !== 'permission') return;
  for (const rule of requirement.rules) {
    const reason = holds(rule, params, access);
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

function holds({ names, on }: PermissionRule, params: Params, access: Access): Reason {
  let reason: Reason = 'no-grant';
  for (const name of names) {
    if (on.kind === 'list') {
      if (!isNowhere(access.scopes(`${name.type}:${name.action}`))) return 'granted';
      continue;
    }
    const decision = access.decide(name, targetOf(on, params));
    if (decision.allowed) return 'granted';
    reason = decision.reason;
  }
  return reason;
}

function targetOf(on: AskedOn, params: Params): Target | undefined {
  if (on.kind !== 'resource') return undefined;
  const id = params[on.param] ?? '';
  const type = on.typeParam === undefined ? undefined : params[on.typeParam];
  return { id, containers: type === undefined ? [] : [{ type, id }] };
}
