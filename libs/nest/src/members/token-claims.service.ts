import { CastellanError } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { IdentityObserver } from '../access/access.service';
import type { Stamps } from '../access/grants-source';
import type { Identity } from '../access/identity';
import type { Change } from '../changes/change';
import { Changes } from '../changes/changes';
import type { Sql } from '../database/database';
import { AssignableRolesService } from '../assignments/assignable-roles.service';
import { grouping, isSame, joining, MOST_ASSIGNMENTS } from '../assignments/membership';
import { MembershipsService } from '../assignments/memberships.service';
import type { Rewrite } from '../assignments/rewrite-demands';
import { TokenClaimsRepository, type SsoState, type TokenGroups } from './token-claims.repository';

/** A token that says which groups its user is in. */
interface Token extends TokenGroups {
  readonly orgId: string;
  readonly identity: Identity;
}

/**
 * Takes over what the newest token of a user says: its profile, and its groups where the organisation has an SSO
 * connection that the token matches.
 */
@Injectable()
export class TokenClaimsService implements IdentityObserver {
  constructor(
    private readonly repository: TokenClaimsRepository,
    private readonly memberships: MembershipsService,
    private readonly roles: AssignableRolesService,
    private readonly changes: Changes,
  ) {}

  async observe(orgId: string, identity: Identity, known: Stamps | null): Promise<boolean> {
    const issuedAt = Math.floor(identity.issuedAt ?? 0);
    if (!Number.isSafeInteger(issuedAt) || issuedAt <= 0) return false;
    const { groups = null, profile = {}, userId } = identity;
    const news = groups !== null && issuedAt > (known?.groupsIat ?? 0);
    const changed = news && (await this.takeGroups({ orgId, identity, groups, issuedAt }, known));
    // Who has just become a member has no profile yet.
    const shown = known === null ? changed : issuedAt > known.profileIat;
    if (shown && Object.values(profile).some((claim) => claim !== undefined)) {
      await this.repository.updateProfile(orgId, userId, issuedAt, profile);
    }
    return changed;
  }

  private async takeGroups(token: Token, known: Stamps | null): Promise<boolean> {
    const { orgId, identity } = token;
    const state = await this.repository.state(orgId, identity.userId);
    if (state === null || !matches(state, identity) || state.removed) return false;
    // Another request took this token's groups, or a newer one's, since the member was read.
    if (!isNewer(token, state)) return state.groups_iat !== known?.groupsIat;
    const { before, after } = await this.rewriteOf(token);
    if (before === null && after === null) return false;
    if (isSame(before, after) && (await this.confirm(token, state))) return false;
    return this.replaceGroups(token);
  }

  /** Notes the token whose groups the member has; false when the member has changed, or joined, since `state` was read. */
  private async confirm(token: Token, { stamp }: SsoState): Promise<boolean> {
    const { orgId, identity } = token;
    return stamp !== null && this.repository.confirmGroups(orgId, identity.userId, token, stamp);
  }

  // Invariant: the member's row is locked before its groups_iat is read, so that of two tokens the newer one's groups
  // stay: the other finds them here, or its own comparison outside loses its stamp.
  private async replaceGroups(token: Token): Promise<boolean> {
    const { orgId, identity } = token;
    const { userId } = identity;
    const work = async (change: Change): Promise<boolean> => {
      await this.repository.lock(orgId, userId, change.sql);
      const state = await this.repository.state(orgId, userId, change.sql);
      if (state === null || !matches(state, identity) || state.removed || !isNewer(token, state)) return true;
      await this.memberships.write(change, 'member.sso', [await this.rewriteOf(token, change.sql)]);
      await this.repository.setGroups(orgId, userId, token, change.sql);
      return true;
    };
    try {
      return await this.changes.run({ id: userId, kind: 'token', requestId: null }, orgId, work);
    } catch (error) {
      // A group that would lock the last Admin out is not taken over; the Admin's own request goes on.
      if (error instanceof CastellanError && error.details['reason'] === 'last_admin') return false;
      throw error;
    }
  }

  /** What the groups make of the user: a stranger with none that is mapped stays one. */
  private async rewriteOf({ orgId, identity, groups }: Token, sql?: Sql): Promise<Rewrite> {
    const { userId } = identity;
    const mapped = await this.roles.ofGroups(orgId, groups, sql);
    const before = (await this.memberships.find(orgId, [userId], sql)).get(userId) ?? null;
    if (before !== null) return { userId, before, after: grouping(before, mapped) };
    if (mapped.length === 0) return { userId, before, after: null };
    const defaults = await this.roles.defaults(orgId, sql);
    return { userId, before, after: grouping(joining(userId, [], defaults.slice(0, MOST_ASSIGNMENTS)), mapped) };
  }
}

/** Whether the token is one of the organisation's SSO connection; an organisation without one has no such tokens. */
function matches({ sso_issuer, sso_claim, sso_value }: SsoState, { issuer, claims = {} }: Identity): boolean {
  if (sso_issuer === null || sso_claim === null || sso_value === null) return false;
  return issuer === sso_issuer && Object.hasOwn(claims, sso_claim) && claims[sso_claim] === sso_value;
}

const isNewer = ({ issuedAt }: Token, { groups_iat }: SsoState): boolean => issuedAt > (groups_iat ?? 0);
