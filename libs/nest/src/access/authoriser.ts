import { isId, isName, unavailable, type PermissionName, type Reason, type TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Sql } from '../database/database';
import type { Access } from './access';
import { AccessOptions } from './access.options';
import { AccessService } from './access.service';
import { KnownContainers } from './known-containers';
import { Places, type Place, type PlacedRule } from './places';
import { refusal } from './requirement';
import type { GuardedRequest } from './request';
import type { Requirement } from './requirement';

/** What a request asks for, ready to be asked again. */
export interface Asked {
  readonly requirement: Requirement;
  readonly rules: readonly PlacedRule[];
}

/** What the registry says contains a thing; null when it does not know. */
type ContainersOf = (key: TypedId) => readonly TypedId[] | null;

const unknown: ContainersOf = () => null;

/** What is refused for now, and may be otherwise once the containers are known. */
const OPEN: readonly Reason[] = ['no-grant', 'context-missing'];

/** How often a decision starts again because the registry was of another moment than the grants. */
const MOST_TRIES = 5;

/** Refuses requests whose requirement is not met, with a 403 that says what is required and why it is not met. */
@Injectable()
export class Authoriser {
  constructor(
    private readonly options: AccessOptions,
    private readonly places: Places,
    private readonly access: AccessService,
    private readonly containers: KnownContainers,
  ) {}

  /**
   * Holds a requirement against what the caller may do; the access that it was decided with.
   * @throws CastellanError forbidden, unavailable
   */
  async authorise(
    requirement: Requirement,
    request: GuardedRequest,
    given: Access,
  ): Promise<{ readonly asked: Asked; readonly access: Access }> {
    // Nothing is read or loaded for somebody who may do nothing.
    assertActive(requirement, given);
    const rules = requirement.kind === 'permission' ? requirement.rules : [];
    const placed = this.places.of(rules, request, given.orgId);
    const asked = { requirement, rules: placed instanceof Promise ? await placed : placed };
    return { asked, access: await this.again(asked, given) };
  }

  /** The same for what was asked before; reads through `sql` when given. @throws CastellanError forbidden, unavailable */
  async again(asked: Asked, given: Access, sql?: Sql): Promise<Access> {
    let access: Access | null = given;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (access === null) throw refusal(asked.requirement, 'not-a-member');
      const keys = this.unsettled(asked, access);
      const found = keys.length === 0 ? unknown : await this.containersOf(keys, access, sql);
      if (found !== null) {
        this.assert(asked, access, found);
        return access;
      }
      access = await this.access.anew(access.orgId, access.userId);
    }
    throw unavailable('access', new Error('The registry changed while it was read, time and again'));
  }

  private assert({ requirement, rules }: Asked, access: Access, containersOf: ContainersOf): void {
    assertActive(requirement, access);
    for (const { names, place, on } of rules) {
      if (place.kind === 'unreadable') throw refusal(requirement, 'context-missing', place.problem);
      if (place.kind === 'named' && on.kind === 'resource' && on.orSelf && place.id === access.userId) continue;
      let reason: Reason = 'no-grant';
      for (const name of names) {
        reason = this.reasonOf(name, place, access, containersOf);
        if (reason === 'granted') break;
      }
      if (reason !== 'granted') throw refusal(requirement, reason);
    }
  }

  /** The things whose containers could change the answer: without them it is neither yes nor a plain no. */
  private unsettled({ rules }: Asked, access: Access): TypedId[] {
    return rules.flatMap(({ names, place }) => {
      if (place.kind !== 'named' || !isId(place.id)) return [];
      return names
        .map((name) => ({ name, key: { type: place.type ?? name.type, id: place.id } }))
        .filter(({ name, key }) => isName(key.type) && this.isContained(name, place))
        .filter(({ name }) => OPEN.includes(this.reasonOf(name, place, access, unknown)))
        .map(({ key }) => key);
    });
  }

  /** What contains things in the state that the access is of; null when the organisation has gone on to another one. */
  private async containersOf(keys: readonly TypedId[], access: Access, sql?: Sql): Promise<ContainersOf | null> {
    const { orgId, stamps } = access;
    const found =
      sql === undefined
        ? await this.containers.at(stamps.containers, orgId, keys)
        : await this.containers.through(sql, orgId, keys);
    if (found === null) return null;
    return ({ type, id }) => found[keys.findIndex((key) => key.type === type && key.id === id)] ?? null;
  }

  private reasonOf(name: PermissionName, place: Place, access: Access, containersOf: ContainersOf): Reason {
    switch (place.kind) {
      case 'organisation':
        return access.reason(name);
      case 'list':
        return access.isNowhere(`${name.type}:${name.action}`) ? 'no-grant' : 'granted';
      case 'loaded':
        return access.reason(name, place.scope);
      case 'named': {
        const { id, type } = place;
        if (!this.isContained(name, place)) return access.reason(name, { id, containers: [] });
        const containers = containersOf({ type: type ?? name.type, id });
        const own = type === null ? [] : [{ type, id }];
        return access.reason(name, { id, containers: containers === null ? null : [...own, ...containers] });
      }
      // There is no such thing: who holds nothing must not be able to tell that from a thing that there is.
      case 'nothing':
      case 'unreadable':
        return 'no-grant';
    }
  }

  private isContained(name: PermissionName, { type }: Place & { kind: 'named' }): boolean {
    return type !== null || this.options.schema.containerOf(name.type) !== null;
  }
}

function assertActive(requirement: Requirement, access: Access): void {
  if (access.status !== 'active') throw refusal(requirement, access.status);
}
