import { isId, isName, notFound, type PermissionName, type Reason, type TypedId } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Sql } from '../../database/database';
import type { Access } from '../access';
import { AccessService } from '../access.service';
import { CastellanOptions } from '../castellan.options';
import type { GuardedCall } from '../guarded-call';
import { KnownContainers } from '../state/known-containers';
import { readOneState } from '../state/one-state';
import { Targets, type AskedTarget, type TargetedRule } from './targets';
import { refusal, type PermissionRule, type Requirement } from './requirement';

/** What a call asks for, ready to be asked again. */
export interface Asked {
  readonly requirement: Requirement;
  readonly rules: readonly TargetedRule[];
}

/** A requirement that is met, and the access that it was decided with. */
export interface Authorised {
  readonly asked: Asked;
  readonly access: Access;
}

/** What the registry says contains a thing; null when it does not know. */
type ContainersOf = (key: TypedId) => readonly TypedId[] | null;

const unknown: ContainersOf = () => null;
const NO_RULES: readonly PermissionRule[] = [];

/** What is refused for now, and may be otherwise once the containers are known. */
const OPEN: readonly Reason[] = ['no-grant', 'context-missing'];

/** Refuses calls whose requirement is not met, with a 403 that says what is required and why it is not met. */
@Injectable()
export class Authoriser {
  constructor(
    private readonly options: CastellanOptions,
    private readonly targets: Targets,
    private readonly access: AccessService,
    private readonly containers: KnownContainers,
  ) {}

  /**
   * Holds a requirement against what the caller may do. A promise only where something must be read.
   * @throws CastellanError forbidden, not-found, unavailable
   */
  authorise(requirement: Requirement, call: GuardedCall, given: Access): Authorised | Promise<Authorised> {
    // Nothing is read or loaded for somebody who may do nothing.
    assertActive(requirement, given);
    const rules = requirement.kind === 'permission' ? requirement.rules : NO_RULES;
    const targeted = this.targets.findTargets(rules, call, given.orgId);
    if (targeted instanceof Promise) return targeted.then((found) => this.decide({ requirement, rules: found }, given));
    return this.decide({ requirement, rules: targeted }, given);
  }

  /** The same for what was asked before; reads through `sql` when given. @throws CastellanError forbidden, not-found, unavailable */
  async authoriseAgain(asked: Asked, given: Access, sql?: Sql): Promise<Access> {
    return readOneState('The registry', async (isFirst) => {
      const access = isFirst ? given : await this.access.loadAnew(given.orgId, given.userId);
      if (access === null) throw refusal(asked.requirement, 'not-a-member');
      const keys = this.unsettled(asked, access);
      const found = keys.length === 0 ? unknown : await this.containersOf(keys, access, sql);
      if (found === null) return undefined;
      this.assert(asked, access, found);
      return access;
    });
  }

  private decide(asked: Asked, access: Access): Authorised | Promise<Authorised> {
    if (this.unsettled(asked, access).length > 0)
      return this.authoriseAgain(asked, access).then((decided) => ({ asked, access: decided }));
    this.assert(asked, access, unknown);
    return { asked, access };
  }

  private assert({ requirement, rules }: Asked, access: Access, containersOf: ContainersOf): void {
    assertActive(requirement, access);
    for (const rule of rules) {
      const unreadable = rule.targets.find((target) => target.kind === 'unreadable');
      if (unreadable !== undefined) throw refusal(requirement, 'context-missing', { scope: unreadable.problem });
      const denied: string[] = [];
      let reason: Reason = 'granted';
      for (const target of rule.targets) {
        const found = this.reasonFor(rule, target, access, containersOf);
        if (found === 'granted') continue;
        reason = found;
        if (target.kind === 'named' && denied.length < MOST_NAMED) denied.push(target.id);
      }
      if (reason === 'granted') continue;
      throw refusal(requirement, reason, rule.targets.length > 1 ? { denied } : {});
    }
  }

