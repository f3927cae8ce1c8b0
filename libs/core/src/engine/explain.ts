import type { Reason } from '../reasons';
import { check } from './check';
import { ALLOW_SOMEWHERE, type Assigned } from './compile';
import { asOf, type CompiledMember } from './compile-member';
import { reach, type Decision, type Match, type Question } from './decide';
import type { Grant, Target } from './grant';
import { grantsAbout, grantsNear, hasGrantNear, type PlacedGrant } from './role-grants';
import { formatPermission } from '../grammar/permission';
import { ALLOW } from '../schema/permission-index';
import type { PermissionSchema } from '../schema/schema';
import { ALL, type Scope } from '../grammar/scope';

/** What a denied question would need. */
export interface Missing {
  /** The narrowest permission that would allow it, canonical; null when there is an allow, and under a deny. */
  readonly permission: string | null;
  /** Whether the containers must be known first. */
  readonly containers: boolean;
  /** Whether a deny must be removed first: no grant helps against it. */
  readonly deny: boolean;
}

/** A decision with the paths that lead to it, at most `MOST_PATHS` of each kind. `by` is the first of them. */
export interface Explanation extends Decision {
  readonly allows: readonly Grant[];
  readonly denies: readonly Grant[];
  /** Denies that apply if the target is in their containers, which are not known. */
  readonly couldDeny: readonly Grant[];
  /** Allows of the same name that do not reach the target. */
  readonly elsewhere: readonly Grant[];
  /** There are more paths of a kind than are listed. */
  readonly truncated: boolean;
  /** Null when nothing is missing, and when no grant would help. */
  readonly missing: Missing | null;
}

/** The most paths of one kind that an explanation lists. */
export const MOST_PATHS = 100;

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
  const reason = check(member, schema.indexOf(question), question.target, now);
  const found = pathsOf(schema, member, question, now);
  const listed = (path: Path): Grant[] => found[path].slice(0, MOST_PATHS);
  const [allow = null] = found.allows;
  const [deny = null] = found.denies;
  return {
    allowed: reason === 'granted',
    reason,
    by: reason === 'granted' ? allow : reason === 'denied' ? deny : null,
    allows: listed('allows'),
    denies: listed('denies'),
    couldDeny: listed('couldDeny'),
    elsewhere: listed('elsewhere'),
    truncated: PATHS.some((path) => found[path].length > MOST_PATHS),
    missing: missing(reason, allow !== null, question),
  };
}

const ANY_ALLOW = ALLOW | ALLOW_SOMEWHERE;

const PATHS = ['allows', 'denies', 'couldDeny', 'elsewhere'] as const;
type Path = (typeof PATHS)[number];

/**
 * The grants that are about the question by what they do to it, in their order; one more of each kind than is listed. What
 * reaches the question is found by its ids; of the others no more are looked at than are listed.
 */
function pathsOf(
  schema: PermissionSchema,
  member: CompiledMember,
  question: Question,
  now: number,
): Record<Path, Grant[]> {
  const found: Record<Path, Grant[]> = { allows: [], denies: [], couldDeny: [], elsewhere: [] };
  const index = schema.indexOf(question);
  if (index < 0) return found;
  const active = member.status === 'active';
  for (const assigned of asOf(member, now).assigned) {
    const { target } = question;
    const { role } = assigned;
    const flags = role.flags[index] ?? 0;
    // A deny on something else than what the question names may still reach it: the organisation, or an unknown container.
    const mayDeny = (target === undefined || target.containers === null) && (flags & ~ANY_ALLOW) !== 0;
    const isNear = hasGrantNear(role, index, question, member.userId);
    const isElsewhere = (flags & ANY_ALLOW) !== 0 && found.elsewhere.length <= MOST_PATHS;
    // Most roles of a member with many say nothing more: they are not read.
    if (!mayDeny && !isNear && !isElsewhere) continue;
    const about = grantsAbout(schema, role, question);
    const add = (grants: readonly PlacedGrant[], ...paths: readonly Path[]): void => {
      for (const placed of grants) {
        if (paths.every((path) => found[path].length > MOST_PATHS)) return;
        const grant = grantOf(placed, assigned);
        const path = pathOf(grant, active, reach(grant, question, member.userId));
        if (path !== null && paths.includes(path) && found[path].length <= MOST_PATHS) found[path].push(grant);
      }
    };
    const near = grantsNear(about, question, member.userId).toSorted((one, other) => one.place - other.place);
    add(near, 'allows');
    add(about.allows, 'elsewhere');
    if (target === undefined || target.containers === null) add(about.denies, 'denies', 'couldDeny');
    else add(near, 'denies');
  }
  return found;
}

const grantOf = (
  { permission, effect, roleId, policyId }: PlacedGrant,
  { scope: within, origin, expiresAt }: Assigned,
): Grant => ({ permission, effect, within, roleId, policyId, origin, expiresAt });

/** What a grant does to a question that it is about; to a suspended member nothing is allowed, and nothing need be denied. */
function pathOf({ effect }: Grant, active: boolean, match: Match): Path | null {
  if (effect === 'allow') return active && match === 'yes' ? 'allows' : 'elsewhere';
  if (!active || match === 'no') return null;
  return match === 'yes' ? 'denies' : 'couldDeny';
}

function missing(reason: Reason, allowed: boolean, { type, action, target }: Question): Missing | null {
  if (reason === 'denied') return { permission: null, containers: false, deny: true };
  if (reason !== 'no-grant' && reason !== 'context-missing') return null;
  const permission = formatPermission({ type, scope: narrowest(type, target), action });
  return { permission: allowed ? null : permission, containers: reason === 'context-missing', deny: false };
}

function narrowest(type: string, target: Target | undefined): Scope {
  if (target?.id !== undefined) return { kind: 'typed', type, id: target.id };
  const place = target?.containers?.[0];
  return place === undefined ? ALL : { kind: 'typed', type: place.type, id: place.id };
}
