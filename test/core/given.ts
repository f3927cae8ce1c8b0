import {
  defineSchema,
  parsePermission,
  parseScope,
  type Effect,
  type Grant,
  type MemberGrants,
  type Scope,
} from '@castellan/core';

/** The moment at which every test asks. */
export const NOW = 1_000_000;

/** Documents in folders in workspaces, things of the organisation, and every kind of action. */
export const declaration = {
  types: {
    folders: { label: 'Folders', scope: 'workspace', listable: true, actions: { read: { label: 'Read' } } },
    docs: {
      label: 'Documents',
      scope: 'org',
      parent: 'folders',
      actions: {
        read: { label: 'Read' },
        write: { label: 'Write', implies: ['read'] },
        manage: { label: 'Manage', implies: ['write', 'share'] },
        share: { label: 'Share', implies: ['manage'] },
        seal: { label: 'Seal', explicit: true },
        own: { label: 'Own', implies: ['seal'] },
      },
    },
    plans: { label: 'Plans', scope: 'org', actions: { read: { label: 'Read' } } },
  },
} as const;

/** The schema that the tests ask about. */
export const schema = defineSchema(declaration);

/** Reads a scope that must be one. */
export function scope(text: string): Scope {
  const read = parseScope(text);
  if (read === null) throw new Error(`no scope: ${text}`);
  return read;
}

interface GrantOverrides {
  within?: string;
  effect?: Effect;
  expiresAt?: number | null;
}

const grant = (permission: string, { within = '*', effect = 'allow', expiresAt = null }: GrantOverrides): Grant => ({
  permission: parsePermission(permission),
  effect,
  within: scope(within),
  roleId: 'rl-1',
  policyId: 'pol-1',
  origin: 'manual',
  expiresAt,
});

/** A grant that gives. */
export const allow = (permission: string, overrides: GrantOverrides = {}): Grant => grant(permission, overrides);

/** A grant that takes. */
export const deny = (permission: string, overrides: GrantOverrides = {}): Grant =>
  grant(permission, { ...overrides, effect: 'deny' });

/** The active member `alice` with these grants. */
export const alice = (...grants: readonly Grant[]): MemberGrants => ({
  orgId: 'acme',
  userId: 'alice',
  status: 'active',
  grants,
});
