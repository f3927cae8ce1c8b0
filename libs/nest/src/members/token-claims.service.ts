import { CastellanError } from '@castellan/core';
import { Injectable } from '@nestjs/common';
import type { IdentityObserver } from '../access/sources/identity-observer';
import type { Stamps } from '../access/sources/grants-source';
import type { Identity } from '../access/identity';
import type { Change } from '../changes/change';
import { Changes } from '../changes/changes';
import { AssignableRolesService } from '../assignments/assignable-roles.service';
import { DirectoryService } from '../assignments/directory.service';
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
    private readonly roles: AssignableRolesService,
    private readonly directory: DirectoryService,
    private readonly changes: Changes,
  ) {}

  hasNews({ issuedAt: given, groups, profile }: Identity, known: Stamps): boolean {
    const issuedAt = Math.floor(given ?? 0);
    if (!Number.isSafeInteger(issuedAt)) return false;
    return (
      ((groups ?? null) !== null && issuedAt > known.groupsIat) ||
      (profile !== undefined && issuedAt > known.profileIat)
    );
  }

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
    // A stranger in no mapped group takes no lock. Members do always: what their groups say is compared under it.
    if (state.groups_iat === null && (await this.roles.findOfGroups(orgId, token.groups)).length === 0) return false;
    return this.replaceGroups(token);
  }

  // Invariant: under the organisation's lock everything is read again that decides: connection, mapping, removal, and the
  // newest token that counted. So neither a change beside this one nor an older token leaves a right of the past behind.
  private async replaceGroups(token: Token): Promise<boolean> {
    const { orgId, identity } = token;
    const { userId } = identity;
    const work = async (change: Change): Promise<boolean> => {
      const state = await this.repository.state(orgId, userId, change.sql);
      if (state === null || !matches(state, identity) || state.removed || !isNewer(token, state)) return true;
      const user = await this.directory.find(orgId, userId, token.groups, change.sql);
      const changed = user !== null && (await this.directory.regroup(change, [user]));
      await this.repository.setGroups(orgId, userId, token, change.sql);
      return changed;
    };
    try {
      return await this.changes.run({ id: userId, kind: 'token', requestId: null }, orgId, work);
    } catch (error) {
      // An organisation that has lost its last Admin is changed by nothing but its recovery; the request goes on.
      if (error instanceof CastellanError && error.details['reason'] === 'last_admin') return false;
      throw error;
    }
  }
}

/** Whether the token is one of the organisation's SSO connection; an organisation without one has no such tokens. */
function matches({ sso_issuer, sso_claim, sso_value }: SsoState, { issuer, claims = {} }: Identity): boolean {
  if (sso_issuer === null || sso_claim === null || sso_value === null) return false;
  return issuer === sso_issuer && Object.hasOwn(claims, sso_claim) && claims[sso_claim] === sso_value;
}

const isNewer = ({ issuedAt }: Token, { groups_iat }: SsoState): boolean => issuedAt > (groups_iat ?? 0);
