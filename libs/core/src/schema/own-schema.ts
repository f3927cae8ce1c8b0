import type { BuiltinPolicy, BuiltinRole, TypeDeclaration } from './schema-declaration';

// A caller who may update an object may read it; a deny on `read` takes that away too.
const crud = {
  read: { label: 'Read' },
  create: { label: 'Create' },
  update: { label: 'Update', implies: ['read'] },
  delete: { label: 'Delete' },
} as const;

/** Castellan's own types: reserved, and part of every schema. */
export const OWN_TYPES = {
  orgs: { label: 'Organisation', scope: 'org', actions: { read: crud.read, update: crud.update } },
  workspaces: { label: 'Workspaces', scope: 'org', listable: true, actions: crud },
  resources: { label: 'Resource registry', scope: 'org', actions: crud },
  policies: { label: 'Policies', scope: 'org', listable: true, actions: crud },
  roles: {
    label: 'Roles',
    scope: 'org',
    listable: true,
    actions: {
      ...crud,
      bind: { label: 'Bind', description: 'Assign a role without holding what it grants', explicit: true },
    },
  },
  permissions: { label: 'Permission schema', scope: 'org', actions: { read: crud.read } },
  members: {
    label: 'Members',
    scope: 'org',
    actions: {
      read: crud.read,
      assign: { label: 'Assign', description: 'Add members, suspend them, give and take their roles' },
      remove: { label: 'Remove' },
      check: { label: 'Check', description: 'Ask what another member may do' },
      provision: { label: 'Provision', description: 'Manage the members of a directory', explicit: true },
      describe: { label: 'Describe', description: 'Write the attributes of members', explicit: true },
      source: { label: 'Source', description: 'Read what members are granted, to decide elsewhere', explicit: true },
    },
  },
  audit: { label: 'Audit log', scope: 'org', actions: { read: crud.read } },
  service_accounts: { label: 'Service accounts', scope: 'org', actions: crud },
  webhooks: { label: 'Webhooks', scope: 'org', actions: crud },
  keys: {
    label: 'Keys',
    description: 'The scope of a right is the user id of the owner',
    scope: 'org',
    actions: { read: crud.read, create: crud.create, delete: crud.delete },
  },
} as const satisfies Readonly<Record<string, TypeDeclaration>>;

/** The literal type of `OWN_TYPES`. */
export type OwnTypes = typeof OWN_TYPES;

/** The policy of the Admin role. */
export const OWN_POLICIES: readonly BuiltinPolicy[] = [
  { id: 'pol-admin', name: 'Admin', description: 'Everything', permissions: ['*:*:*'] },
];

/** The id of the role that allows everything. */
export const ADMIN_ROLE = 'rl-admin';

/** The Admin role. */
export const OWN_ROLES: readonly BuiltinRole[] = [
  { id: ADMIN_ROLE, name: 'Admin', description: 'May do everything', policies: ['pol-admin'] },
];
