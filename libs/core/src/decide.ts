import type { Grant, MemberGrants, Target } from './grant';
import type { PermissionName } from './permission';
import type { PermissionSchema } from './schema';
import type { Scope } from './scope';

/** Why a decision is what it is. */
export type Reason =
  'granted' | 'denied' | 'no-grant' | 'context-missing' | 'unknown-permission' | 'suspended' | 'not-a-member';

/** An answer; `by` is the grant that allowed or denied, when one did. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason: Reason;
  readonly by: Grant | null;
}

/** A question: may the member do `type:action`, on `target`, or, without one, in the whole organisation. */
export interface Question extends PermissionName {
  readonly target?: Target;
}

const refuse = (reason: Reason, by: Grant | null = null): Decision => ({ allowed: false, reason, by });

/**
 * Decides a question about a member. Deny wins over allow; no grant is a denial; what is not known is a denial.
 * @param now milliseconds since the epoch, against which assignments expire
 */
export function decide(schema: PermissionSchema, member: MemberGrants, question: Question, now: number): Decision {
  if (!schema.knows(question)) return refuse('unknown-permission');
  if (member.status !== 'active') return refuse('suspended');
  let allow: Grant | null = null;
  let couldDeny = false;
  for (const grant of member.grants) {
    if (!isAbout(schema, grant, question, now)) continue;
    const match = reach(member, grant, question);
    if (grant.effect === 'allow') {
      if (match === 'yes') allow ??= grant;
    } else if (match === 'yes') return refuse('denied', grant);
    else if (match === 'unknown') couldDeny = true;
  }
  if (allow === null) return refuse('no-grant');
  return couldDeny ? refuse('context-missing') : { allowed: true, reason: 'granted', by: allow };
}

/** Whether a live grant names the question's type and action; a deny is literal plus wildcards, also over explicit actions. */
export function isAbout(schema: PermissionSchema, grant: Grant, question: PermissionName, now: number): boolean {
  const { type, action } = grant.permission;
  if (grant.expiresAt !== null && grant.expiresAt <= now) return false;
  if (type !== '*' && type !== question.type) return false;
  if (grant.effect === 'deny') return action === '*' || action === question.action;
  return schema.allows(question.type, action, question.action);
}

type Match = 'yes' | 'no' | 'unknown';

function reach(member: MemberGrants, grant: Grant, question: Question): Match {
  const { target } = question;
  if (target === undefined) {
    const everywhere = grant.permission.scope.kind === 'all' && grant.within.kind === 'all';
    return everywhere || grant.effect === 'deny' ? 'yes' : 'no';
  }
  const one = matches(grant.permission.scope, question.type, target, member.userId);
  const other = matches(grant.within, question.type, target, member.userId);
  if (one === 'no' || other === 'no') return 'no';
  return one === 'unknown' || other === 'unknown' ? 'unknown' : 'yes';
}

function matches(scope: Scope, type: string, target: Target, userId: string): Match {
  if (scope.kind === 'all') return 'yes';
  if (scope.kind === 'self') return type === 'members' && target.id === userId ? 'yes' : 'no';
  const typeFits = (found: string): boolean => scope.kind === 'id' || scope.type === found;
  if (target.id === scope.id && typeFits(type)) return 'yes';
  if (target.containers === null) return 'unknown';
  return target.containers.some((container) => container.id === scope.id && typeFits(container.type)) ? 'yes' : 'no';
}
