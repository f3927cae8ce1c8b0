// Made by `npm run client:types` from the service's own OpenAPI document; not to be edited.

export interface paths {
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Check liveness
     * @description Answers 200 while the process runs. It does not ask the database.
     *
     *     It needs no token.
     */
    get: operations['live'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Check readiness
     * @description Answers 200 when the service can serve requests: its database answers and is a primary.
     *
     *     It needs no token.
     */
    get: operations['ready'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get metrics
     * @description Returns metrics in the Prometheus text format.
     *
     *     It needs no token.
     */
    get: operations['metrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/organizations/{organizationId}/roles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List roles as statements
     * @description Lists the roles that the caller may read, each as a list of statements.
     *
     *     Requires the permission `roles:read`.
     */
    get: operations['listRoles'];
    put?: never;
    /**
     * Create a role from statements
     * @description Creates a role whose permissions are given as statements: every resource combined with every action, all allowed or all denied.
     *
     *     Requires the permission `roles:create`.
     */
    post: operations['createRole'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/organizations/{organizationId}/roles/{roleId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a role as statements
     * @description Returns one role as a list of statements.
     *
     *     Requires the permission `roles:read`.
     */
    get: operations['getRole'];
    /**
     * Update a role by statements
     * @description Changes the fields that the body names and leaves the others. `policies` replaces the role's own statements and detaches its shared policies, which stay as they are.
     *
     *     Requires the permission `roles:update`.
     */
    put: operations['updateRole'];
    post?: never;
    /**
     * Delete a role and its statements
     * @description Deletes a role with its own statements and revokes it from every member. Built-in roles cannot be deleted.
     *
     *     Requires the permission `roles:delete`.
     */
    delete: operations['deleteRole'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List organisations
     * @description Lists the organisations that the caller is a member of, ordered by id. A platform admin sees all organisations.
     *
     *     Everybody with a token may call it.
     */
    get: operations['listOrgs'];
    put?: never;
    /**
     * Create an organisation
     * @description Creates an organisation with its built-in policies and roles, and makes one user its first Admin.
     *
     *     Only platform admins may call it.
     */
    post: operations['createOrg'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get an organisation
     * @description Returns one organisation with its SSO connection.
     *
     *     Requires the permission `orgs:read`.
     */
    get: operations['getOrg'];
    /**
     * Update an organisation
     * @description Changes the fields that the body names and leaves the others. Set `sso_connection` to null to remove the connection.
     *
     *     Requires the permission `orgs:update`.
     */
    put: operations['updateOrg'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List audit entries
     * @description Lists the changes of the organisation, newest first. Filters combine: an entry must match every filter that is given.
     *
     *     Requires the permission `audit:read`.
     */
    get: operations['listAuditEntries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/audit/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Export the audit log
     * @description Streams the entries, oldest first, one JSON object per line: the entry in its stored canonical form (RFC 8785), followed by two more members: `hash`, and `users`, which maps the references in the entry to user ids. Without these two members, the line is the text that was hashed. The export is complete only when the connection ends normally.
     *
     *     Requires the permission `audit:read`.
     */
    get: operations['exportAuditEntries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/changes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make several changes at once
     * @description Makes up to 1,000 changes in one transaction: all or none. Each change requires the permission of its own route, and what it grants and revokes is compared with what the caller held before the set. Names, limits and the last Admin are judged at the end of the set. An error has the place of its change in `loc`.
     *
     *     Every active member may call it.
     */
    post: operations['applyOrgChanges'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/changes/{revision}/revert': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Revert a change
     * @description Applies the opposite of the whole change that made a revision. Each part requires the permission of its own route, and what it grants and revokes; the caller must also hold `audit:read`. What directories and default roles decide is left as it is and listed. Nothing is reverted that later changes touched.
     *
     *     Every active member may call it.
     */
    post: operations['revertOrgChange'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Check a permission
     * @description Decides whether a member may do something. Members may always ask about themselves; asking about others requires `members:check`. A denial is a 200 with `allowed: false`.
     *
     *     Every active member may call it.
     */
    post: operations['checkOrgPermission'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/check/batch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Check many permissions
     * @description Decides up to 1,000 questions in one request. The answers have the order of the questions.
     *
     *     Every active member may call it.
     */
    post: operations['checkOrgPermissions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get the caller
     * @description Returns the caller as a member, with its roles and permissions.
     *
     *     Every active member may call it.
     */
    get: operations['getOrgIamMe'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/members': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List members
     * @description Lists the members that the caller may read, with their roles and permissions, ordered by user id.
     *
     *     Requires the permission `members:read`.
     */
    get: operations['listOrgIamMembers'];
    put?: never;
    /**
     * Assign roles to a user
     * @description Replaces the user's roles that apply to the whole organisation. A user who is not a member yet becomes one. Roles from SSO groups, and roles assigned in a single workspace or on a single resource, stay.
     *
     *     Requires the permission `members:assign`.
     */
    post: operations['assignOrgMemberRoles'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/members/{member_user_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a member
     * @description Returns one member with its roles and permissions; at an earlier revision, with its roles.
     *
     *     Requires the permission `members:read`.
     */
    get: operations['getOrgIamMember'];
    /**
     * Suspend or resume a member
     * @description Sets the status of a member. A suspended member keeps its roles but is denied everything until its status is `active` again.
     *
     *     Requires the permission `members:assign`.
     */
    put: operations['updateOrgIamMember'];
    post?: never;
    /**
     * Remove a member
     * @description Removes a member and all its assignments. Groups in a token cannot bring the user back; assigning a role can.
     *
     *     Requires the permission `members:remove`.
     */
    delete: operations['removeOrgIamMember'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/members/{user_id}/explain': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Explain a decision
     * @description Returns the decision about one permission together with every grant that leads to it. Members may always ask about themselves. With `at_revision` or `at` it is the decision of that moment, read from the audit log; that requires `audit:read` as well.
     *
     *     Requires the permission `members:check`.
     */
    get: operations['explainOrgMemberPermission'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/members/{user_id}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the changes of a member
     * @description Lists what was done to a member, newest first. Members may always read their own history; without `audit:read` it does not say who else made a change. The history of others requires `audit:read` as well.
     *
     *     Requires the permission `members:read`.
     */
    get: operations['listOrgMemberHistory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/members/{user_id}/permissions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List a member's permissions
     * @description Lists the permissions that a member holds, then those that it is denied, and the role and policy that each comes from. Members may always ask about themselves.
     *
     *     Requires the permission `members:check`.
     */
    get: operations['listOrgMemberPermissions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/members/{user_id}/roles/{role_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Assign one role
     * @description Assigns one role to a member in the whole organisation, in one workspace or on one resource, or changes when the assignment expires. Sending the same request again changes nothing.
     *
     *     Requires the permission `members:assign`.
     */
    put: operations['giveOrgMemberRole'];
    post?: never;
    /**
     * Revoke one role
     * @description Revokes one role from a member: at every scope, or only at the scope that the query names.
     *
     *     Requires the permission `members:assign`.
     */
    delete: operations['takeOrgMemberRole'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/members/batch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Assign roles to many users
     * @description Does the same as `POST members` for up to 1,000 users in one transaction: either every row is applied or none.
     *
     *     Requires the permission `members:assign`.
     */
    post: operations['assignOrgMembersRoles'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/permissions/{permission}/members': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List who holds a permission
     * @description Lists the members who are allowed the permission somewhere in the organisation, and where, ordered by user id. A page may hold fewer members than `limit`, even none, when many had to be looked at: go on while `has_more` is true. The list has the members whom the caller may check (`members:check`) and read (`members:read`).
     *
     *     Requires the permission `members:check`.
     */
    get: operations['listOrgPermissionMembers'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/permissions/schema': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get the permission schema
     * @description Returns the resource types and their actions: everything that a permission can name.
     *
     *     Every active member may call it.
     */
    get: operations['getPermissionSchema'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/policies': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List policies
     * @description Lists the policies that the caller may read, built-in policies included, ordered by id.
     *
     *     Requires the permission `policies:read`.
     */
    get: operations['listOrgPolicies'];
    put?: never;
    /**
     * Create a policy
     * @description Creates a policy: a named list of permissions that are all allowed or all denied. The caller must hold every permission in it.
     *
     *     Requires the permission `policies:create`.
     */
    post: operations['createOrgPolicy'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/policies/{policy_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a policy
     * @description Returns one policy. Send its `ETag` as `If-Match` with a later change, so that you do not overwrite the changes of others.
     *
     *     Requires the permission `policies:read`.
     */
    get: operations['getOrgPolicy'];
    /**
     * Update a policy
     * @description Changes the fields that the body names and leaves the others. A list replaces the stored list. Built-in policies cannot be changed.
     *
     *     Requires the permission `policies:update`.
     */
    put: operations['updateOrgPolicy'];
    post?: never;
    /**
     * Delete a policy
     * @description Deletes a policy and detaches it from every role. Built-in policies cannot be deleted.
     *
     *     Requires the permission `policies:delete`.
     */
    delete: operations['deleteOrgPolicy'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/policies/{policy_id}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the changes of a policy
     * @description Lists what was done to a policy, newest first. Requires `audit:read` in the whole organisation as well. Works for deleted objects too.
     *
     *     Requires the permission `policies:read`.
     */
    get: operations['listOrgPolicyHistory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/policies/{policy_id}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Restore a policy
     * @description Returns a policy to what it was at a revision. A restore is a change like any other: it requires the right to update it, or to create it when it was deleted, and what it grants and revokes. A deleted object comes back under a new id. Requires `audit:read` as well.
     *
     *     Requires the permission `policies:create` or `policies:update`.
     */
    post: operations['restoreOrgPolicy'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/resources': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List resources
     * @description Lists the registered resources of one type that the caller may read, ordered by id.
     *
     *     Requires the permission `resources:read`.
     */
    get: operations['listIamResources'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/resources/{resource_type}/{resource_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a resource
     * @description Returns one registered resource.
     *
     *     Requires the permission `resources:read`.
     */
    get: operations['getIamResource'];
    /**
     * Register or update a resource
     * @description Registers a resource, so that permissions on its workspace apply to it. For a registered resource, changes the fields that the body names and leaves the others.
     *
     *     Requires the permission `resources:create` or `resources:update`.
     */
    put: operations['putIamResource'];
    post?: never;
    /**
     * Unregister a resource
     * @description Removes a resource from the registry. Its id cannot be registered again.
     *
     *     Requires the permission `resources:delete`.
     */
    delete: operations['deleteIamResource'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/roles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List roles
     * @description Lists the roles that the caller may read, built-in roles included, ordered by id. Each role contains its policies.
     *
     *     Requires the permission `roles:read`.
     */
    get: operations['listOrgRoles'];
    put?: never;
    /**
     * Create a role
     * @description Creates a role: a named list of policies that can be assigned to members. The caller must hold every permission that the role grants.
     *
     *     Requires the permission `roles:create`.
     */
    post: operations['createOrgRole'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/roles/{role_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a role
     * @description Returns one role with its policies. Send its `ETag` as `If-Match` with a later change, so that you do not overwrite the changes of others.
     *
     *     Requires the permission `roles:read`.
     */
    get: operations['getOrgRole'];
    /**
     * Update a role
     * @description Changes the fields that the body names and leaves the others. A list replaces the stored list. For a built-in role, only `is_default` and `sso_group_names` can be changed.
     *
     *     Requires the permission `roles:update`.
     */
    put: operations['updateOrgRole'];
    post?: never;
    /**
     * Delete a role
     * @description Deletes a role and revokes it from every member. Built-in roles cannot be deleted.
     *
     *     Requires the permission `roles:delete`.
     */
    delete: operations['deleteOrgRole'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/roles/{role_id}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the changes of a role
     * @description Lists what was done to a role, newest first. Requires `audit:read` in the whole organisation as well. Works for deleted objects too.
     *
     *     Requires the permission `roles:read`.
     */
    get: operations['listOrgRoleHistory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/iam/roles/{role_id}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Restore a role
     * @description Returns a role to what it was at a revision; nobody is assigned it again. A restore is a change like any other: it requires the right to update it, or to create it when it was deleted, and what it grants and revokes. A deleted object comes back under a new id. Requires `audit:read` as well.
     *
     *     Requires the permission `roles:create` or `roles:update`.
     */
    post: operations['restoreOrgRole'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/recovery': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Recover an organisation
     * @description Makes a user an Admin of an organisation that has lost its own Admins. The user becomes an active member whose only role is Admin.
     *
     *     Only platform admins may call it.
     */
    post: operations['recoverOrg'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/workspaces': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List workspaces
     * @description Lists the workspaces that the caller may read, ordered by id.
     *
     *     Requires the permission `workspaces:read`.
     */
    get: operations['listWorkspaces'];
    put?: never;
    /**
     * Create a workspace
     * @description Creates a workspace: a named part of the organisation that contains resources. Without `workspace_id`, the service generates an id.
     *
     *     Requires the permission `workspaces:create`.
     */
    post: operations['createWorkspace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orgs/{org_id}/workspaces/{workspace_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a workspace
     * @description Returns one workspace.
     *
     *     Requires the permission `workspaces:read`.
     */
    get: operations['getWorkspace'];
    /**
     * Update a workspace
     * @description Changes the fields that the body names and leaves the others.
     *
     *     Requires the permission `workspaces:update`.
     */
    put: operations['updateWorkspace'];
    post?: never;
    /**
     * Delete a workspace
     * @description Deletes a workspace that contains no resources. Its id cannot be used again.
     *
     *     Requires the permission `workspaces:delete`.
     */
    delete: operations['deleteWorkspace'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AskedResource: {
      /** @example app-1 */
      id: string;
      /**
       * @description The permission's type, or the type of one of its containers
       * @example apps
       */
      type: string;
      /** @description The workspace of the resource; rejected when it contradicts the registry */
      workspace_id?: string;
    };
    AssignManyMemberRoles: {
      members: components['schemas']['AssignMemberRoles'][];
    };
    AssignMemberRoles: {
      /**
       * @example [
       *       "rl-viewer"
       *     ]
       */
      role_ids: string[];
      /** @example carol */
      user_id: string;
    };
    Assignment: {
      /** Format: date-time */
      expires_at: string | null;
      /** @enum {string} */
      origin: 'manual' | 'default' | 'sso';
      /**
       * @description Where the role applies: `*` is the whole organisation, otherwise an id or `type/id`
       * @example *
       */
      scope: string;
    };
    AuditActor: {
      /** @example alice */
      id: string;
      /** @enum {string} */
      kind: 'member' | 'operator' | 'token' | 'system';
    };
    AuditEntry: {
      /**
       * @example policy.update
       * @enum {string}
       */
      action:
        | 'org.create'
        | 'org.update'
        | 'org.recover'
        | 'schema.update'
        | 'policy.create'
        | 'policy.update'
        | 'policy.delete'
        | 'role.create'
        | 'role.update'
        | 'role.delete'
        | 'role.members'
        | 'member.assign'
        | 'member.update'
        | 'member.remove'
        | 'member.sso'
        | 'member.role.assign'
        | 'member.role.take'
        | 'workspace.create'
        | 'workspace.update'
        | 'workspace.delete'
        | 'resource.create'
        | 'resource.update'
        | 'resource.delete';
      actor: components['schemas']['AuditActor'];
      after: {
        [key: string]: unknown;
      } | null;
      /** Format: date-time */
      at: string;
      before: {
        [key: string]: unknown;
      } | null;
      /** @description The hash of this entry and of the hash before it */
      hash: string;
      /** @description Why the change was made, as its actor says */
      reason: string | null;
      request_id: string | null;
      /** @description The revision that the change made */
      revision: number;
      /** @description The position of the entry: counts from 1 without gaps */
      seq: number;
      target: components['schemas']['AuditTarget'];
    };
    AuditPage: {
      entries: components['schemas']['AuditEntry'][];
      /** @description Whether another page follows */
      has_more: boolean;
      /** @description Send it as `cursor` to get the next page; null on the last page */
      next_cursor: string | null;
      /** @description The number of entries; null with a filter, because filtered entries are not counted */
      total: number | null;
    };
    AuditTarget: {
      id: string;
      /** @example policies */
      type: string;
    };
    Changed: {
      /** @example rl-developer */
      id: string;
      /** @description The revision that the change made */
      revision: number | null;
    };
    ChangedMember: {
      /**
       * Format: date-time
       * @description As it was sent
       */
      expires_at?: string | null;
      /** @description The role that was given */
      role_id?: string;
      /** @description Where it was given */
      scope?: string;
      /** @enum {string} */
      status: 'active' | 'suspended';
      /** @example alice */
      user_id: string;
    };
    ChangedRoleData: {
      data: components['schemas']['Changed'];
    };
    ChangeResult: {
      /** @description Whether the change created the object */
      created: boolean;
      /**
       * @description The id of the object; of an assignment the user id
       * @example rl-developer
       */
      id: string;
      /** @enum {string} */
      kind: 'policy' | 'role' | 'workspace' | 'resource' | 'member' | 'assignment';
    };
    ChangeSet: {
      /**
       * @description The `Castellan-Revision` that the set was made for: with any other revision it is rejected
       * @example 1.42
       */
      base_revision?: string;
      changes: components['schemas']['SetChange'][];
      /** @description Why the change is made; kept in the audit log */
      reason?: string | null;
      /**
       * @description Becomes the `managed_by` of what the set creates
       * @example platform-team
       */
      source?: string;
    };
    ChangeSetResult: {
      /** @description One for each change, in the same order */
      results: components['schemas']['ChangeResult'][];
      /**
       * @description The revision that the set made; the one that it found when it changed nothing
       * @example 1.42
       */
      revision: string;
    };
    Check: {
      allowed: boolean;
      /** @description The grant that decided; null when no grant did */
      by: components['schemas']['Path'] | null;
      /** @description What to do about a refusal whose cause is easily missed: the resource is not registered (the most common one), the question is about the whole organisation, or the permission does not exist */
      hint?: string;
      /** @enum {string} */
      reason:
        | 'granted'
        | 'denied'
        | 'no-grant'
        | 'context-missing'
        | 'unknown-permission'
        | 'suspended'
        | 'groups-overflow'
        | 'not-a-member';
    };
    Checks: {
      answers: components['schemas']['Check'][];
    };
    CreateOrg: {
      /** @example alice */
      admin_user_id: string;
      /** @example Globex */
      name: string;
      /** @example globex */
      org_id: string;
    };
    CreatePolicy: {
      /** @description Must be null: conditions are not supported yet */
      condition?: null;
      description?: string | null;
      /**
       * @default allow
       * @enum {string}
       */
      effect?: 'allow' | 'deny';
      /** @example Release managers */
      name: string;
      /**
       * @description Permissions `type:scope:action`; `type:action` is short for `type:*:action`
       * @example [
       *       "apps:*:read",
       *       "endpoints:ws-1:trigger"
       *     ]
       */
      permissions: string[];
    };
    CreateRole: {
      description?: string | null;
      /** @description Whether new members get the role when they join */
      is_default?: boolean;
      name: string;
      policy_ids?: string[];
      /** @description Groups of the organisation's SSO connection whose members get the role */
      sso_group_names?: string[];
    };
    CreateStatementRole: {
      description?: string;
      name: string;
      policies: components['schemas']['Statement'][];
    };
    CreateWorkspace: {
      description?: string | null;
      /** @example Payments */
      name: string;
      /** @example ws-1 */
      workspace_id?: string;
    };
    DeletedRole: {
      deleted: boolean;
    };
    DeletedRoleData: {
      data: components['schemas']['DeletedRole'];
    };
    /** @description A caller who may not read all of the affected members gets the counts without `gained`, `lost`, `ends`, `moved` and `truncated`; and when fewer than 10 members are affected, `would_succeed` and `error` alone. A deny is never listed: what it takes away is lost, and what it gives back is gained. */
    DryRun: {
      by_permission?: {
        /** @description How many members would gain it */
        gained: number;
        /** @description How many members would lose it */
        lost: number;
        permission: string;
      }[];
      /** @description Assignments that would expire at another time: their rights are lost then, and are not in `lost` */
      ends?: {
        /** Format: date-time */
        expires_at_after: string | null;
        /**
         * Format: date-time
         * @description Null when the assignment does not expire
         */
        expires_at_before: string | null;
        role_id: string;
        scope: string;
        user_id: string;
      }[];
      /** @description The answer that the change would get */
      error?: {
        [key: string]: unknown;
      };
      gained?: {
        permission: string;
        user_id: string;
      }[];
      /** @description How many permissions members would gain, each counted once a member */
      gained_total?: number;
      /** @description Whether the caller would gain or lose something */
      includes_you?: boolean;
      lost?: {
        permission: string;
        user_id: string;
      }[];
      /** @description How many permissions members would lose */
      lost_total?: number;
      /** @description How many members would gain or lose something */
      members_total?: number;
      /** @description Objects that would be put into a container or taken from one: what is granted or denied in a container applies to the objects in it, and is in no row */
      moved?: {
        /** @description The workspace that it is in; null when it is in none */
        from: string | null;
        resource_id: string;
        resource_type: string;
        to: string | null;
      }[];
      /** @description How many members could repair the organisation afterwards, counted up to 10; null when the change fails */
      repairers?: number | null;
      /** @description The totals are lower bounds: more than 10,000 members are concerned, an object moves (`moved`), or a grant cannot be written as one permission, because it is on one object within the scope of an assignment */
      totals_capped?: boolean;
      /** @description There is more than is listed */
      truncated?: boolean;
      would_succeed: boolean;
    };
    Error: {
      /** @description Why, for programs */
      details: {
        [key: string]: unknown;
      };
      /** @description The code of the error, for programs */
      error: string;
      /** @description What went wrong, for people */
      message: string;
      /** @description The status of the answer */
      status_code: number;
      /** Format: date-time */
      timestamp: string;
    };
    Explanation: {
      allowed: boolean;
      /** @description The grants that allow it */
      allows: components['schemas']['Path'][];
      /** @description The grant that decided; null when no grant did */
      by: components['schemas']['Path'] | null;
      /** @description Denies that would apply in a container that is not known */
      could_deny: components['schemas']['Path'][];
      /** @description The grants that deny it, which wins */
      denies: components['schemas']['Path'][];
      /** @description Allows of the same permission that do not reach the resource */
      elsewhere: components['schemas']['Path'][];
      /** @description What to do about a refusal whose cause is easily missed: the resource is not registered (the most common one), the question is about the whole organisation, or the permission does not exist */
      hint?: string;
      missing: components['schemas']['Missing'] | null;
      /** @enum {string} */
      reason:
        | 'granted'
        | 'denied'
        | 'no-grant'
        | 'context-missing'
        | 'unknown-permission'
        | 'suspended'
        | 'groups-overflow'
        | 'not-a-member';
      /** @description Roles that would make it allowed if they were assigned at `*`, of those that the caller may read; null when it may read none */
      roles: components['schemas']['GivingRole'][] | null;
      /** @description A list is incomplete */
      truncated: boolean;
    };
    GiveRole: {
      /**
       * Format: date-time
       * @description When the assignment expires; must be in the future, null for never
       */
      expires_at?: string | null;
      /** @description Why the member has the role; null for no reason */
      reason?: string | null;
      /**
       * @description Where the role applies: `*` is the whole organisation, otherwise an id or `type/id`
       * @default *
       */
      scope?: string;
    };
    GivingRole: {
      name: string;
      /** @example rl-viewer */
      role_id: string;
    };
    Health: {
      /**
       * @description All checks
       * @example {
       *       "database": {
       *         "status": "up"
       *       }
       *     }
       */
      details: {
        [key: string]: {
          status: string;
        } & {
          [key: string]: unknown;
        };
      };
      /**
       * @description The checks that fail; empty in this answer
       * @example {}
       */
      error: {
        [key: string]: {
          status: string;
        } & {
          [key: string]: unknown;
        };
      };
      /**
       * @description The checks that pass
       * @example {
       *       "database": {
       *         "status": "up"
       *       }
       *     }
       */
      info: {
        [key: string]: {
          status: string;
        } & {
          [key: string]: unknown;
        };
      };
      /** @enum {string} */
      status: 'ok';
    };
    HeldPermission: {
      /** @description The grants that it comes from, at most 100 */
      by: components['schemas']['Path'][];
      /** @enum {string} */
      effect: 'allow' | 'deny';
      /**
       * @description The permission, narrowed to the scope of the assignment
       * @example apps:ws-1:read
       */
      permission: string;
      /** @description Whether it comes from more grants */
      truncated: boolean;
    };
    HeldPermissions: {
      /** @description Whether another page follows */
      has_more: boolean;
      /** @description Send it as `cursor` to get the next page; null on the last page */
      next_cursor: string | null;
      permissions: components['schemas']['HeldPermission'][];
      /** @enum {string} */
      status: 'active' | 'suspended' | 'groups-overflow';
      /** @example bob */
      user_id: string;
    };
    HistoryActor: {
      /**
       * @description Null where the caller may not read who it was
       * @example alice
       */
      id: string | null;
      /** @enum {string} */
      kind: 'member' | 'operator' | 'token' | 'system';
    };
    HistoryEntry: {
      /**
       * @example policy.update
       * @enum {string}
       */
      action:
        | 'org.create'
        | 'org.update'
        | 'org.recover'
        | 'schema.update'
        | 'policy.create'
        | 'policy.update'
        | 'policy.delete'
        | 'role.create'
        | 'role.update'
        | 'role.delete'
        | 'role.members'
        | 'member.assign'
        | 'member.update'
        | 'member.remove'
        | 'member.sso'
        | 'member.role.assign'
        | 'member.role.take'
        | 'workspace.create'
        | 'workspace.update'
        | 'workspace.delete'
        | 'resource.create'
        | 'resource.update'
        | 'resource.delete';
      actor: components['schemas']['HistoryActor'];
      after: {
        [key: string]: unknown;
      } | null;
      /** Format: date-time */
      at: string;
      before: {
        [key: string]: unknown;
      } | null;
      /**
       * @description The names of the fields that differ
       * @example [
       *       "permissions"
       *     ]
       */
      changed: string[];
      /** @description Why the change was made, as its actor says */
      reason: string | null;
      /**
       * @description As `Castellan-Revision` says it
       * @example 1.42
       */
      revision: string;
    };
    HistoryPage: {
      entries: components['schemas']['HistoryEntry'][];
      /** @description Whether another page follows */
      has_more: boolean;
      /** @description Send it as `cursor` to get the next page; null on the last page */
      next_cursor: string | null;
    };
    Holder: {
      /** @description Whether the permission is held everywhere except in `except` */
      all: boolean;
      /**
       * @description Where the permission is denied, in the same form
       * @example [
       *       [
       *         "ws-1"
       *       ],
       *       [
       *         "workspaces/ws-2",
       *         "app-1"
       *       ]
       *     ]
       */
      except: string[][];
      /**
       * @description Where the permission is held: a resource must match every scope of one of the lists
       * @example [
       *       [
       *         "ws-1"
       *       ],
       *       [
       *         "workspaces/ws-2",
       *         "app-1"
       *       ]
       *     ]
       */
      only: string[][];
      /** @description Whether there are more places than the first 100 of each list */
      truncated: boolean;
      /** @example bob */
      user_id: string;
    };
    HolderPage: {
      /** @description Whether another page follows */
      has_more: boolean;
      members: components['schemas']['Holder'][];
      /** @description Send it as `cursor` to get the next page; null on the last page */
      next_cursor: string | null;
      /** @description Members whose roles have more than 2,000,000 permissions: nothing can be decided about them */
      undecided: string[];
    };
    HTTPValidationError: {
      detail: components['schemas']['ValidationError'][];
    };
    Member: {
      avatar_url: string | null;
      /** @description The permissions that the member is denied; they override `permissions` */
      denied_permissions: string[];
      /**
       * @description How far the directory groups count: `whole`; `truncated`: more roles are mapped than fit; `overflow`: more mapped roles deny than fit, so the member is denied access; `last_admin`: the last change was left out, because it would have ended the last Admin; `denies`: only what they deny; `off`: not at all, after a recovery
       * @enum {string}
       */
      directory: 'whole' | 'truncated' | 'overflow' | 'last_admin' | 'denies' | 'off';
      email: string | null;
      full_name: string | null;
      /** Format: date-time */
      joined_at: string;
      /** @example acme */
      org_id: string;
      /**
       * @description The permissions that the member holds; empty while it is suspended or denied access. A grant on one object within the scope of an assignment cannot be written as one permission, and is not listed
       * @example [
       *       "apps:*:read"
       *     ]
       */
      permissions: string[];
      /** @description Whether the roles have more than 20,000 permissions: the lists then hold some of them. `GET members/{user_id}/permissions` has all, page by page */
      permissions_truncated: boolean;
      /**
       * @description The ids of the roles, each once, sorted
       * @example [
       *       "rl-viewer"
       *     ]
       */
      role_ids: string[];
      /** @description One entry for each assignment that has not expired */
      roles_detail: components['schemas']['RoleDetail'][];
      /** @enum {string} */
      status: 'active' | 'suspended';
      /** @example alice */
      user_id: string;
      username: string | null;
    };
    MemberPage: {
      /** @description Whether another page follows */
      has_more: boolean;
      members: components['schemas']['Member'][];
      /** @description Send it as `cursor` to get the next page; null on the last page */
      next_cursor: string | null;
      /** @description The number of items that the caller may read, on all pages */
      total: number;
    };
    Missing: {
      /** @description What contains the resource must be known first: register it */
      containers: boolean;
      /** @description A deny must be removed first: no permission helps against it */
      deny: boolean;
      /** @description What to do */
      hint: string | null;
      /** @description The narrowest permission that would allow it; null when none would */
      permission: string | null;
    };
    NotReverted: {
      /** @description The id of the object; of an assignment the user id */
      id: string;
      /** @example assignment */
      kind: string;
      /**
       * @description The directory or the default roles decide it, or it has expired
       * @enum {string}
       */
      reason: 'directory' | 'default' | 'expired';
    };
    Organisation: {
      /** Format: date-time */
      created_at: string;
      /** @description The user id of the creator */
      created_by: string | null;
      name: string;
      /** @example acme */
      org_id: string;
      sso_connection: components['schemas']['SsoConnection'] | null;
      /** Format: date-time */
      updated_at: string;
    };
    OrganisationPage: {
      /** @description Whether another page follows */
      has_more: boolean;
      /** @description Send it as `cursor` to get the next page; null on the last page */
      next_cursor: string | null;
      organisations: components['schemas']['OrganisationSummary'][];
      /** @description The number of items that the caller may read, on all pages */
      total: number;
    };
    OrganisationSummary: {
      /** Format: date-time */
      created_at: string;
      name: string;
      /** @example acme */
      org_id: string;
    };
    PastExplanation: {
      allowed: boolean;
      /** @description The grants that allow it */
      allows: components['schemas']['Path'][];
      /** @description The grant that decided; null when no grant did */
      by: components['schemas']['Path'] | null;
      /** @description Denies that would apply in a container that is not known */
      could_deny: components['schemas']['Path'][];
      /** @description The grants that deny it, which wins */
      denies: components['schemas']['Path'][];
      /** @description Allows of the same permission that do not reach the resource */
      elsewhere: components['schemas']['Path'][];
      /** @description What to do about a refusal whose cause is easily missed: the resource is not registered (the most common one), the question is about the whole organisation, or the permission does not exist */
      hint?: string;
      /** @enum {string} */
      reason:
        | 'granted'
        | 'denied'
        | 'no-grant'
        | 'context-missing'
        | 'unknown-permission'
        | 'suspended'
        | 'groups-overflow'
        | 'not-a-member';
      /** @description A list is incomplete */
      truncated: boolean;
      /** @description Permissions of that time that the present schema does not know: what they granted or denied cannot be determined */
      undetermined: string[];
    };
    PastMember: {
      /**
       * @description How far the directory groups count: `whole`; `truncated`: more roles are mapped than fit; `overflow`: more mapped roles deny than fit, so the member is denied access; `last_admin`: the last change was left out, because it would have ended the last Admin; `denies`: only what they deny; `off`: not at all, after a recovery
       * @enum {string}
       */
      directory: 'whole' | 'truncated' | 'overflow' | 'last_admin' | 'denies' | 'off';
      /** @example acme */
      org_id: string;
      /**
       * @description The ids of the roles, each once, sorted
       * @example [
       *       "rl-viewer"
       *     ]
       */
      role_ids: string[];
      /** @description One entry for each assignment that has not expired */
      roles_detail: components['schemas']['RoleDetail'][];
      /** @enum {string} */
      status: 'active' | 'suspended';
      /** @example alice */
      user_id: string;
    };
    Path: {
      assignment: components['schemas']['Assignment'];
      /** @enum {string} */
      effect: 'allow' | 'deny';
      /**
       * @description The permission in the policy, in canonical form
       * @example apps:*:read
       */
      permission: string;
      /**
       * @description Null when the caller may not read it
       * @example pol-viewer
       */
      policy_id: string | null;
      /**
       * @description Null when the caller may not read it
       * @example rl-viewer
       */
      role_id: string | null;
    };
    PermissionSchema: {
      types: components['schemas']['SchemaType'][];
    };
    Policy: {
      /** Format: date-time */
      created_at: string;
      /** @description The user id of the creator; null for a built-in */
      created_by: string | null;
      description: string | null;
      /** @enum {string} */
      effect: 'allow' | 'deny';
      /** @description The source that keeps the object as a file; null when nobody does. It restricts nobody */
      managed_by: string | null;
      name: string;
      /** @example acme */
      org_id: string;
      /** @description The role that owns the policy; absent from a shared policy */
      owner_role_id?: string;
      /**
       * @example [
       *       "apps:*:read"
       *     ]
       */
      permissions: string[];
      /** @example pol-01k8z3n5v2f8m6q1w9d4r7t0xb */
      policy_id: string;
      resolved_permissions: components['schemas']['ResolvedPermission'][];
      /** @description The role's statement that the policy was made from */
      statement?: components['schemas']['Statement'];
      /** Format: date-time */
      updated_at: string;
    };
    PolicyPage: {
      /** @description Whether another page follows */
      has_more: boolean;
      /** @description Send it as `cursor` to get the next page; null on the last page */
      next_cursor: string | null;
      policies: components['schemas']['Policy'][];
      /** @description The number of items that the caller may read, on all pages */
      total: number;
    };
    PutResource: {
      /** @description Any JSON object of at most 16 KB */
      attributes?: {
        [key: string]: unknown;
      };
      description?: string | null;
      /** @description Required for a new resource */
      name?: string;
      /** @description Required for a new resource of a type that lives in workspaces; rejected for other types */
      workspace_id?: string;
    };
    Question: {
      /** @example apps:read */
      permission: string;
      /** @description The resource to ask about; the whole organisation when omitted */
      resource?: components['schemas']['AskedResource'];
      /**
       * @description The member to ask about; the caller when omitted
       * @example bob
       */
      user_id?: string;
    };
    Questions: {
      questions: components['schemas']['Question'][];
    };
    RecoverOrg: {
      /** @example alice */
      user_id: string;
    };
    Reference: {
      id?: string;
      name?: string;
    };
    RegisteredResource: {
      attributes: {
        [key: string]: unknown;
      };
      /** Format: date-time */
      created_at: string;
      /** @description The user id of the creator */
      created_by: string | null;
      description: string | null;
      /** @example app-1 */
      id: string;
      name: string;
      /** @example acme */
      org_id: string;
      /** @example apps */
      resource_type: string;
      /** Format: date-time */
      updated_at: string;
      /** @description The workspace that contains the resource; null when none does */
      workspace_id: string | null;
    };
    ResolvedPermission: {
      /** @example read */
      action: string;
      /** @example apps:*:read */
      permission: string;
      resource_id: string | null;
      resource_name: string | null;
      /** @example apps */
      resource_type: string;
    };
    Resource: {
      description: string | null;
      /** @example app-1 */
      id: string;
      name: string;
      /** @example apps */
      resource_type: string;
      /** @description The workspace that contains the resource; null when none does */
      workspace_id: string | null;
    };
    ResourceList: {
      /** @description Whether another page follows */
      has_more: boolean;
      /** @description Send it as `cursor` to get the next page; null on the last page */
      next_cursor: string | null;
      resources: components['schemas']['Resource'][];
    };
    Restore: {
      /**
       * @description The revision whose state is restored, as `Castellan-Revision` says it
       * @example 1.42
       */
      revision: string;
    };
    RestoredPolicy: {
      /** Format: date-time */
      created_at: string;
      /** @description The user id of the creator; null for a built-in */
      created_by: string | null;
      description: string | null;
      /** @enum {string} */
      effect: 'allow' | 'deny';
      /** @description The source that keeps the object as a file; null when nobody does. It restricts nobody */
      managed_by: string | null;
      name: string;
      /** @example acme */
      org_id: string;
      /** @description The role that owns the policy; absent from a shared policy */
      owner_role_id?: string;
      /**
       * @example [
       *       "apps:*:read"
       *     ]
       */
      permissions: string[];
      /** @example pol-01k8z3n5v2f8m6q1w9d4r7t0xb */
      policy_id: string;
      resolved_permissions: components['schemas']['ResolvedPermission'][];
      /** @description The id that the object had before it was deleted; null when it was there */
      restored_from: string | null;
      /** @description The role's statement that the policy was made from */
      statement?: components['schemas']['Statement'];
      /** Format: date-time */
      updated_at: string;
    };
    RestoredRole: {
      /** Format: date-time */
      created_at: string;
      /** @description The user id of the creator; null for a built-in */
      created_by: string | null;
      description: string | null;
      is_default: boolean;
      /** @description The source that keeps the object as a file; null when nobody does. It restricts nobody */
      managed_by: string | null;
      name: string;
      /** @example acme */
      org_id: string;
      /** @description Those that the caller may read, and those of the role itself */
      policies: components['schemas']['Policy'][];
      policy_ids: string[];
      /** @description The id that the object had before it was deleted; null when it was there */
      restored_from: string | null;
      /** @example rl-developer */
      role_id: string;
      sso_group_names: string[];
      /** Format: date-time */
      updated_at: string;
    };
    Revert: {
      /** @description Why it is reverted; kept in the audit log */
      reason?: string | null;
    };
    RevertResult: {
      /** @description What was left as it is */
      left_out: components['schemas']['NotReverted'][];
      /** @description One for each change, in the same order */
      results: components['schemas']['ChangeResult'][];
      /**
       * @description The revision that the set made; the one that it found when it changed nothing
       * @example 1.42
       */
      revision: string;
    };
    Role: {
      /** Format: date-time */
      created_at: string;
      /** @description The user id of the creator; null for a built-in */
      created_by: string | null;
      description: string | null;
      is_default: boolean;
      /** @description The source that keeps the object as a file; null when nobody does. It restricts nobody */
      managed_by: string | null;
      name: string;
      /** @example acme */
      org_id: string;
      /** @description Those that the caller may read, and those of the role itself */
      policies: components['schemas']['Policy'][];
      policy_ids: string[];
      /** @example rl-developer */
      role_id: string;
      sso_group_names: string[];
      /** Format: date-time */
      updated_at: string;
    };
    RoleDetail: {
      description: string | null;
      /** Format: date-time */
      expires_at: string | null;
      is_default: boolean;
      /** @description The source that keeps the object as a file; null when nobody does. It restricts nobody */
      managed_by: string | null;
      name: string;
      /** @enum {string} */
      origin: 'manual' | 'default' | 'sso';
      /** @description Why the member has the role, as whoever assigned it says */
      reason: string | null;
      /** @example rl-viewer */
      role_id: string;
      /**
       * @description Where the role applies: `*` is the whole organisation, otherwise an id or `type/id`
       * @example *
       */
      scope: string;
    };
    RolePage: {
      /** @description Whether another page follows */
      has_more: boolean;
      /** @description Send it as `cursor` to get the next page; null on the last page */
      next_cursor: string | null;
      roles: components['schemas']['Role'][];
      /** @description The number of items that the caller may read, on all pages */
      total: number;
    };
    SchemaAction: {
      description: string | null;
      /** @description Whether wildcards exclude the action, so that a permission must name it */
      explicit: boolean;
      /** @description Actions of the same type that are allowed together with this one */
      implies: string[];
      label: string;
      /** @example manage */
      name: string;
    };
    SchemaType: {
      actions: components['schemas']['SchemaAction'][];
      description: string | null;
      label: string;
      /** @description Whether `GET resources` can list it */
      listable: boolean;
      /** @example apps */
      name: string;
      /** @description The type of its containers; null when the organisation itself contains it */
      parent: string | null;
      /** @enum {string} */
      scope: 'org' | 'workspace';
    };
    SetChange: {
      /** @description Whether the set's `source` keeps the object from now on; requires the right to update it */
      adopt?: boolean;
      /** @description What the object is to be: the body of its own route. In a role, `policies` may name policies by `id` or `name` in place of `policy_ids` */
      body?: {
        [key: string]: unknown;
      };
      /**
       * Format: date-time
       * @description When an assignment expires; null for never
       */
      expires_at?: string | null;
      /** @description The id of the object; of a member its user id */
      id?: string;
      /**
       * @example policy
       * @enum {string}
       */
      kind: 'policy' | 'role' | 'workspace' | 'resource' | 'member' | 'assignment';
      /** @description The name of the object, in place of its id */
      name?: string;
      /**
       * @example create
       * @enum {string}
       */
      op: 'create' | 'update' | 'delete' | 'assign' | 'unassign';
      /** @description Why the member has the role */
      reason?: string | null;
      /** @description The type of a resource */
      resource_type?: string;
      /** @description The role of an assignment */
      role?: components['schemas']['Reference'];
      /** @description Where an assignment applies: `*` is the whole organisation, otherwise an id or `type/id` */
      scope?: string;
      /** @description The user of an assignment */
      user_id?: string;
    };
    SsoConnection: {
      /** @example tenant */
      claim: string;
      /** @example https://login.acme.example */
      issuer: string;
      /** @example acme */
      value: string;
    };
    Statement: {
      /**
       * @description Names of actions, or `*`
       * @example [
       *       "read"
       *     ]
       */
      actions: string[];
      /** @enum {string} */
      effect: 'allow' | 'deny';
      /**
       * @description `*`, `type` or `type:scope`
       * @example [
       *       "apps",
       *       "endpoints:ws-1"
       *     ]
       */
      resources: string[];
    };
    StatementRole: {
      /** @description Milliseconds since the epoch */
      createdAt: number;
      /** Format: date-time */
      createdAtDateString: string;
      /** @description The user id of the creator; `system` for a built-in, and empty for a member that the caller may not read */
      createdBy: string;
      description: string;
      /** @example rl-developer */
      id: string;
      name: string;
      policies: components['schemas']['Statement'][];
      /** @description Milliseconds since the epoch */
      updatedAt: number;
      /** Format: date-time */
      updatedAtDateString: string;
    };
    StatementRoleData: {
      data: components['schemas']['StatementRole'];
    };
    StatementRolePage: {
      data: components['schemas']['StatementRole'][];
      /** @description Send it as `nextToken` to get the next page; absent from the last page */
      nextToken?: string;
    };
    StatementsError: {
      /** @example Forbidden */
      error: string;
      message: string;
    };
    UpdateMember: {
      /** @enum {string} */
      status?: 'active' | 'suspended';
    };
    UpdateOrg: {
      name?: string;
      /** @description Whose tokens may name groups; null removes the connection */
      sso_connection?: components['schemas']['SsoConnection'] | null;
    };
    UpdatePolicy: {
      /** @description Must be null: conditions are not supported yet */
      condition?: null;
      description?: string | null;
      /** @enum {string} */
      effect?: 'allow' | 'deny';
      /** @example Release managers */
      name?: string;
      /**
       * @description Permissions `type:scope:action`; `type:action` is short for `type:*:action`
       * @example [
       *       "apps:*:read",
       *       "endpoints:ws-1:trigger"
       *     ]
       */
      permissions?: string[];
    };
    UpdateRole: {
      description?: string | null;
      /** @description Whether new members get the role when they join */
      is_default?: boolean;
      name?: string;
      policy_ids?: string[];
      /** @description Groups of the organisation's SSO connection whose members get the role */
      sso_group_names?: string[];
    };
    UpdateStatementRole: {
      description?: string;
      name?: string;
      /** @description Replaces the role's own statements and detaches its shared policies */
      policies?: components['schemas']['Statement'][];
    };
    UpdateWorkspace: {
      description?: string | null;
      /** @example Payments */
      name?: string;
    };
    ValidationError: {
      ctx?: {
        [key: string]: unknown;
      };
      /** @description What was sent, truncated to 256 characters */
      input?:
        | (
            | string
            | number
            | boolean
            | {
                [key: string]: unknown;
              }
            | unknown[]
          )
        | null;
      /**
       * @example [
       *       "body",
       *       "name"
       *     ]
       */
      loc: (string | number)[];
      /** @example Field required */
      msg: string;
      /** @example missing */
      type: string;
    };
    Workspace: {
      /** Format: date-time */
      created_at: string;
      /** @description The user id of the creator */
      created_by: string | null;
      description: string | null;
      /** @description The source that keeps the object as a file; null when nobody does. It restricts nobody */
      managed_by: string | null;
      name: string;
      /** @example acme */
      org_id: string;
      /** Format: date-time */
      updated_at: string;
      /** @example ws-1 */
      workspace_id: string;
    };
    WorkspacePage: {
      /** @description Whether another page follows */
      has_more: boolean;
      /** @description Send it as `cursor` to get the next page; null on the last page */
      next_cursor: string | null;
      /** @description The number of items that the caller may read, on all pages */
      total: number;
      workspaces: components['schemas']['Workspace'][];
    };
  };
  responses: {
    Error: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['Error'];
      };
    };
    HTTPValidationError: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['HTTPValidationError'];
      };
    };
    StatementsError: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        'application/json': components['schemas']['StatementsError'];
      };
    };
  };
  parameters: {
    /** @description Tries the change and writes nothing: the answer is 200 with `DryRun` */
    DryRun: boolean;
    /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
    IfMatch: string;
  };
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  live: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The service is healthy */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      400: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  ready: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The service is healthy */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Health'];
        };
      };
      400: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  metrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      400: components['responses']['Error'];
      500: components['responses']['Error'];
    };
  };
  listRoles: {
    parameters: {
      query?: {
        /** @description The most roles on the page: 10 to 100, by default 50 */
        maxResults?: string;
        /** @description `nextToken` of the previous page */
        nextToken?: string;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        organizationId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementRolePage'];
        };
      };
      400: components['responses']['StatementsError'];
      401: components['responses']['StatementsError'];
      403: components['responses']['StatementsError'];
      404: components['responses']['StatementsError'];
      414: components['responses']['StatementsError'];
      422: components['responses']['StatementsError'];
      429: components['responses']['StatementsError'];
      500: components['responses']['StatementsError'];
      503: components['responses']['StatementsError'];
    };
  };
  createRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        organizationId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Support",
         *       "description": "Reads apps",
         *       "policies": [
         *         {
         *           "resources": [
         *             "apps"
         *           ],
         *           "actions": [
         *             "read"
         *           ],
         *           "effect": "allow"
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['CreateStatementRole'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementRoleData'];
        };
      };
      400: components['responses']['StatementsError'];
      401: components['responses']['StatementsError'];
      403: components['responses']['StatementsError'];
      404: components['responses']['StatementsError'];
      408: components['responses']['StatementsError'];
      409: components['responses']['StatementsError'];
      413: components['responses']['StatementsError'];
      414: components['responses']['StatementsError'];
      415: components['responses']['StatementsError'];
      422: components['responses']['StatementsError'];
      429: components['responses']['StatementsError'];
      500: components['responses']['StatementsError'];
      503: components['responses']['StatementsError'];
    };
  };
  getRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        organizationId: string;
        /**
         * @description The id of the role
         * @example rl-viewer
         */
        roleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementRoleData'];
        };
      };
      400: components['responses']['StatementsError'];
      401: components['responses']['StatementsError'];
      403: components['responses']['StatementsError'];
      404: components['responses']['StatementsError'];
      414: components['responses']['StatementsError'];
      422: components['responses']['StatementsError'];
      429: components['responses']['StatementsError'];
      500: components['responses']['StatementsError'];
      503: components['responses']['StatementsError'];
    };
  };
  updateRole: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        organizationId: string;
        /**
         * @description The id of the role
         * @example rl-viewer
         */
        roleId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "description": "Reads apps"
         *     }
         */
        'application/json': components['schemas']['UpdateStatementRole'];
      };
    };
    responses: {
      /**
       * @description Success
       *
       *     Success. With `dry_run=true`: what the change would do
       */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementRoleData'] | components['schemas']['ChangedRoleData'];
        };
      };
      400: components['responses']['StatementsError'];
      401: components['responses']['StatementsError'];
      403: components['responses']['StatementsError'];
      404: components['responses']['StatementsError'];
      408: components['responses']['StatementsError'];
      409: components['responses']['StatementsError'];
      412: components['responses']['StatementsError'];
      413: components['responses']['StatementsError'];
      414: components['responses']['StatementsError'];
      415: components['responses']['StatementsError'];
      422: components['responses']['StatementsError'];
      429: components['responses']['StatementsError'];
      500: components['responses']['StatementsError'];
      503: components['responses']['StatementsError'];
    };
  };
  deleteRole: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        organizationId: string;
        /**
         * @description The id of the role
         * @example rl-viewer
         */
        roleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeletedRoleData'];
        };
      };
      400: components['responses']['StatementsError'];
      401: components['responses']['StatementsError'];
      403: components['responses']['StatementsError'];
      404: components['responses']['StatementsError'];
      408: components['responses']['StatementsError'];
      409: components['responses']['StatementsError'];
      412: components['responses']['StatementsError'];
      413: components['responses']['StatementsError'];
      414: components['responses']['StatementsError'];
      422: components['responses']['StatementsError'];
      429: components['responses']['StatementsError'];
      500: components['responses']['StatementsError'];
      503: components['responses']['StatementsError'];
    };
  };
  listOrgs: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description The most items on the page */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrganisationPage'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  createOrg: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "org_id": "globex",
         *       "name": "Globex",
         *       "admin_user_id": "alice"
         *     }
         */
        'application/json': components['schemas']['CreateOrg'];
      };
    };
    responses: {
      /** @description Success */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Organisation'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      413: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  getOrg: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Organisation'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  updateOrg: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Acme"
         *     }
         */
        'application/json': components['schemas']['UpdateOrg'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Organisation'] | components['schemas']['Changed'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  listAuditEntries: {
    parameters: {
      query?: {
        /** @description Only changes of this kind */
        action?:
          | 'org.create'
          | 'org.update'
          | 'org.recover'
          | 'schema.update'
          | 'policy.create'
          | 'policy.update'
          | 'policy.delete'
          | 'role.create'
          | 'role.update'
          | 'role.delete'
          | 'role.members'
          | 'member.assign'
          | 'member.update'
          | 'member.remove'
          | 'member.sso'
          | 'member.role.assign'
          | 'member.role.take'
          | 'workspace.create'
          | 'workspace.update'
          | 'workspace.delete'
          | 'resource.create'
          | 'resource.update'
          | 'resource.delete';
        /** @description Only changes by this user id */
        actor?: string;
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description Only changes at or after this time, such as `2026-01-31T12:00:00Z` */
        from?: string;
        /** @description The most items on the page */
        limit?: number;
        /** @description Only changes of the object with this id */
        target_id?: string;
        /** @description Only changes of objects of this type, such as `policies` */
        target_type?: string;
        /** @description Only changes before this time; must be later than `from` */
        to?: string;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditPage'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  exportAuditEntries: {
    parameters: {
      query?: {
        /** @description Only changes of this kind */
        action?:
          | 'org.create'
          | 'org.update'
          | 'org.recover'
          | 'schema.update'
          | 'policy.create'
          | 'policy.update'
          | 'policy.delete'
          | 'role.create'
          | 'role.update'
          | 'role.delete'
          | 'role.members'
          | 'member.assign'
          | 'member.update'
          | 'member.remove'
          | 'member.sso'
          | 'member.role.assign'
          | 'member.role.take'
          | 'workspace.create'
          | 'workspace.update'
          | 'workspace.delete'
          | 'resource.create'
          | 'resource.update'
          | 'resource.delete';
        /** @description Only changes by this user id */
        actor?: string;
        /** @description Only changes at or after this time, such as `2026-01-31T12:00:00Z` */
        from?: string;
        /** @description Only changes of the object with this id */
        target_id?: string;
        /** @description Only changes of objects of this type, such as `policies` */
        target_type?: string;
        /** @description Only changes before this time; must be later than `from` */
        to?: string;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /**
       * @description Success
       *
       *     Success
       */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': string;
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  applyOrgChanges: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "reason": "On call needs the endpoints",
         *       "changes": [
         *         {
         *           "op": "create",
         *           "kind": "policy",
         *           "body": {
         *             "name": "Trigger endpoints",
         *             "permissions": [
         *               "endpoints:*:trigger"
         *             ]
         *           }
         *         },
         *         {
         *           "op": "create",
         *           "kind": "role",
         *           "body": {
         *             "name": "On call team",
         *             "policies": [
         *               {
         *                 "name": "Trigger endpoints"
         *               }
         *             ]
         *           }
         *         },
         *         {
         *           "op": "assign",
         *           "kind": "assignment",
         *           "user_id": "carol",
         *           "role": {
         *             "name": "On call team"
         *           }
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['ChangeSet'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangeSetResult'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  revertOrgChange: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description A revision, as `Castellan-Revision` says it
         * @example 1.42
         */
        revision: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "reason": "Made by mistake"
         *     }
         */
        'application/json': components['schemas']['Revert'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RevertResult'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  checkOrgPermission: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "permission": "apps:read",
         *       "resource": {
         *         "type": "apps",
         *         "id": "app-1"
         *       }
         *     }
         */
        'application/json': components['schemas']['Question'];
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Check'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  checkOrgPermissions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "questions": [
         *         {
         *           "permission": "apps:read"
         *         },
         *         {
         *           "permission": "apps:read",
         *           "resource": {
         *             "type": "apps",
         *             "id": "app-1"
         *           }
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['Questions'];
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Checks'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  getOrgIamMe: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  listOrgIamMembers: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description The most items on the page */
        limit?: number;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MemberPage'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  assignOrgMemberRoles: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "user_id": "carol",
         *       "role_ids": [
         *         "rl-viewer"
         *       ]
         *     }
         */
        'application/json': components['schemas']['AssignMemberRoles'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': null;
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  getOrgIamMember: {
    parameters: {
      query?: {
        /** @description A revision as `Castellan-Revision` says it: the object is shown as it was then, also when it has been deleted since. Requires `audit:read` */
        at_revision?: string;
      };
      header?: never;
      path: {
        /**
         * @description The user id of the member: the `sub` of its token
         * @example alice
         */
        member_user_id: string;
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'] | components['schemas']['PastMember'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      409: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  updateOrgIamMember: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The user id of the member: the `sub` of its token
         * @example alice
         */
        member_user_id: string;
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "status": "active"
         *     }
         */
        'application/json': components['schemas']['UpdateMember'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'] | components['schemas']['ChangedMember'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  removeOrgIamMember: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The user id of the member: the `sub` of its token
         * @example alice
         */
        member_user_id: string;
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  explainOrgMemberPermission: {
    parameters: {
      query: {
        /** @description A time in place of `at_revision`: the answer is the one that was given then */
        at?: string;
        /** @description A revision as `Castellan-Revision` says it: the object is shown as it was then, also when it has been deleted since. Requires `audit:read` */
        at_revision?: string;
        permission: string;
        /** @description The resource to ask about; the whole organisation when omitted */
        resource_id?: string;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The user id of the member: the `sub` of its token
         * @example alice
         */
        user_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Explanation'] | components['schemas']['PastExplanation'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      409: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  listOrgMemberHistory: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description The most items on the page */
        limit?: number;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The user id of the member: the `sub` of its token
         * @example alice
         */
        user_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryPage'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  listOrgMemberPermissions: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description The most items on the page */
        limit?: number;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The user id of the member: the `sub` of its token
         * @example alice
         */
        user_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HeldPermissions'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  giveOrgMemberRole: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the role
         * @example rl-viewer
         */
        role_id: string;
        /**
         * @description The user id of the member: the `sub` of its token
         * @example alice
         */
        user_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "scope": "*",
         *       "expires_at": null
         *     }
         */
        'application/json': components['schemas']['GiveRole'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'] | components['schemas']['ChangedMember'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  takeOrgMemberRole: {
    parameters: {
      query?: {
        /** @description Where to revoke the role: `*`, an id, or `type/id`. Without it, the role is revoked at every scope. */
        scope?: string;
      };
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the role
         * @example rl-viewer
         */
        role_id: string;
        /**
         * @description The user id of the member: the `sub` of its token
         * @example alice
         */
        user_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  assignOrgMembersRoles: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "members": [
         *         {
         *           "user_id": "carol",
         *           "role_ids": [
         *             "rl-viewer"
         *           ]
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['AssignManyMemberRoles'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': null;
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  listOrgPermissionMembers: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description The most items on the page */
        limit?: number;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description A permission as `type:action`
         * @example apps:read
         */
        permission: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HolderPage'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  getPermissionSchema: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PermissionSchema'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  listOrgPolicies: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description The most items on the page */
        limit?: number;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PolicyPage'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  createOrgPolicy: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "App readers",
         *       "permissions": [
         *         "apps:*:read",
         *         "endpoints:ws-1:trigger"
         *       ]
         *     }
         */
        'application/json': components['schemas']['CreatePolicy'];
      };
    };
    responses: {
      /** @description Success */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Policy'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  getOrgPolicy: {
    parameters: {
      query?: {
        /** @description A revision as `Castellan-Revision` says it: the object is shown as it was then, also when it has been deleted since. Requires `audit:read` */
        at_revision?: string;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the policy
         * @example pol-viewer
         */
        policy_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Policy'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      409: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  updateOrgPolicy: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the policy
         * @example pol-viewer
         */
        policy_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "description": "Read every app"
         *     }
         */
        'application/json': components['schemas']['UpdatePolicy'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Policy'] | components['schemas']['Changed'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  deleteOrgPolicy: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the policy
         * @example pol-viewer
         */
        policy_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  listOrgPolicyHistory: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description The most items on the page */
        limit?: number;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the policy
         * @example pol-viewer
         */
        policy_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryPage'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  restoreOrgPolicy: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the policy
         * @example pol-viewer
         */
        policy_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "revision": "1.1"
         *     }
         */
        'application/json': components['schemas']['Restore'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RestoredPolicy'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  listIamResources: {
    parameters: {
      query: {
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description The most items on the page */
        limit?: number;
        /** @description A listable type of the permission schema */
        resource_type: string;
        /** @description Required for a type that lives in workspaces; rejected for other types */
        workspace_id?: string;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ResourceList'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  getIamResource: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the resource
         * @example model-1
         */
        resource_id: string;
        /**
         * @description A resource type of the permission schema
         * @example models
         */
        resource_type: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RegisteredResource'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  putIamResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the resource
         * @example model-1
         */
        resource_id: string;
        /**
         * @description A resource type of the permission schema
         * @example models
         */
        resource_type: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Support model",
         *       "description": "Answers questions of customers"
         *     }
         */
        'application/json': components['schemas']['PutResource'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RegisteredResource'] | components['schemas']['Changed'];
        };
      };
      /** @description Made */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RegisteredResource'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  deleteIamResource: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the resource
         * @example model-1
         */
        resource_id: string;
        /**
         * @description A resource type of the permission schema
         * @example models
         */
        resource_type: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  listOrgRoles: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description The most items on the page */
        limit?: number;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RolePage'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  createOrgRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "On call",
         *       "description": "Reads apps and triggers endpoints",
         *       "policy_ids": [
         *         "pol-operator"
         *       ]
         *     }
         */
        'application/json': components['schemas']['CreateRole'];
      };
    };
    responses: {
      /** @description Success */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Role'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  getOrgRole: {
    parameters: {
      query?: {
        /** @description A revision as `Castellan-Revision` says it: the object is shown as it was then, also when it has been deleted since. Requires `audit:read` */
        at_revision?: string;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the role
         * @example rl-viewer
         */
        role_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Role'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      409: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  updateOrgRole: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the role
         * @example rl-viewer
         */
        role_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "description": "Reads apps and triggers endpoints"
         *     }
         */
        'application/json': components['schemas']['UpdateRole'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Role'] | components['schemas']['Changed'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  deleteOrgRole: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the role
         * @example rl-viewer
         */
        role_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  listOrgRoleHistory: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description The most items on the page */
        limit?: number;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the role
         * @example rl-viewer
         */
        role_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryPage'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  restoreOrgRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the role
         * @example rl-viewer
         */
        role_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "revision": "1.1"
         *     }
         */
        'application/json': components['schemas']['Restore'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RestoredRole'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  recoverOrg: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "user_id": "alice"
         *     }
         */
        'application/json': components['schemas']['RecoverOrg'];
      };
    };
    responses: {
      /** @description Success */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  listWorkspaces: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the previous page */
        cursor?: string;
        /** @description The most items on the page */
        limit?: number;
      };
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WorkspacePage'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  createWorkspace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Payments",
         *       "description": "Apps of the payments team"
         *     }
         */
        'application/json': components['schemas']['CreateWorkspace'];
      };
    };
    responses: {
      /** @description Success */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Workspace'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  getWorkspace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the workspace
         * @example ws-1
         */
        workspace_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Workspace'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  updateWorkspace: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the workspace
         * @example ws-1
         */
        workspace_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "description": "Apps of the payments team"
         *     }
         */
        'application/json': components['schemas']['UpdateWorkspace'];
      };
    };
    responses: {
      /** @description Success. With `dry_run=true`: what the change would do */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Workspace'] | components['schemas']['Changed'];
        };
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      415: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
  deleteWorkspace: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `ETag` of the object as it was read: the change is rejected with 412 when the object has changed since */
        'If-Match'?: components['parameters']['IfMatch'];
      };
      path: {
        /**
         * @description The id of the organisation
         * @example acme
         */
        org_id: string;
        /**
         * @description The id of the workspace
         * @example ws-1
         */
        workspace_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['Error'];
      401: components['responses']['Error'];
      403: components['responses']['Error'];
      404: components['responses']['Error'];
      408: components['responses']['Error'];
      409: components['responses']['Error'];
      412: components['responses']['Error'];
      413: components['responses']['Error'];
      414: components['responses']['Error'];
      422: components['responses']['HTTPValidationError'];
      429: components['responses']['Error'];
      500: components['responses']['Error'];
      503: components['responses']['Error'];
    };
  };
}
