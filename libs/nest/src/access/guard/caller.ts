import { forbidden } from '@castellan/core';
import type { Actor, ActorKind, Authority } from '../../changes/change';
import type { Sql } from '../../database/database';
import type { Revision } from '../../database/revision';
import type { Access } from '../access';
import type { GuardedCall } from '../guarded-call';
import { memberReader, operatorReader, type Reader } from '../reader';
import type { Asked } from './authoriser';
import { requirementText } from './requirement';

/** The kinds of actors that the guard lets in. */
export type CallerKind = Extract<ActorKind, 'member' | 'operator'>;

/** What the guard found out about a call. */
export interface CallerFacts {
  readonly id: string;
  readonly kind: CallerKind;
  readonly call: GuardedCall;
  /** The organisation that the call is about; null when it is about none. */
  readonly orgId: string | null;
  /** What was asked for a member; null for anybody else. */
  readonly asked: Asked | null;
  /** What the caller may do in the organisation, null outside one and for who is no member. */
  readonly access: Access | null;
}

/** Asks again what the guard asked. */
export interface AsksAgain {
  /** Whether the caller still may, inside a transaction. @throws CastellanError forbidden when not */
  askAgain(facts: CallerFacts, sql?: Sql): Promise<Authority | null>;
}

/** Who makes a call, what it may do, and how to ask again inside a transaction. */
export class Caller implements Actor {
  /** The revision to show: of the read that let the call in, or of the change that it made. */
  revision: Revision | null;
  /** The request asks for a dry run. */
  dryRun = false;

  constructor(
    private readonly facts: CallerFacts,
    private readonly guard: AsksAgain,
  ) {
    this.revision = facts.access?.stamps ?? null;
  }

  get id(): string {
    return this.facts.id;
  }

  get kind(): CallerKind {
    return this.facts.kind;
  }

  get requestId(): string | null {
    const id = (this.facts.call.request as { readonly id?: unknown } | null)?.id;
    return typeof id === 'string' ? id : null;
  }

  /** The request's `If-Match`, null when it has none. */
  get ifMatch(): string | null {
    return this.facts.call.headers['if-match'] ?? null;
  }

  /** What the handler requires, as a 403 shows it; null when it is not a permission. */
  get requiredPermission(): string | null {
    return this.facts.asked === null ? null : requirementText(this.facts.asked.requirement);
  }

  /** The organisation that the guard decided about; null when the call is about none. */
  get organization(): string | null {
    return this.facts.orgId;
  }

  /** The same, where there must be one. @throws CastellanError forbidden when the call is about none */
  get orgId(): string {
    if (this.facts.orgId === null) throw forbidden('not-a-member');
    return this.facts.orgId;
  }

  /** What the caller may do in the organisation of the call. @throws CastellanError forbidden outside an organisation */
  get access(): Access {
    if (this.facts.access === null) throw forbidden('not-a-member');
    return this.facts.access;
  }

  /** What an answer to the caller may show. */
  get reader(): Reader {
    const { id, access } = this.facts;
    return access === null ? operatorReader(id) : memberReader(id, access);
  }

  // Rights in one organisation are none in another, whatever a host takes for the organisation of the call.
  async stillMay(sql: Sql, orgId: string): Promise<Authority | null> {
    if (this.facts.access !== null && this.facts.access.orgId !== orgId) {
      throw forbidden('organisation-mismatch');
    }
    return this.guard.askAgain(this.facts, sql);
  }

  /** At most how often a stream asks again, in milliseconds: 0 is at each event. */
  get recheckMs(): number {
    const requirement = this.facts.asked?.requirement;
    return requirement?.kind === 'permission' ? (requirement.recheckMs ?? 0) : 0;
  }

  /** Asks the guard's question again, now: for a stream that goes on. @throws CastellanError forbidden, unavailable */
  async assertStill(): Promise<void> {
    // Who is let in without a membership has none to lose.
    const { asked, kind } = this.facts;
    if (asked !== null || kind !== 'member') await this.guard.askAgain(this.facts);
  }

  committed(revision: Revision): void {
    if (this.facts.access !== null) this.revision = revision;
  }
}
