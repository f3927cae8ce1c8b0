import { check } from './check';
import type { CompiledRole } from './compile';
import { asOf, type CompiledMember } from './compile-member';
import { reach, type Decision, type Question } from './decide';
import type { Grant } from './grant';
import { grantsAbout, grantsNear, hasGrantNear, type PlacedGrant, type RoleGrantsAbout } from './role-grants';
import type { PermissionSchema } from '../schema/schema';

/**
 * Decides a question about a compiled member, and says by which grant: the answer of `decide`, without reading the
 * member's grants one by one.
 * @param now milliseconds since the epoch
 */
export function decideCompiled(
  schema: PermissionSchema,
  member: CompiledMember,
  question: Question,
  now: number,
): Decision {
  const index = schema.indexOf(question);
  const reason = check(member, index, question.target, now);
  const allowed = reason === 'granted';
  if (!allowed && reason !== 'denied') return { allowed, reason, by: null };
  const { userId } = member;
  const about = (role: CompiledRole): RoleGrantsAbout | null => {
    // The whole organisation is denied by any deny.
    const mayReach =
      question.target === undefined ? role.flags[index] !== 0 : hasGrantNear(role, index, question, userId);
    if (!mayReach) return null;
    return grantsAbout(schema, role, question);
  };
  return { allowed, reason, by: ground(asOf(member, now), question, allowed ? 'allow' : 'deny', about) };
}

/** The first grant with this effect that reaches the question, in the order of `decide`. */
function ground(
  { assigned, userId }: CompiledMember,
  question: Question,
  effect: Grant['effect'],
  aboutRole: (role: CompiledRole) => RoleGrantsAbout | null,
): Grant | null {
  for (const { role, scope: within, origin, expiresAt } of assigned) {
    let first: PlacedGrant | null = null;
    const about = aboutRole(role);
    for (const grant of about === null ? [] : candidates(about, question, userId)) {
      if (grant.effect !== effect || (first !== null && first.place < grant.place)) continue;
      if (reach({ ...grant, within }, question, userId) === 'yes') first = grant;
    }
    if (first === null) continue;
    const { permission, roleId, policyId } = first;
    return { permission, effect, roleId, policyId, within, origin, expiresAt };
  }
  return null;
}

/** The whole organisation is reached by what is everywhere, and by any deny: its first says enough. */
function candidates(about: RoleGrantsAbout, question: Question, userId: string): readonly PlacedGrant[] {
  const near = grantsNear(about, question, userId);
  const [firstDeny] = about.denies;
  return question.target === undefined && firstDeny !== undefined ? [...near, firstDeny] : near;
}
