import { isReservedUserId, isUserId, unauthenticated } from '@castellan/core';

/** Who a request comes from, as the host says. The claims of a token never give rights by themselves. */
export interface Identity {
  /** 1 to 255 printable ASCII characters, without a space at either end; must not begin with `sa-` or `pm-`. */
  readonly userId: string;
  readonly issuer?: string;
  /** When the token was issued, in seconds since the epoch; null when it does not say. */
  readonly issuedAt?: number | null;
  /** The groups that the token names; null when it does not say. */
  readonly groups?: readonly string[] | null;
  readonly profile?: IdentityProfile;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The standard claims of OpenID Connect Core 1.0, §5.1, that a member's profile follows. */
export interface IdentityProfile {
  readonly username?: string;
  readonly email?: string;
  readonly fullName?: string;
  readonly avatarUrl?: string;
}

/** Why nobody was identified, where the host says that nobody is. */
export const NOBODY = 'identify returned no user';

/** Why what a host says about who asks cannot be used; null when it can. */
export function identityProblem(identity: unknown): string | null {
  if (identity === null || identity === undefined) return NOBODY;
  if (typeof identity !== 'object') return `identify returned a ${typeof identity}, and must return { userId } or null`;
  const problem = userIdProblem((identity as Partial<Identity>).userId);
  return problem === null ? null : `identify returned { ${Object.keys(identity).join(', ')} }: ${problem}`;
}

/** Why a value cannot be the id of a user who asks; null when it can. */
export function userIdProblem(userId: unknown): string | null {
  if (userId === undefined || userId === null) return 'the user id is missing';
  if (typeof userId !== 'string') return `the user id is a ${typeof userId}, and must be a string`;
  if (!isUserId(userId))
    return 'the user id must be 1 to 255 printable ASCII characters, without a space at either end';
  return isReservedUserId(userId) ? 'user ids that begin with "sa-" or "pm-" are reserved' : null;
}

/**
 * Makes sure that a user id is a string, as the types say: `42` and `"42"` must never be taken for one user.
 * @throws CastellanError unauthenticated
 */
export function assertUserId(userId: unknown): asserts userId is string {
  if (typeof userId !== 'string') throw unauthenticated(userIdProblem(userId) ?? 'the user id is not a string');
}