  /** Why one of a rule's permissions is held on a target, or why none is. */
  private reasonFor(
    { names, on }: TargetedRule,
    target: AskedTarget,
    access: Access,
    containersOf: ContainersOf,
  ): Reason {
    if (target.kind === 'nothing') {
      const mayReadSome = names.some(({ type, action }) => !access.isNowhere(`${type}:${action}`));
      // Somebody who holds nothing must not be able to tell what is missing from what is there.
      if (target.whenMissing === 'not-found' && mayReadSome) throw notFound(names[0]?.type ?? '', '');
      return 'no-grant';
    }
    if (target.kind === 'named' && on.kind === 'resource' && on.orSelf && target.id === access.userId) return 'granted';
    let reason: Reason = 'no-grant';
    for (const name of names) {
      reason = this.reasonOf(name, target, access, containersOf);
      if (reason === 'granted') break;
    }
    return reason;
  }

  /** The things whose containers could change the answer: without them it is neither yes nor a plain no. */
  private unsettled({ rules }: Asked, access: Access): readonly TypedId[] {
    let keys: TypedId[] = NO_KEYS;
    for (const { names, targets } of rules) {
      for (const target of targets) {
        if (target.kind !== 'named' && target.kind !== 'inside') continue;
        for (const name of names) {
          const key = this.registeredKey(name, target);
          if (key === null || !OPEN.includes(this.reasonOf(name, target, access, unknown))) continue;
          if (keys === NO_KEYS) keys = [];
          keys.push(key);
        }
      }
    }
    return keys;
  }

  /** What the registry must be asked for a target; null when its containers are known without. */
  private registeredKey(name: PermissionName, target: AskedTarget & { kind: 'named' | 'inside' }): TypedId | null {
    const { schema } = this.options;
    if (target.kind === 'inside') {
      const { container } = target;
      return isId(container.id) && schema.containerOf(container.type) !== null ? container : null;
    }
    const { id, type } = target;
    if (!isId(id) || (type === null && schema.containerOf(name.type) === null)) return null;
    return type === null || isName(type) ? { type: type ?? name.type, id } : null;
  }

  /** What contains things in the state that the access is of; null when the organisation has gone on to another one. */
  private async containersOf(keys: readonly TypedId[], access: Access, sql?: Sql): Promise<ContainersOf | null> {
    const { orgId, stamps } = access;
    const found =
      sql === undefined
        ? await this.containers.readAt(stamps.containers, orgId, keys)
        : await this.containers.readThrough(sql, orgId, keys);
    if (found === null) return null;
    const byKey = new Map(keys.map((key, at) => [textOf(key), found[at] ?? null]));
    return (key) => byKey.get(textOf(key)) ?? null;
  }

  private reasonOf(name: PermissionName, target: AskedTarget, access: Access, containersOf: ContainersOf): Reason {
    switch (target.kind) {
      case 'organisation':
        return access.reason(name);
      case 'list':
        return access.isNowhere(`${name.type}:${name.action}`) ? 'no-grant' : 'granted';
      case 'loaded':
        return access.reason(name, target.scope);
      case 'inside': {
        const { container } = target;
        const above = this.options.schema.containerOf(container.type) === null ? [] : containersOf(container);
        return access.reason(name, { containers: above === null ? null : [container, ...above] });
      }
      case 'named': {
        const { id, type } = target;
        if (type === null && this.options.schema.containerOf(name.type) === null)
          return access.reason(name, { id, containers: NO_KEYS });
        const containers = containersOf({ type: type ?? name.type, id });
        const own = type === null ? [] : [{ type, id }];
        return access.reason(name, { id, containers: containers === null ? null : [...own, ...containers] });
      }
      case 'nothing':
      case 'unreadable':
        return 'no-grant';
    }
  }
}

const NO_KEYS: TypedId[] = [];

/** The most denied ids that a 403 names. */
const MOST_NAMED = 100;

const textOf = ({ type, id }: TypedId): string => `${type}/${id}`;

function assertActive(requirement: Requirement, access: Access): void {
  if (access.status !== 'active') throw refusal(requirement, access.status);
}
