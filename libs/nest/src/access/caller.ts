import { forbidden } from '@castellan/core';
import type { Actor, Authority } from '../changes/change';
import type { Sql } from '../database/database';
import type { Access } from './access';
import { memberReader, operatorReader, type Reader } from './reader';

/** What the guard found out about a request. */
export interface CallerFacts {
  readonly id: string;
  readonly kind: 'member' | 'operator';
  readonly requestId: string | null;
  /** The request's `If-Match`, null when it has none. */
  readonly ifMatch: string | null;
  /** What the route requires, as a 403 shows it; null when it is not a permission. */
  readonly requiredPermission?: string | null;
  /** What the caller may do in the organisation of the request, null outside one. */
  readonly access: Access | null;
  /** Asks again inside a transaction. Throws when the caller may not any more. */
  readonly again: (sql: Sql) => Promise<Authority | null>;
}

/** Who makes a request, what it may do, and how to ask again inside a transaction. */
export class Caller implements Actor {
  /** The revision to show: of the read that let the request in, or of the change that it made. */
  revision: number | null;
  /** The request asks for a dry run. */
  dryRun = false;

  constructor(private readonly facts: CallerFacts) {
    this.revision = facts.access?.revision ?? null;
  }

  get id(): string {
    return this.facts.id;
  }

  get kind(): 'member' | 'operator' {
    return this.facts.kind;
  }

  get requestId(): string | null {
    return this.facts.requestId;
  }

  get ifMatch(): string | null {
    return this.facts.ifMatch;
  }

  get requiredPermission(): string | null {
    return this.facts.requiredPermission ?? null;
  }

  /** What the caller may do in the organisation of the request. @throws forbidden outside an organisation */
  get access(): Access {
    if (this.facts.access === null) throw forbidden('not-a-member');
    return this.facts.access;
  }

  /** What an answer to the caller may show. */
  get reader(): Reader {
    const { id, access } = this.facts;
    return access === null ? operatorReader(id) : memberReader(id, access);
  }

  // Rights in one organisation are none in another, whatever a host takes for the organisation of the request.
  async stillMay(sql: Sql, orgId: string): Promise<Authority | null> {
    if (this.facts.access !== null && this.facts.access.orgId !== orgId) {
      throw forbidden('organisation-mismatch');
    }
    return this.facts.again(sql);
  }

  committed(revision: number): void {
    if (this.facts.access !== null) this.revision = revision;
  }
}
