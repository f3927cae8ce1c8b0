import { MOST_DENYING, MOST_DIRECTORY, withMark, unscopedRole, withAssignments, type Membership } from './membership';

/** What directory groups make of a member, and the mapped roles that it does not get. */
export interface Grouped {
  readonly after: Membership;
  readonly leftOut: readonly string[];
}

/**
 * The member with the mapped `roleIds` in place of what its groups gave before. When more are mapped than fit, roles that
 * deny come first, then the rest by id. When those that deny do not fit, the member is marked `overflow`.
 */
export function grouping(member: Membership, roleIds: readonly string[], denying: ReadonlySet<string>): Grouped {
  if (member.directory === 'off') return { after: given(member, []), leftOut: [] };
  const denies = roleIds.filter((id) => denying.has(id)).toSorted();
  const ordered = [...denies, ...roleIds.filter((id) => !denying.has(id)).toSorted()];
  const limited = countsDeniesAlone(member);
  if (denies.length > MOST_DENYING) {
    const kept = limited ? [] : denies.slice(0, MOST_DENYING);
    return { after: withMark(given(member, kept), 'overflow'), leftOut: ordered.slice(kept.length) };
  }
  const leftOut = ordered.slice(MOST_DIRECTORY);
  const whole = leftOut.length === 0 ? 'whole' : 'truncated';
  return { after: withMark(given(member, ordered.slice(0, MOST_DIRECTORY)), limited ? 'denies' : whole), leftOut };
}

/** The member after a change by an actor: groups that were off since a recovery count from the next token on. */
export const turningOn = (member: Membership): Membership =>
  member.directory === 'off' ? withMark(member, 'whole') : member;

// Invariant: a member marked `denies` that overflows keeps no role of its groups, any other member keeps some. So the way
// back from `overflow` never turns the allows of its groups on.
function countsDeniesAlone({ directory, assignments }: Membership): boolean {
  return directory === 'denies' || (directory === 'overflow' && !assignments.some(({ origin }) => origin === 'sso'));
}

function given(member: Membership, roleIds: readonly string[]): Membership {
  const others = member.assignments.filter(({ origin }) => origin !== 'sso');
  return withAssignments(member, [...others, ...roleIds.map((id) => unscopedRole(id, 'sso'))]);
}
