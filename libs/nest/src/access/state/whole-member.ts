import { unavailable, type CompiledRole } from '@castellan/core';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sql } from '../../database/database';
import { weightOf } from './compiled-roles';
import type { GrantsSource, MemberKey, StoredMember, StoredRole } from '../sources/grants-source';

/** The most permissions that the roles of one member may have together: more would fill the memory of the process. */
export const MOST_WEIGHT = 2_000_000;
/** How often a member is read until all of its roles are known. Each reading brings one more, unless they change. */
const MOST_STEPS = 2_000;

/** Why nothing can be decided about a member; the cause of the error that says so. */
export class TooManyPermissions extends Error {
  constructor() {
    super(`The roles of a member have more than ${MOST_WEIGHT} permissions together`);
    this.name = 'TooManyPermissions';
  }
}

/** A member, and all of its roles by their stamps. */
export interface WholeMember {
  readonly stored: StoredMember;
  readonly roles: ReadonlyMap<string, CompiledRole>;
}

/** Where compiled roles come from: those that are kept, and those that were just read. */
export interface RolesAtHand {
  /** Those that are named as known, so that they are not read. */
  latest(): Map<string, CompiledRole>;
  find(stamp: string): CompiledRole | undefined;
  add(stored: readonly StoredRole[]): CompiledRole[];
  /** Waits until this load may go on, when one reading is not enough for it; what comes back ends it. */
  beginHeavy(): Promise<() => void>;
}

// Invariant: what was read last is of one moment, and names each role by its stamp. A stamp stands for one content of a
// role, so roles that were read or compiled before belong to that moment too.
/**
 * Reads a member until all of its roles are known; each reading brings a bounded number of permissions, so that nobody else
 * has to wait for it. Null for a user who is no member.
 * @throws CastellanError unavailable, when its roles have too many permissions, or change faster than they can be read
 */
export async function readWholeMember(
  source: GrantsSource,
  key: MemberKey,
  atHand: RolesAtHand,
  sql?: Sql,
): Promise<WholeMember | null> {
  const roles = atHand.latest();
  let read = 0;
  let end: (() => void) | undefined;
  try {
    for (let step = 0; step < MOST_STEPS; step++) {
      const stored = await source.grants(key, [...roles.keys()], sql);
      if (stored === null) return null;
      if (read + stored.unknownWeight > MOST_WEIGHT) throw unavailable('access', new TooManyPermissions());
      atHand.add(stored.roles).forEach((role, at) => {
        roles.set(stored.roles[at]?.stamp ?? '', role);
        read += weightOf(role);
      });
      if (isWhole(stored, roles, atHand)) return { stored, roles };
      end ??= await atHand.beginHeavy();
      await nextTurn();
    }
    throw unavailable('access', new Error('The roles of a member kept changing while they were being read'));
  } finally {
    end?.();
  }
}

/** Whether every role that is assigned is known; those that were kept join the ones that were read. */
function isWhole({ assignments }: StoredMember, roles: Map<string, CompiledRole>, atHand: RolesAtHand): boolean {
  let isWhole = true;
  for (const { stamp } of assignments) {
    if (roles.has(stamp)) continue;
    const kept = atHand.find(stamp);
    if (kept === undefined) isWhole = false;
    else roles.set(stamp, kept);
  }
  return isWhole;
}

/** Lets one heavy load of an organisation run at a time: what each of them holds meanwhile is bounded, but not small. */
export class HeavyLoads {
  private readonly last = new Map<string, Promise<void>>();

  /** Waits for the heavy loads of the organisation that came before; what comes back ends this one. */
  async begin(orgId: string): Promise<() => void> {
    const before = this.last.get(orgId);
    let end = (): void => undefined;
    const mine = new Promise<void>((done) => (end = done));
    this.last.set(orgId, mine);
    await before;
    return () => {
      if (this.last.get(orgId) === mine) this.last.delete(orgId);
      end();
    };
  }
}
