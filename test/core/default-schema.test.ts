import { defaultSchema } from '@castellan/core';

// DESIGN §2, "The default schema", word by word.
const TYPES = {
  orgs: ['org', '', 'read update'],
  workspaces: ['org', 'listable', 'read create update delete'],
  resources: ['org', '', 'read create update delete'],
  policies: ['org', 'listable', 'read create update delete'],
  roles: ['org', 'listable', 'read create update delete bind'],
  permissions: ['org', '', 'read'],
  members: ['org', '', 'read assign remove check provision describe source'],
  audit: ['org', '', 'read'],
  service_accounts: ['org', '', 'read create update delete'],
  webhooks: ['org', '', 'read create update delete'],
  keys: ['org', '', 'read create delete'],
  apps: ['workspace', 'listable', 'read write manage delete'],
  endpoints: ['workspace', 'listable', 'read write trigger'],
  augmentations: ['workspace', 'listable', 'read write execute'],
  secrets: ['workspace', 'listable', 'read write delete'],
  models: ['org', 'listable', 'read write manage'],
  tools: ['workspace', 'listable', 'read write manage'],
  analytics: ['org', '', 'view'],
};

const readAndWrite = (type: string): string[] => [`${type}:*:read`, `${type}:*:write`];

describe('the default schema', () => {
  it('has these types, and no other', () => {
    const found = [...defaultSchema.types].map(([name, { scope, listable, actions }]) => [
      name,
      [scope, listable ? 'listable' : '', Object.keys(actions).join(' ')],
    ]);
    expect(Object.fromEntries(found)).toEqual(TYPES);
    expect(found).toHaveLength(Object.keys(TYPES).length);
  });

  it('has four explicit actions, and implies reading where something may be updated, and nothing else', () => {
    const actions = [...defaultSchema.types].flatMap(([type, declared]) =>
      Object.entries(declared.actions).map(([action, declaredAction]) => ({
        name: `${type}:${action}`,
        ...declaredAction,
      })),
    );
    expect(actions.filter(({ explicit }) => explicit).map(({ name }) => name)).toEqual([
      'roles:bind',
      'members:provision',
      'members:describe',
      'members:source',
    ]);
    const own = ['orgs', 'workspaces', 'resources', 'policies', 'roles', 'service_accounts', 'webhooks'];
    expect(actions.flatMap(({ name, implies }) => (implies === undefined ? [] : [[name, ...implies]]))).toEqual(
      expect.arrayContaining(own.map((type) => [`${type}:update`, 'read'])),
    );
    expect(actions.filter(({ implies }) => implies !== undefined)).toHaveLength(own.length);
  });

  it('puts things into workspaces, and workspaces into nothing', () => {
    for (const [name, { scope }] of defaultSchema.types) {
      expect([name, defaultSchema.containerOf(name)]).toEqual([name, scope === 'workspace' ? 'workspaces' : null]);
      expect([name, defaultSchema.isContainer(name)]).toEqual([name, name === 'workspaces']);
    }
  });

  it('has these built-in roles, each with its one policy', () => {
    expect(defaultSchema.roles.map(({ id, name, policies }) => [id, name, policies])).toEqual([
      ['rl-admin', 'Admin', ['pol-admin']],
      ['rl-developer', 'Developer', ['pol-developer']],
      ['rl-viewer', 'Viewer', ['pol-viewer']],
      ['rl-operator', 'Operator', ['pol-operator']],
    ]);
  });

  it('has these built-in policies, which allow', () => {
    const permissions = Object.fromEntries(defaultSchema.policies.map((policy) => [policy.id, policy.permissions]));
    expect(permissions).toEqual({
      'pol-admin': ['*:*:*'],
      'pol-developer': ['apps', 'augmentations', 'tools', 'endpoints'].flatMap(readAndWrite),
      'pol-viewer': ['apps:*:read', 'analytics:*:view'],
      'pol-operator': ['endpoints:*:read', 'endpoints:*:trigger', 'apps:*:read'],
    });
    expect(defaultSchema.policies.every(({ effect = 'allow' }) => effect === 'allow')).toBe(true);
  });
});
