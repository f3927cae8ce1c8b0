import { defineSchema } from './schema';

const read = { label: 'Read' } as const;
const write = { label: 'Write' } as const;
const remove = { label: 'Delete' } as const;
const manage = { label: 'Manage' } as const;

/** The schema of a service that was given no file: a product with apps, endpoints, models and the like. */
export const defaultSchema = defineSchema({
  types: {
    apps: { label: 'Apps', scope: 'workspace', listable: true, actions: { read, write, manage, delete: remove } },
    endpoints: {
      label: 'Endpoints',
      scope: 'workspace',
      listable: true,
      actions: { read, write, trigger: { label: 'Trigger' } },
    },
    augmentations: {
      label: 'Augmentations',
      scope: 'workspace',
      listable: true,
      actions: { read, write, execute: { label: 'Execute' } },
    },
    secrets: { label: 'Secrets', scope: 'workspace', listable: true, actions: { read, write, delete: remove } },
    models: { label: 'Models', scope: 'org', listable: true, actions: { read, write, manage } },
    tools: { label: 'Tools', scope: 'workspace', listable: true, actions: { read, write, manage } },
    analytics: { label: 'Analytics', scope: 'org', actions: { view: { label: 'View' } } },
  },
  policies: [
    {
      id: 'pol-developer',
      name: 'Developer',
      description: 'Read and write of apps, augmentations, tools and endpoints',
      permissions: ['apps', 'augmentations', 'tools', 'endpoints'].flatMap((type) => [
        `${type}:*:read`,
        `${type}:*:write`,
      ]),
    },
    {
      id: 'pol-viewer',
      name: 'Viewer',
      description: 'Read of apps, view of analytics',
      permissions: ['apps:*:read', 'analytics:*:view'],
    },
    {
      id: 'pol-operator',
      name: 'Operator',
      description: 'Read and trigger of endpoints, read of apps',
      permissions: ['endpoints:*:read', 'endpoints:*:trigger', 'apps:*:read'],
    },
  ],
  roles: [
    { id: 'rl-developer', name: 'Developer', description: 'Builds apps', policies: ['pol-developer'] },
    { id: 'rl-viewer', name: 'Viewer', description: 'Looks at apps', policies: ['pol-viewer'] },
    { id: 'rl-operator', name: 'Operator', description: 'Runs endpoints', policies: ['pol-operator'] },
  ],
});
