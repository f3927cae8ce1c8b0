/** Who a request comes from, as the host says. The claims of a token never give rights by themselves. */
export interface Identity {
  /** 1 to 255 visible ASCII characters. */
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
