import { isUserId, unavailable, type CompiledRole } from '@castellan/core';
import { Inject, Injectable } from '@nestjs/common';
import { Access } from '../access';
import { CastellanOptions } from '../castellan.options';
import { CompiledMembers } from './compiled-members';
import { weightOf } from './compiled-roles';
import { readOneState } from './one-state';
import type { GrantsSource, KnownMember, Stamps } from '../sources/grants-source';
import { Sources } from '../sources/sources';
import { assertUserId } from '../identity';
import { MOST_WEIGHT, TooManyPermissions } from './whole-member';

/** Members of an organisation by their user ids, null for users who are not members, all of one state. */
export interface MembersAtOnce {
  readonly members: ReadonlyMap<string, Access | null>;
  /** The registry's stamp in that state; null when nobody asked about is a member. */
  readonly containers: string | null;
}

type Loaded = ReadonlyMap<string, Access | null>;

/** How many members are loaded at once: they share the connections with everybody else. */
const STEP = 5;

/** Loads several members so that all of them are of one state of their organisation. */
@Injectable()
export class MembersInOneState {
  constructor(
    private readonly options: CastellanOptions,
    private readonly compiled: CompiledMembers,
    @Inject(Sources) private readonly source: GrantsSource,
  ) {}

  /**
   * The members among `userIds`. `known` is an access that need not be loaded, unless it turns out to be of another state.
   * @param anew also compares members that the host allows to be out of date
   * @throws CastellanError unauthenticated for a user id that is not a string; unavailable, when the members change faster than they can be loaded
   */
  async load(
    orgId: string,
    userIds: Iterable<string>,
    { known = null, anew = false }: { known?: Access | null; anew?: boolean } = {},
  ): Promise<MembersAtOnce> {
    const ids = [...new Set(userIds)];
    ids.forEach(assertUserId);
    const given = known !== null && known.orgId === orgId && ids.includes(known.userId) ? known : null;
    const others = ids.filter((id) => id !== given?.userId);
    let members = await this.add(orgId, others, new Map(given === null ? [] : [[given.userId, given]]), anew);
    let changed: readonly string[] = [];
    return readOneState('The members', async () => {
      if (changed.length > 0) members = await this.add(orgId, changed, members, true);
      const state = await this.stateOf(orgId, members);
      changed = state.changed;
      return changed.length === 0 ? { members, containers: state.containers } : undefined;
    });
  }

  private async add(orgId: string, userIds: readonly string[], to: Loaded, anew: boolean): Promise<Loaded> {
    const found = new Map(to);
    const roles = new Set<CompiledRole>();
    let weight = 0;
    for (let at = 0; at < userIds.length; at += STEP) {
      const step = userIds.slice(at, at + STEP);
      const members = await Promise.all(step.map((userId) => this.loadOne(orgId, userId, anew)));
      for (const [index, userId] of step.entries()) {
        const member = members[index] ?? null;
        found.set(userId, member === null ? null : new Access(this.options.schema, member));
        for (const { role } of member?.compiled.assigned ?? []) {
          if (!roles.has(role)) weight += weightOf(role);
          roles.add(role);
        }
      }
      // Together they are held to what one of them is: none is let go before all are there.
      if (weight > MOST_WEIGHT) throw unavailable('access', new TooManyPermissions());
    }
    return found;
  }

  private async loadOne(orgId: string, userId: string, anew: boolean): Promise<KnownMember | null> {
    return isUserId(userId) ? this.compiled.load({ orgId, userId }, anew) : null;
  }

  // Invariant: every change of grants, members or registry raises the revision, so equal revisions are one state. For other
  // revisions, and for a user who is not a member and so has none, one statement reads the stamps of all.
  /** The registry's stamp in the state that all these members are of, and those that are of another one. */
  private async stateOf(
    orgId: string,
    members: Loaded,
  ): Promise<{ readonly changed: readonly string[]; readonly containers: string | null }> {
    const stamps = [...members.values()].map((access) => access?.stamps ?? null);
    const [first = null] = stamps;
    const isOne = stamps.length < 2 || stamps.every((other) => isOfOneState(first, other));
    if (isOne) return { changed: [], containers: first?.containers ?? null };
    const ids = [...members.keys()].filter(isUserId);
    const now = await this.source.stamps(ids.map((userId) => ({ orgId, userId })));
    const changed = ids.filter((id, at) => !isSame(members.get(id)?.stamps ?? null, now[at] ?? null));
    return { changed, containers: now.find((found) => found !== null)?.containers ?? null };
  }
}

const isOfOneState = (one: Stamps | null, other: Stamps | null): boolean =>
  one !== null &&
  other !== null &&
  one.epoch === other.epoch &&
  one.revision === other.revision &&
  one.grants === other.grants &&
  one.containers === other.containers;

const isSame = (one: Stamps | null, other: Stamps | null): boolean =>
  one?.grants === other?.grants && one?.member === other?.member;
