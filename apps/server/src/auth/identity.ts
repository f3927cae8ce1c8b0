import { unauthenticated } from '@castellan/core';
import type { Claims } from './claims';
import { avatarOf, lineOf } from './profile';

/** What a token says of its bearer for people to read; nothing is decided by it. */
export interface Profile {
  readonly username?: string;
  readonly email?: string;
  readonly fullName?: string;
  readonly avatarUrl?: string;
}

/** Who asks, as a verified token says it. */
export interface TokenIdentity {
  /** The token's `sub`: 1 to 255 printable ASCII characters, without a space at either end. */
  readonly userId: string;
  readonly issuer: string;
  /** The token's `iat` in seconds; null when it has none, and then its groups and profile count as nothing. */
  readonly issuedAt: number | null;
  /** The token's `groups`, without repeats; null when it says nothing of groups. */
  readonly groups: readonly string[] | null;
  readonly profile: Profile;
  /** All claims as they were signed. */
  readonly claims: Readonly<Record<string, unknown>>;
}

const GROUP_CHARACTERS = 1024;

/** The identity in claims that were checked; throws `unauthenticated` when `groups` is neither a name nor a list of names. */
export function identityOf(claims: Claims): TokenIdentity {
  const issuedAt = claims.iat ?? null;
  const groups = groupsOf(claims.groups);
  return {
    userId: claims.sub,
    issuer: claims.iss,
    issuedAt,
    groups: issuedAt === null ? null : groups,
    profile: issuedAt === null ? {} : profileOf(claims),
    claims,
  };
}

function groupsOf(value: unknown): string[] | null {
  if (value === undefined) return null;
  // Some identity providers send the groups of a user who is in one group as a text, and those of one in none as "".
  const list: unknown = typeof value === 'string' ? [value].filter((name) => name !== '') : value;
  if (!Array.isArray(list)) throw unauthenticated('the groups claim is neither a list nor a text');
  const names = list.map((name: unknown) => lineOf(name, GROUP_CHARACTERS));
  if (names.includes(undefined)) throw unauthenticated('the groups claim has an entry that is not a valid name');
  return [...new Set(names as string[])];
}

function profileOf(claims: Claims): Profile {
  const all: Profile = {
    username: lineOf(claims.preferred_username),
    email: lineOf(claims.email),
    fullName: lineOf(claims.name),
    avatarUrl: avatarOf(claims.picture),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
