/** What OpenAPI says about a path parameter; `type` is what a 404 calls the object that it names. */
export interface PathParameter {
  readonly description: string;
  readonly example: string;
  readonly type: string;
}

const org = { description: 'The id of the organisation', example: 'acme', type: 'orgs' };
const role = { description: 'The id of the role', example: 'rl-viewer', type: 'roles' };
const member = { description: 'The user id of the member: the `sub` of its token', example: 'alice', type: 'members' };

/** Every path parameter of the API by its name; one name means the same on every path. */
export const PATH_PARAMETERS: Readonly<Record<string, PathParameter>> = {
  org_id: org,
  organizationId: org,
  policy_id: { description: 'The id of the policy', example: 'pol-viewer', type: 'policies' },
  role_id: role,
  roleId: role,
  user_id: member,
  member_user_id: member,
  workspace_id: { description: 'The id of the workspace', example: 'ws-1', type: 'workspaces' },
  resource_type: { description: 'A resource type of the permission schema', example: 'models', type: 'resource_types' },
  resource_id: { description: 'The id of the resource', example: 'model-1', type: 'models' },
  revision: { description: 'A revision, as `Castellan-Revision` says it', example: '1.42', type: 'changes' },
  permission: { description: 'A permission as `type:action`', example: 'apps:read', type: 'permissions' },
};
