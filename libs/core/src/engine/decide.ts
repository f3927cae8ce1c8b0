import type { Grant, MemberGrants, Target } from './grant';
import type { PermissionName } from '../grammar/permission';
import type { Reason } from '../reasons';
import type { PermissionSchema } from '../schema/schema';
import type { Scope } from '../grammar/scope';

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
  if (member.status !== 'active') return refuse(member.status);
  let allow: Grant | null = null;
  let couldDeny = false;
  for (const grant of member.grants) {
    if (!isAbout(schema, grant, question, now)) continue;
    const match = reach(grant, question, member.userId);
    if (grant.effect === 'allow') {
      if (match === 'yes') allow ??= grant;
    } else if (match === 'yes') return refuse('denied', grant);
    else if (match === 'unknown') couldDeny = true;
  }
  if (allow === null) return refuse('no-grant');
  return couldDeny ? refuse('context-missing') : { allowed: true, reason: 'granted', by: allow };
}

/** Whether a grant is live and has the question's name. */
export function isAbout(
  schema: PermissionSchema,
  grant: Pick<Grant, 'permission' | 'effect' | 'expiresAt'>,
  question: PermissionName,
  now: number,
): boolean {
  return (grant.expiresAt === null || grant.expiresAt > now) && hasName(schema, grant, question);
}

/** Whether a grant has the question's type and action; a deny is literal plus wildcards, also over explicit actions. */
export function hasName(
  schema: PermissionSchema,
  grant: Pick<Grant, 'permission' | 'effect'>,
  question: PermissionName,
): boolean {
  const { type, action } = grant.permission;
  if (type !== '*' && type !== question.type) return false;
  if (grant.effect === 'deny') return action === '*' || action === question.action;
  return schema.allows(question.type, action, question.action);
}

/** Whether a grant that is about a question's name reaches what is asked about; it may not be known. */
export type Match = 'yes' | 'no' | 'unknown';

/** Whether a grant that is about a question's name reaches its target. A deny reaches every organisation-wide question. */
export function reach(
  { permission, effect, within }: Pick<Grant, 'permission' | 'effect' | 'within'>,
  { type, target }: Pick<Question, 'type' | 'target'>,
  userId: string,
): Match {
  if (target === undefined) {
    const everywhere = permission.scope.kind === 'all' && within.kind === 'all';
    return everywhere || effect === 'deny' ? 'yes' : 'no';
  }
  const one = matches(permission.scope, type, target, userId);
  const other = matches(within, type, target, userId);
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
