import { forbidden, type CastellanError, type Reason } from '@castellan/core';
import { requirementText, type Requirement } from './requirement';

/** The 403 of a requirement: the same for a stranger whether or not the organisation exists. `scope` says what cannot be read. */
export function refusal(requirement: Requirement, reason?: Reason, scope?: string): CastellanError {
  const required = requirementText(requirement);
  return forbidden({
    ...(required === null ? {} : { required_permission: required }),
    ...(reason === undefined ? {} : { reason }),
    ...(scope === undefined ? {} : { scope }),
  });
}
