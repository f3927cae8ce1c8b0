import { forbidden } from '@castellan/core';
import type { Actor } from '../database/change';
import type { Sql } from '../database/database';
import type { Access } from './access';

/** Who makes a request, what it may do, and how to ask again inside a transaction. */
export class Caller implements Actor {
  /** The revision to show: of the read that let the request in, or of the change that it made. */
  revision: number | null;

  constructor(
    readonly id: string,
    readonly kind: 'member' | 'operator',
    readonly requestId: string | null,
    private readonly held: Access | null,
    private readonly again: (sql: Sql) => Promise<void>,
    /** The request's `If-Match`, null when it has none. */
    readonly ifMatch: string | null = null,
  ) {
    this.revision = held?.member.revision ?? null;
  }

  /** What the caller may do in the organisation of the request. @throws forbidden outside an organisation */
  get access(): Access {
    if (this.held === null) throw forbidden();
    return this.held;
  }

  stillMay(sql: Sql): Promise<void> {
    return this.again(sql);
  }

  committed(revision: number): void {
    if (this.held !== null) this.revision = revision;
  }
}
