import type { CompiledMember } from './compile-member';
import { grantsOf } from './compiled-grants';
import type { Reason } from '../reasons';
import { decide, isAbout, type Decision, type Question } from './decide';
import type { Grant, Target } from './grant';
import { formatPermission } from '../grammar/permission';
import type { PermissionSchema } from '../schema/schema';
import { ALL, type Scope } from '../grammar/scope';

/** What a denied question would need. */
export interface Missing {
  /** The narrowest permission that would allow it, canonical; null when there is an allow. */
  readonly permission: string | null;
  /** Whether the containers must be known first. */
  readonly containers: boolean;
}

/** A decision with every path that leads to it. `by` is the first of them. */
export interface Explanation extends Decision {
  readonly allows: readonly Grant[];
  readonly denies: readonly Grant[];
  /** Denies that apply if the target is in their containers, which are not known. */
  readonly couldDeny: readonly Grant[];
  /** Allows of the same name that do not reach the target. */
  readonly elsewhere: readonly Grant[];
  /** Null when nothing is missing, and when no grant would help. */
  readonly missing: Missing | null;
}

/**
 * Says why a question is answered as it is: the slow companion of `check`, for a refusal or for who asks.
 * @param now milliseconds since the epoch
 */
export function explain(
  schema: PermissionSchema,
  member: CompiledMember,
  question: Question,
  now: number,
): Explanation {
  const known = grantsOf(member, schema.indexOf(question));
  const about = known.filter((grant) => isAbout(schema, grant, question, now));
  const found: Record<Path, Grant[]> = { allows: [], denies: [], couldDeny: [], elsewhere: [], outside: [] };
  const ask = (...grants: Grant[]): Decision => decide(schema, { ...member, orgId: '', grants }, question, now);
  for (const grant of about) found[pathOf(grant, question, ask)].push(grant);
  const decision = ask(...about);
  const { allows, denies, couldDeny, elsewhere } = found;
  return { ...decision, allows, denies, couldDeny, elsewhere, missing: missing(decision.reason, allows, question) };
}

type Path = 'allows' | 'denies' | 'couldDeny' | 'elsewhere' | 'outside';

/** What a grant does to a question that it is about: that is how the question is answered with it alone. */
function pathOf(grant: Grant, { type, action }: Question, ask: (...grants: Grant[]) => Decision): Path {
  if (grant.effect === 'allow') return ask(grant).allowed ? 'allows' : 'elsewhere';
  const allowed: Grant = { ...grant, effect: 'allow', permission: { type, scope: ALL, action }, within: ALL };
  const { reason } = ask(allowed, grant);
  if (reason === 'denied') return 'denies';
  return reason === 'context-missing' ? 'couldDeny' : 'outside';
}

function missing(reason: Reason, allows: readonly Grant[], { type, action, target }: Question): Missing | null {
  if (reason !== 'no-grant' && reason !== 'denied' && reason !== 'context-missing') return null;
  const permission = formatPermission({ type, scope: narrowest(type, target), action });
  return { permission: allows.length > 0 ? null : permission, containers: reason === 'context-missing' };
}

function narrowest(type: string, target: Target | undefined): Scope {
  if (target?.id !== undefined) return { kind: 'typed', type, id: target.id };
  const place = target?.containers?.[0];
  return place === undefined ? ALL : { kind: 'typed', type: place.type, id: place.id };
}
