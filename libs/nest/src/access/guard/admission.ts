import { forbidden, isId, unauthenticated } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { Authority } from '../../changes/change';
import type { Sql } from '../../database/database';
import type { Asker } from '../../errors/error-log';
import type { Access } from '../access';
import { AccessService } from '../access.service';
import { CastellanOptions } from '../castellan.options';
import { organizationInPath, type GuardedCall } from '../guarded-call';
import { identityProblem, type Identity } from '../identity';
import { memberText } from '../sources/grants-source';
import { Sources } from '../sources/sources';
import type { AdmittedCall } from '../transports/transport';
import { Authoriser, type Authorised } from './authoriser';
import { Caller, type AsksAgain, type CallerFacts } from './caller';
import { readId } from './id-forms';
import { refusal, type Requirement } from './requirement';

/** What was found out about a call so far, also when it is refused. */
export interface Seen extends Asker {
  /** Of the member's organisation; null for anybody else. */
  revision: string | null;
  /** Of an active member; null for anybody else. */
  access: Access | null;
}

/** A call on its way in: what it needs, and what was seen of it. */
export interface Knock {
  readonly requirement: Requirement;
  readonly call: GuardedCall;
  readonly seen: Seen;
}

const NOBODY: AdmittedCall = { caller: null, access: null };

/** Finds out who makes a call and in which organisation, and lets in those who meet its requirement, on any transport. */
@Injectable()
export class Admission implements AsksAgain {
  private readonly executions = new WeakMap<object, Map<string, Access | null | Promise<Access | null>>>();

  constructor(
    private readonly options: CastellanOptions,
    private readonly sources: Sources,
    private readonly access: AccessService,
    private readonly authoriser: Authoriser,
  ) {}

  /**
   * Who is let in. A promise only where something must be waited for: most checks of a fresh cache read nothing.
   * @throws CastellanError unauthenticated, forbidden, not-found, unavailable
   */
  admit(knock: Knock): AdmittedCall | Promise<AdmittedCall> {
    // A host's own code: it may answer anything.
    const identity: unknown = this.sources.identify(knock.call);
    if (isPromise(identity)) return Promise.resolve(identity).then((found) => this.admitIdentity(knock, found));
    return this.admitIdentity(knock, identity);
  }

  /** Whether a caller still may what it was let in for. @throws CastellanError forbidden, unavailable */
  async askAgain({ id, kind, orgId, asked }: CallerFacts, sql?: Sql): Promise<Authority | null> {
    if (kind === 'operator') {
      this.assertPlatformAdmin(id);
      return null;
    }
    if (asked === null || orgId === null) throw forbidden('not-a-member');
    const now = await this.access.of(orgId, id, sql);
    if (now === null) throw refusal(asked.requirement, 'not-a-member');
    return this.authoriser.authoriseAgain(asked, now, sql);
  }

  private admitIdentity(knock: Knock, given: unknown): AdmittedCall | Promise<AdmittedCall> {
    const { requirement, call, seen } = knock;
    seen.userId = (given as Partial<Identity> | null | undefined)?.userId ?? null;
    const problem = identityProblem(given);
    if (problem !== null && requirement.kind === 'public') return NOBODY;
    if (problem !== null) throw unauthenticated(problem);
    const identity = given as Identity;
    if (requirement.kind === 'authenticated' && requirement.organization === 'none')
      return this.admitOutside(knock, identity);
    const orgId: unknown = this.options.organizationFrom(call);
    if (isPromise(orgId)) {
      const asked = copyOf(identity);
      return Promise.resolve(orgId).then((found) => this.admitTo(knock, asked, found));
    }
    return this.admitTo(knock, identity, orgId);
  }

  private admitTo(knock: Knock, identity: Identity, given: unknown): AdmittedCall | Promise<AdmittedCall> {
    const { requirement, call, seen } = knock;
    const orgId = given === null || given === undefined ? null : given;
    seen.orgId = orgId;
    const inPath = organizationInPath(call.params);
    // Whatever the handler takes for the organisation, it is the one that was decided about.
    if (inPath !== null && (inPath !== orgId || !isOneSpelling(inPath, requirement))) {
      if (requirement.kind === 'public') return this.admitOutside(knock, identity);
      throw refusal(requirement, 'organisation-mismatch');
    }
    if (orgId !== null && typeof orgId !== 'string')
      throw new Error(`organizationFrom must return a string or null, and returned a ${typeof orgId}`);
    if (requirement.kind === 'platform-admins') return this.admitPlatformAdmin(knock, identity, orgId);
    if (orgId === null) return this.admitOutside(knock, identity);
    if (!isId(orgId)) return this.admitMember(knock, identity, orgId, null);
    const access = this.accessFor(call, identity, orgId);
    if (!(access instanceof Promise)) return this.admitMember(knock, identity, orgId, access);
    const { userId } = identity;
    return access.then((found) => this.admitMember(knock, { userId }, orgId, found));
  }

