import { isId } from '@castellan/core';
import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Sql } from '../database/database';
import { Access } from './access';
import { AccessOptions } from './access.options';
import { CompiledMembers } from './compiled-members';
import type { Stamps } from './grants-source';
import type { Identity } from './identity';
import type { KnownMember } from './known-member';

/** Is shown each identity before a decision, and may take over what its token says. */
export interface IdentityObserver {
  /** Takes over what is new; true when the member must be read again. `stamps` is null for a user who is no member. */
  observe(orgId: string, identity: Identity, stamps: Stamps | null): Promise<boolean>;
}

/** The injection token of the IdentityObserver; a host may have none. */
export const IdentityObserver = Symbol('IdentityObserver');

/** Answers what a member may do. */
@Injectable()
export class AccessService {
  constructor(
    private readonly options: AccessOptions,
    private readonly members: CompiledMembers,
    @Optional() @Inject(IdentityObserver) private readonly observer?: IdentityObserver,
  ) {}

  /** What a member may do now; null for a user who is no member. Reads through `sql` when given. */
  async of(orgId: string, userId: string, sql?: Sql): Promise<Access | null> {
    if (!isId(orgId) || !isId(userId)) return null;
    const key = { orgId, userId };
    return this.accessOf(await (sql === undefined ? this.members.of(key) : this.members.through(sql, key)));
  }

  /** The same of a member whose cached state was just seen to be out of date: past what the host allows to be. */
  async anew(orgId: string, userId: string): Promise<Access | null> {
    return this.accessOf(await this.members.of({ orgId, userId }, true));
  }

  /** What the user of a request may do now, after its token's news was taken over. */
  async ofIdentity(orgId: string, identity: Identity): Promise<Access | null> {
    const access = await this.of(orgId, identity.userId);
    const changed = await this.observer?.observe(orgId, identity, access?.stamps ?? null);
    return changed === true ? this.anew(orgId, identity.userId) : access;
  }

  private accessOf(member: KnownMember | null): Access | null {
    return member === null ? null : new Access(this.options.schema, member);
  }
}
