import { Injectable } from '@nestjs/common';
import type { IdentityProfile } from '../access/identity';
import { affected, Database, rows, type Sql } from '../database/database';

/** What a token's groups are held against; `groups_iat` is null for a user who is no member. */
export interface SsoState {
  readonly sso_issuer: string | null;
  readonly sso_claim: string | null;
  readonly sso_value: string | null;
  readonly groups_iat: number | null;
  readonly removed: boolean;
}

/** What a token says of groups, and when it was issued. */
export interface TokenGroups {
  readonly issuedAt: number;
  readonly groups: readonly string[];
}

/** What members took over from their tokens. Issue times are in whole seconds. */
@Injectable()
export class TokenClaimsRepository {
  constructor(private readonly database: Database) {}

  /** The organisation's SSO connection and the user's state; null when there is no such organisation. */
  async state(orgId: string, userId: string, sql: Sql = this.database.sql): Promise<SsoState | null> {
    const [row] = await rows<SsoState>(
      sql,
      `select o.sso_issuer, o.sso_claim, o.sso_value, m.groups_iat::float8 as groups_iat,
              r.user_id is not null as removed
         from castellan.organisation o
         left join castellan.member m on m.org_id = o.org_id and m.user_id = $2
         left join castellan.removed_member r on r.org_id = o.org_id and r.user_id = $2
        where o.org_id = $1`,
      [orgId, userId],
    );
    return row ?? null;
  }

  /** Notes the token whose groups are now the member's. Needs the organisation's lock. */
  async setGroups(orgId: string, userId: string, { issuedAt, groups }: TokenGroups, sql: Sql): Promise<void> {
    await affected(
      sql,
      'update castellan.member set groups_iat = $3, sso_groups = $4 where org_id = $1 and user_id = $2',
      [orgId, userId, issuedAt, [...groups]],
    );
  }

  /** Takes over the claims that are there, unless those of a newer token were. */
  async updateProfile(orgId: string, userId: string, issuedAt: number, profile: IdentityProfile): Promise<void> {
    const { username, email, fullName, avatarUrl } = profile;
    const text = `update castellan.member
          set username = coalesce($4, username), email = coalesce($5, email),
              full_name = coalesce($6, full_name), avatar_url = coalesce($7, avatar_url), profile_iat = $3
        where org_id = $1 and user_id = $2 and profile_iat < $3`;
    const shown = [username, email, fullName, avatarUrl].map((claim) => claim ?? null);
    await this.database.write(text, [orgId, userId, issuedAt, ...shown]);
  }
}
