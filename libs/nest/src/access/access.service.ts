import {
  isId,
  isUserId,
  unauthenticated,
  parsePermissionName,
  type Decision,
  type Explanation,
  type PermissionName,
  type TypedId,
} from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Sql } from '../database/database';
import { throwHttpExceptionsFrom } from '../errors/castellan.exception';
import { Access } from './access';
import { CastellanOptions } from './castellan.options';
import { Checker, ContainedThing, decided, type MemberQuestion, type ReadyQuestion } from './checker';
import { CompiledMembers } from './state/compiled-members';
import type { KnownMember } from './sources/grants-source';
import { assertUserId, identityProblem, type Identity } from './identity';
import type { IdentityObserver } from './sources/identity-observer';
import { Sources } from './sources/sources';

/** What no schema has. */
const NO_NAME: PermissionName = { type: '', action: '' };

/** Answers what a member may do. */
@Injectable()
export class AccessService {
  constructor(
    private readonly options: CastellanOptions,
    private readonly members: CompiledMembers,
    private readonly checker: Checker,
    private readonly sources: Sources,
  ) {}

  /**
   * What a member may do now; null for a user who is no member. Reads through `sql` when given.
   * @throws CastellanError unauthenticated for a user id that is not a string, unavailable
   */
  async of(orgId: string, userId: string, sql?: Sql): Promise<Access | null> {
    assertUserId(userId);
    if (!isId(orgId) || !isUserId(userId)) return null;
    const key = { orgId, userId };
    return this.accessOf(await (sql === undefined ? this.members.load(key) : this.members.loadThrough(sql, key)));
  }

  /** The same of a member whose cached state was just seen to be out of date: past what the host allows to be. */
  async loadAnew(orgId: string, userId: string): Promise<Access | null> {
    return this.accessOf(await this.members.load({ orgId, userId }, true));
  }

  /**
   * May a user do `type:action` now: on a thing or in a container (`on`), or in the whole organisation. What contains the thing
   * is the registry's word, or that of `contained(thing, ...containers)`. A name that the schema does not have is
   * `unknown-permission`.
   * @throws CastellanError unauthenticated for a user id that is not a string, unavailable
   * @throws Error for a container that the schema does not have there
   */
  async check(
    orgId: string,
    userId: string,
    permission: string,
    on: TypedId | ContainedThing | null = null,
  ): Promise<Decision> {
    const [name, ready] = await this.prepareQuestion(orgId, permission, { userId, ...askedAbout(on) });
    return decided(name, ready);
  }

  /** The same with every path that leads to the answer, and what is missing; null for a user who is no member. */
  async explain(
    orgId: string,
    userId: string,
    permission: string,
    on: TypedId | ContainedThing | null = null,
  ): Promise<Explanation | null> {
    const [name, { access, target }] = await this.prepareQuestion(orgId, permission, { userId, ...askedAbout(on) });
    return access === null ? null : access.explain(name, target);
  }

  /**
   * What the user of a request may do now, after its token's news was taken over.
   * @throws CastellanError unauthenticated for an identity that names no user, unavailable
   */
  async ofIdentity(orgId: string, identity: Identity): Promise<Access | null> {
    const problem = identityProblem(identity);
    if (problem !== null) throw unauthenticated(problem);
    return this.ofIdentified(orgId, identity);
  }

  /** The same for an identity that was found to be usable: what each check goes through, so that it waits as seldom as it can. */
  ofIdentified(orgId: string, identity: Identity): Promise<Access | null> {
    const access = this.members.load({ orgId, userId: identity.userId }).then(this.accessOf);
    const { observer } = this.sources;
    return observer === null ? access : access.then((found) => this.observed(observer, orgId, identity, found));
  }

  /** The same where nothing must be read for it; undefined where something must. */
  atHand(orgId: string, identity: Identity): Access | undefined {
    const known = this.members.atHand({ orgId, userId: identity.userId });
    if (known === undefined) return undefined;
    return this.sources.observer?.hasNews(identity, known.stamps) === true
      ? undefined
      : new Access(this.options.schema, known);
  }

  private async prepareQuestion(
    orgId: string,
    permission: string,
    question: Omit<MemberQuestion, 'name'>,
  ): Promise<[PermissionName, ReadyQuestion]> {
    const name = parsePermissionName(permission) ?? NO_NAME;
    const nobody: ReadyQuestion = { access: null, target: undefined, containers: null };
    const [ready = nobody] = isId(orgId) ? await this.checker.prepare(orgId, [{ ...question, name }]) : [];
    return [name, ready];
  }

  private observed(
    observer: IdentityObserver,
    orgId: string,
    identity: Identity,
    access: Access | null,
  ): Access | null | Promise<Access | null> {
    if (access !== null && !observer.hasNews(identity, access.stamps)) return access;
    return observer
      .observe(orgId, identity, access?.stamps ?? null)
      .then((changed) => (changed ? this.loadAnew(orgId, identity.userId) : access));
  }

  private readonly accessOf = (member: KnownMember | null): Access | null =>
    member === null ? null : new Access(this.options.schema, member);
}

const askedAbout = (on: TypedId | ContainedThing | null): Pick<MemberQuestion, 'on' | 'containers'> =>
  on instanceof ContainedThing ? { on: on.thing, containers: on.containers } : { on };

throwHttpExceptionsFrom(AccessService, 'of', 'check', 'explain', 'ofIdentity');
