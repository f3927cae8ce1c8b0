import type { CompiledRole } from './compile';
import { asOf, type CompiledMember } from './compile-member';
import type { Reason } from '../reasons';
import type { Target } from './grant';
import { flagsAt } from './scoped-flags';
import type { Scope } from '../grammar/scope';

// The flags of permission-index.ts and compile.ts again: a constant of the same file costs nothing to read.
const ALLOW = 1;
const DENY = 2;
const ALLOW_SOMEWHERE = 4;
const DENY_SOMEWHERE = 8;
const DENY_SELF = 16;
/** A deny that would apply in a container that the thing may be in. */
const COULD_DENY = 32;

const ANY_DENY = DENY | DENY_SOMEWHERE | DENY_SELF;
const ELSEWHERE = ALLOW_SOMEWHERE | DENY_SOMEWHERE | DENY_SELF;

/**
 * Decides a question about a compiled member, exactly as `decide` does, and allocates nothing.
 * @param index of the permission's name in the schema, -1 for a name that it does not have
 * @param target what is asked about, undefined for the whole organisation
 * @param now milliseconds since the epoch
 */
export function check(member: CompiledMember, index: number, target: Target | undefined, now: number): Reason {
  if (index < 0) return 'unknown-permission';
  if (member.status !== 'active') return member.status;
  const live = member.isTimed ? asOf(member, now) : member;
  if (target === undefined) return inOrganisation(live, index);
  const found =
    foundEverywhere(live, index, target) | (live.within.length === 0 ? 0 : foundWithin(live, index, target));
  if ((found & DENY) !== 0) return 'denied';
  if ((found & ALLOW) === 0) return 'no-grant';
  return (found & COULD_DENY) === 0 ? 'granted' : 'context-missing';
}

/** What the roles of a member say everywhere, and where else to look. */
function flagsOf(member: CompiledMember, index: number): number {
  const { first, second, third } = member;
  let found = first === null ? 0 : first.flags[index]!;
  if (second !== null) found |= second.flags[index]!;
  if (third !== null) found |= third.flags[index]!;
  if (!member.hasMore) return found;
  const { everywhere } = member;
  for (let i = 3; i < everywhere.length; i++) found |= everywhere[i]!.flags[index]!;
  return found;
}

function inOrganisation(member: CompiledMember, index: number): Reason {
  const { within } = member;
  let found = flagsOf(member, index);
  for (let i = 0; i < within.length; i++) {
    const { roles } = within[i]!;
    for (let j = 0; j < roles.length; j++) found |= roles[j]!.flags[index]! & ANY_DENY;
  }
  if ((found & ANY_DENY) !== 0) return 'denied';
  return (found & ALLOW) === 0 ? 'no-grant' : 'granted';
}

function foundEverywhere(member: CompiledMember, index: number, target: Target): number {
  const found = flagsOf(member, index);
  // A deny decides; an allow leaves only denies to look for.
  if ((found & DENY) !== 0) return found;
  const wanted = (found & ALLOW) === 0 ? ELSEWHERE : DENY_SOMEWHERE | DENY_SELF;
  if ((found & wanted) === 0) return found;
  return found | foundElsewhere(member, index, target, wanted);
}

/** What the roles with a wanted flag say of a target. */
function foundElsewhere(member: CompiledMember, index: number, target: Target, wanted: number): number {
  const { first, second, third, userId } = member;
  let found = first === null || (first.flags[index]! & wanted) === 0 ? 0 : lookedUp(first, index, target, userId);
  if (second !== null && (second.flags[index]! & wanted) !== 0) found |= lookedUp(second, index, target, userId);
  if (third !== null && (third.flags[index]! & wanted) !== 0) found |= lookedUp(third, index, target, userId);
  if (!member.hasMore) return found;
  const { everywhere } = member;
  for (let i = 3; i < everywhere.length; i++) {
    const role = everywhere[i]!;
    if ((role.flags[index]! & wanted) !== 0) found |= lookedUp(role, index, target, userId);
  }
  return found;
}

/** What the grants of a role on ids, and on the member itself, say of a target. */
function lookedUp(role: CompiledRole, index: number, target: Target, userId: string): number {
  const { id, containers } = target;
  const type = role.names.types[index]!;
  let found = 0;
  if (id !== undefined) {
    found = at(role, index, type, id);
    if (role.self !== null && id === userId && type === 'members') found |= flagsAt(role.self, index);
  }
  if (containers === null) return (role.flags[index]! & DENY_SOMEWHERE) === 0 ? found : found | COULD_DENY;
  for (let i = 0; i < containers.length; i++) {
    const container = containers[i]!;
    found |= at(role, index, container.type, container.id);
  }
  return found;
}

function at({ scoped }: CompiledRole, index: number, type: string, id: string): number {
  const known = scoped.get(id);
  if (known === undefined) return 0;
  const { bare, typed } = known;
  let found = bare === null ? 0 : flagsAt(bare, index);
  for (let i = 0; i < typed.length; i++) {
    const one = typed[i]!;
    if (one.type === type) found |= flagsAt(one.reached, index);
  }
  return found;
}

function foundWithin({ within, userId }: CompiledMember, index: number, target: Target): number {
  let found = 0;
  for (let i = 0; i < within.length; i++) {
    const { scope, roles } = within[i]!;
    for (let j = 0; j < roles.length; j++) {
      const role = roles[j]!;
      const flags = role.flags[index]!;
      if (flags === 0) continue;
      const match = matches(scope, role.names.types[index]!, target, userId);
      if (match === 'no') break;
      const says = (flags & ELSEWHERE) === 0 ? flags : flags | lookedUp(role, index, target, userId);
      if (match === 'yes') found |= says;
      else if ((says & (DENY | COULD_DENY)) !== 0) found |= COULD_DENY;
    }
  }
  return found;
}

function matches(scope: Scope, type: string, { id, containers }: Target, userId: string): 'yes' | 'no' | 'unknown' {
  if (scope.kind === 'all') return 'yes';
  if (scope.kind === 'self') return type === 'members' && id === userId ? 'yes' : 'no';
  if (id === scope.id && (scope.kind === 'id' || scope.type === type)) return 'yes';
  if (containers === null) return 'unknown';
  for (let i = 0; i < containers.length; i++) {
    const container = containers[i]!;
    if (container.id === scope.id && (scope.kind === 'id' || scope.type === container.type)) return 'yes';
  }
  return 'no';
}