  // Invariant: an execution of GraphQL is one request. It decides by one Access, and its further fields wait for nothing, so that a
  // host's own batching of what fields load is not torn apart.
  private accessFor(
    { decision: execution }: GuardedCall,
    identity: Identity,
    orgId: string,
  ): Access | null | Promise<Access | null> {
    const known = execution === null ? undefined : this.executions.get(execution)?.get(keyOf(orgId, identity));
    if (known !== undefined) return known;
    const access = this.access.atHand(orgId, identity) ?? this.access.ofIdentified(orgId, copyOf(identity));
    if (execution !== null) this.remember(execution, keyOf(orgId, identity), access);
    return access;
  }

  private remember(execution: object, key: string, access: Access | Promise<Access | null>): void {
    const members = this.executions.get(execution) ?? new Map<string, Access | null | Promise<Access | null>>();
    this.executions.set(execution, members.set(key, access));
    if (access instanceof Promise) {
      access.then(
        (found) => members.set(key, found),
        () => members.delete(key),
      );
    }
  }

  private admitMember(
    knock: Knock,
    identity: Identity,
    orgId: string,
    access: Access | null,
  ): AdmittedCall | Promise<AdmittedCall> {
    const { requirement, call } = knock;
    if (requirement.kind === 'public') return this.admitToPublic(knock, identity, orgId, access);
    if (access === null) {
      const open = requirement.kind === 'permission' && requirement.orPlatformAdmins === true;
      if (open && this.isPlatformAdmin(identity.userId)) return this.admitPlatformAdmin(knock, identity, orgId);
      throw refusal(requirement, 'not-a-member');
    }
    knock.seen.revision = access.revisionText;
    knock.seen.access = access.status === 'active' ? access : null;
    const authorised = this.authoriser.authorise(requirement, call, access);
    if (authorised instanceof Promise) return authorised.then((found) => this.authorised(knock, found));
    return this.authorised(knock, authorised);
  }

  private authorised({ call }: Knock, { asked, access }: Authorised): AdmittedCall {
    const { userId: id } = access;
    const facts: CallerFacts = { id, kind: 'member', call, orgId: access.orgId, asked, access };
    // A handler's own loader stands behind that of its class.
    const loaded = asked.rules.findLast(({ on }) => on.kind === 'loaded')?.targets[0];
    const resource = loaded?.kind === 'loaded' ? loaded.scope.resource : undefined;
    return { caller: new Caller(facts, this), access, resource };
  }

  /** Who a public handler is told of: a member with its access, or any other user without. */
  private admitToPublic(
    { call, requirement }: Knock,
    { userId: id }: Identity,
    orgId: string,
    found: Access | null,
  ): AdmittedCall {
    const access = found?.status === 'active' ? found : null;
    const asked = access === null ? null : { requirement, rules: [] };
    return { caller: new Caller({ id, kind: 'member', call, orgId, asked, access }, this), access };
  }

  /** Somebody who is signed in, where the call is about no organisation. */
  private admitOutside({ requirement, call }: Knock, { userId: id }: Identity): AdmittedCall {
    const isOpen = requirement.kind === 'public' || requirement.kind === 'authenticated';
    if (!isOpen) throw refusal(requirement, 'not-a-member');
    if (requirement.kind === 'authenticated' && requirement.organization !== 'none' && hasFields(call.params)) {
      const hint =
        "The path has parameters, and organizationFrom found no organisation: declare @Authenticated({ organization: 'none' }), or name it.";
      throw refusal(requirement, 'not-a-member', { hint });
    }
    return {
      caller: new Caller({ id, kind: 'member', call, orgId: null, asked: null, access: null }, this),
      access: null,
    };
  }

  private admitPlatformAdmin({ call }: Knock, { userId: id }: Identity, orgId: string | null): AdmittedCall {
    this.assertPlatformAdmin(id);
    const facts: CallerFacts = { id, kind: 'operator', call, orgId, asked: null, access: null };
    return { caller: new Caller(facts, this), access: null };
  }

  private assertPlatformAdmin(id: string): void {
    if (!this.isPlatformAdmin(id)) throw forbidden('platform-admins-only');
  }

  private isPlatformAdmin(id: string): boolean {
    return this.options.platformAdmins.includes(id);
  }
}

const keyOf = (orgId: string, { userId }: Identity): string => memberText({ orgId, userId });

/** Promises of other makes too. */
const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';

/** The host may change its object while something is waited for: whoever was identified is let in. */
const copyOf = (identity: Identity): Identity =>
  Object.assign(Object.create(Object.getPrototypeOf(identity) as object) as Identity, identity);

/** Whether a handler that reads an organisation as a UUID or a number reads the same that the text is. */
function isOneSpelling(orgId: string, { organizationAs }: Requirement): boolean {
  if (organizationAs === undefined) return true;
  const read = readId(orgId, organizationAs);
  return 'id' in read && read.id === orgId;
}

const hasFields = (fields: GuardedCall['params']): boolean => Object.keys(fields).length > 0;
