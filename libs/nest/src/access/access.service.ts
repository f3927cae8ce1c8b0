import { isId, isName } from '@castellan/core';
import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Sql } from '../database/database';
import { Access } from './access';
import { AccessOptions } from './access.options';
import { authorise, registeredKey } from './authorise';
import { ContainersSource } from './containers-source';
import { GrantsSource, type LoadedMember } from './grants-source';
import type { Identity } from './identity';
import type { Requirement } from './requirement';

/** Is shown each identity before a decision, and may take over what its token says. */
export interface IdentityObserver {
  /** Takes over what is new; true when the member must be read again. */
  observe(orgId: string, identity: Identity, member: LoadedMember | null): Promise<boolean>;
}

/** The injection token of the IdentityObserver; a host may have none. */
export const IdentityObserver = Symbol('IdentityObserver');

/** Answers what a member may do. */
@Injectable()
export class AccessService {
  constructor(
    private readonly options: AccessOptions,
    @Inject(GrantsSource) private readonly source: GrantsSource,
    @Optional() @Inject(IdentityObserver) private readonly observer?: IdentityObserver,
    @Optional() @Inject(ContainersSource) private readonly registry?: ContainersSource,
  ) {}

  /** What a member may do now; null for a user who is no member. Reads through `sql` when given. */
  async of(orgId: string, userId: string, sql?: Sql): Promise<Access | null> {
    const member = await this.source.load(orgId, userId, sql);
    return member === null ? null : new Access(this.options.schema, member);
  }

  /** What the user of a request may do now, after its token's news was taken over. */
  async ofIdentity(orgId: string, identity: Identity): Promise<Access | null> {
    const access = await this.of(orgId, identity.userId);
    const changed = await this.observer?.observe(orgId, identity, access?.member ?? null);
    return changed === true ? this.of(orgId, identity.userId) : access;
  }

  /** Refuses what a requirement does not allow on the things that the path names. @throws CastellanError forbidden */
  async authorise(
    requirement: Requirement,
    params: Readonly<Record<string, string>>,
    access: Access,
    sql?: Sql,
  ): Promise<void> {
    const key = registeredKey(requirement, params);
    const known = key !== null && isId(key.id) && isName(key.type) && this.registry !== undefined;
    const containers = known ? await this.registry.containersOf(access.member.orgId, key, sql) : null;
    authorise(requirement, { params, containers }, access);
  }
}
