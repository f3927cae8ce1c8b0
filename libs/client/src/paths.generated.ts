// Made by `npm run client:types` from the service's own OpenAPI document; not to be edited.

export interface paths {
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The process answers */
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
    /** The database answers too, and is a primary */
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
    /** Metrics in the Prometheus text format */
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
    /** List the roles that the caller may read, as statements */
    get: operations['listRoles'];
    put?: never;
    /** Make a role of statements */
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
    /** Show a role as statements */
    get: operations['getRole'];
    /** Change what the body names of a role */
    put: operations['updateRole'];
    post?: never;
    /** Delete a role with its statements, and take it from every member */
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
    /** List the caller's own organisations; all of them for operators */
    get: operations['listOrgs'];
    put?: never;
    /** Make an organisation with its first Admin */
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
    /** Show an organisation */
    get: operations['getOrg'];
    /** Change what the body names of an organisation */
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
    /** List what was changed, newest first */
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
     * Export what was changed, oldest first
     * @description Each line is one entry as JSON, in its stored canonical form (RFC 8785), followed by two more members: `hash`, and `users`, which maps the references in the entry to user ids. Without these two members the line is the text that was hashed. If the connection breaks off, the export is incomplete.
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
     * May a member do this?
     * @description About itself a member may ask always, about others with `members:check`. A denial is a 200 too.
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
     * The same for many questions
     * @description About itself a member may ask always, about others with `members:check`. A denial is a 200 too.
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
    /** Show the caller as a member */
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
    /** List the members that the caller may read */
    get: operations['listOrgIamMembers'];
    put?: never;
    /** Replace a user's roles; makes it a member */
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
    /** Show a member */
    get: operations['getOrgIamMember'];
    /** Suspend a member, or let it in again */
    put: operations['updateOrgIamMember'];
    post?: never;
    /** Remove a member and its assignments */
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
    /** Why a member may do something, or may not */
    get: operations['explainOrgMemberPermission'];
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
    /** What a member holds, and what gives it */
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
    /** Give a member a role, or change when it expires */
    put: operations['giveOrgMemberRole'];
    post?: never;
    /** Take a role from a member */
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
    /** The same for many users: all or nothing */
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
    /** List the members who may do something somewhere */
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
    /** Show what can be granted */
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
    /** List the policies that the caller may read */
    get: operations['listOrgPolicies'];
    put?: never;
    /** Make a policy */
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
    /** Show a policy */
    get: operations['getOrgPolicy'];
    /** Change what the body names of a policy */
    put: operations['updateOrgPolicy'];
    post?: never;
    /** Delete a policy and detach it from every role */
    delete: operations['deleteOrgPolicy'];
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
    /** List the resources of a type that the caller may read */
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
    /** Show a registered resource */
    get: operations['getIamResource'];
    /** Register a resource, or change what the body names of it */
    put: operations['putIamResource'];
    post?: never;
    /** Take a resource out of the registry */
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
    /** List the roles that the caller may read */
    get: operations['listOrgRoles'];
    put?: never;
    /** Make a role */
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
    /** Show a role */
    get: operations['getOrgRole'];
    /** Change what the body names of a role */
    put: operations['updateOrgRole'];
    post?: never;
    /** Delete a role and take it from every member */
    delete: operations['deleteOrgRole'];
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
    /** Make a user the Admin of an organisation, with that role alone */
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
    /** List the workspaces that the caller may read */
    get: operations['listWorkspaces'];
    put?: never;
    /** Make a workspace */
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
    /** Show a workspace */
    get: operations['getWorkspace'];
    /** Change what the body names of a workspace */
    put: operations['updateWorkspace'];
    post?: never;
    /** Delete a workspace that has no resources */
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
       * @description The permission's type, or a type that contains it
       * @example apps
       */
      type: string;
      /** @description Refused when the registry knows otherwise; it adds nothing */
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
      /** @example alice */
      user_id: string;
    };
    Assignment: {
      /** Format: date-time */
      expires_at: string | null;
      /** @enum {string} */
      origin: 'manual' | 'default' | 'sso';
      /**
       * @description `*`, an id, or `type/id`
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
      /** @example policy.update */
      action: string;
      actor: components['schemas']['AuditActor'];
      after: {
        [key: string]: unknown;
      } | null;
      /** Format: date-time */
      at: string;
      before: {
        [key: string]: unknown;
      } | null;
      /** @description Links the entry to the one before it */
      hash: string;
      request_id: string | null;
      /** @description The revision that the change made */
      revision: number;
      /** @description Counts from 1 without gaps */
      seq: number;
      target: components['schemas']['AuditTarget'];
    };
    AuditPage: {
      entries: components['schemas']['AuditEntry'][];
      has_more: boolean;
      /** @description The `cursor` of the next page; null on the last */
      next_cursor: string | null;
      /** @description How many entries there are; null when there is a filter, because they are not counted */
      total: number | null;
    };
    AuditTarget: {
      id: string;
      /** @example policies */
      type: string;
    };
    Check: {
      allowed: boolean;
      /** @description The first grant that allows or denies */
      by: (components['schemas']['Path'] | null) & components['schemas']['Path'];
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
      /** @example Acme */
      name: string;
      /** @example acme */
      org_id: string;
    };
    CreatePolicy: {
      /** @description For later work: only null is taken */
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
      /** @description Given to everybody who joins */
      is_default?: boolean;
      name: string;
      policy_ids?: string[];
      /** @description Groups of the organisation's SSO connection whose holders have the role */
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
    DryRun: {
      /** @description The answer that the change would get */
      error?: {
        [key: string]: unknown;
      };
      gained: {
        permission: string;
        user_id: string;
      }[];
      lost: {
        permission: string;
        user_id: string;
      }[];
      /** @description There is more than is listed */
      truncated: boolean;
      would_succeed: boolean;
    };
    Error: {
      details: {
        [key: string]: unknown;
      };
      /** @example FORBIDDEN */
      error: string;
      message: string;
      /** @example 403 */
      status_code: number;
      /** Format: date-time */
      timestamp: string;
    };
    Explanation: {
      allowed: boolean;
      /** @description The grants that allow it */
      allows: components['schemas']['Path'][];
      /** @description The first grant that allows or denies */
      by: (components['schemas']['Path'] | null) & components['schemas']['Path'];
      /** @description Denies that would apply in a container that is not known */
      could_deny: components['schemas']['Path'][];
      /** @description The grants that deny it, which wins */
      denies: components['schemas']['Path'][];
      /** @description Allows of the same permission that do not reach the resource */
      elsewhere: components['schemas']['Path'][];
      missing: (components['schemas']['Missing'] | null) & components['schemas']['Missing'];
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
      /** @description Roles that would make it allowed if they were assigned at `*` */
      roles: components['schemas']['GivingRole'][];
    };
    GiveRole: {
      /**
       * Format: date-time
       * @description In the future
       */
      expires_at?: string | null;
      /**
       * @description `*`, an id, or `type/id`
       * @default *
       */
      scope?: string;
    };
    GivingRole: {
      name: string;
      /** @example rl-viewer */
      role_id: string;
    };
    HeldPermission: {
      /** @description Every grant that gives it */
      by: components['schemas']['Path'][];
      /** @enum {string} */
      effect: 'allow' | 'deny';
      /**
       * @description With the scope of the assignment folded in
       * @example apps:ws-1:read
       */
      permission: string;
    };
    HeldPermissions: {
      permissions: components['schemas']['HeldPermission'][];
      /** @enum {string} */
      status: 'active' | 'suspended' | 'groups-overflow';
      /** @example bob */
      user_id: string;
    };
    Holder: {
      /** @description Everywhere but for `except` */
      all: boolean;
      /**
       * @description Where it may not, in the same form
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
       * @description Where it may: all scopes of one of the lists must match
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
      /** @example bob */
      user_id: string;
    };
    HolderPage: {
      has_more: boolean;
      members: components['schemas']['Holder'][];
      /** @description The `cursor` of the next page; null on the last */
      next_cursor: string | null;
    };
    HTTPValidationError: {
      detail: components['schemas']['ValidationError'][];
    };
    Member: {
      avatar_url: string | null;
      /** @description What the member is denied, which wins over `permissions` */
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
       * @description What the member holds; nothing while it is suspended or denied access
       * @example [
       *       "apps:*:read"
       *     ]
       */
      permissions: string[];
      /**
       * @description Each role once, sorted
       * @example [
       *       "rl-viewer"
       *     ]
       */
      role_ids: string[];
      /** @description One for each assignment that has not expired */
      roles_detail: components['schemas']['RoleDetail'][];
      /** @enum {string} */
      status: 'active' | 'suspended';
      /** @example alice */
      user_id: string;
      username: string | null;
    };
    MemberPage: {
      has_more: boolean;
      members: components['schemas']['Member'][];
      /** @description The `cursor` of the next page; null on the last */
      next_cursor: string | null;
      /** @description How many there are for the caller to see, on all pages */
      total: number;
    };
    Missing: {
      /** @description What contains the resource must be known first: register it */
      containers: boolean;
      /** @description The narrowest permission that would allow it */
      permission: string | null;
    };
    Organisation: {
      /** Format: date-time */
      created_at: string;
      /** @description The user id of the creator */
      created_by: string | null;
      name: string;
      /** @example acme */
      org_id: string;
      sso_connection: (components['schemas']['SsoConnection'] | null) & components['schemas']['SsoConnection'];
      /** Format: date-time */
      updated_at: string;
    };
    OrganisationPage: {
      has_more: boolean;
      /** @description The `cursor` of the next page; null on the last */
      next_cursor: string | null;
      organisations: components['schemas']['OrganisationSummary'][];
      /** @description How many there are for the caller to see, on all pages */
      total: number;
    };
    OrganisationSummary: {
      /** Format: date-time */
      created_at: string;
      name: string;
      /** @example acme */
      org_id: string;
    };
    Path: {
      assignment: components['schemas']['Assignment'];
      /** @enum {string} */
      effect: 'allow' | 'deny';
      /**
       * @description As the policy has it, canonical
       * @example apps:*:read
       */
      permission: string;
      /** @example pol-viewer */
      policy_id: string;
      /** @example rl-viewer */
      role_id: string;
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
      name: string;
      /** @example acme */
      org_id: string;
      /** @description The role that the policy belongs to; absent from a shared policy */
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
      has_more: boolean;
      /** @description The `cursor` of the next page; null on the last */
      next_cursor: string | null;
      policies: components['schemas']['Policy'][];
      /** @description How many there are for the caller to see, on all pages */
      total: number;
    };
    PutResource: {
      /** @description At most 16 KB as JSON */
      attributes?: {
        [key: string]: unknown;
      };
      description?: string | null;
      /** @description Needed by a new resource */
      name?: string;
      /** @description Needed by a new resource of a type that lives in workspaces, refused for the others */
      workspace_id?: string;
    };
    Question: {
      /** @example apps:read */
      permission: string;
      /** @description The whole organisation when it is left out */
      resource?: components['schemas']['AskedResource'];
      /**
       * @description The caller itself when it is left out
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
      /** @description The workspace that it is in; null when it is in none */
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
      /** @description The workspace that it is in; null when it is in none */
      workspace_id: string | null;
    };
    ResourceList: {
      has_more: boolean;
      /** @description The `cursor` of the next page; null on the last */
      next_cursor: string | null;
      resources: components['schemas']['Resource'][];
    };
    Role: {
      /** Format: date-time */
      created_at: string;
      /** @description The user id of the creator; null for a built-in */
      created_by: string | null;
      description: string | null;
      is_default: boolean;
      name: string;
      /** @example acme */
      org_id: string;
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
      name: string;
      /** @enum {string} */
      origin: 'manual' | 'default' | 'sso';
      /** @example rl-viewer */
      role_id: string;
      /**
       * @description `*`, an id, or `type/id`
       * @example *
       */
      scope: string;
    };
    RolePage: {
      has_more: boolean;
      /** @description The `cursor` of the next page; null on the last */
      next_cursor: string | null;
      roles: components['schemas']['Role'][];
      /** @description How many there are for the caller to see, on all pages */
      total: number;
    };
    SchemaAction: {
      description: string | null;
      /** @description No wildcard includes it */
      explicit: boolean;
      /** @description Actions of the type that an allow of this one includes */
      implies: string[];
      label: string;
      /** @example manage */
      name: string;
    };
    SchemaType: {
      actions: components['schemas']['SchemaAction'][];
      description: string | null;
      label: string;
      /** @description Whether `GET resources` lists it */
      listable: boolean;
      /** @example apps */
      name: string;
      /** @description The type that contains it; null when that is the organisation */
      parent: string | null;
      /** @enum {string} */
      scope: 'org' | 'workspace';
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
      /** @description The user id of the creator; `system` for a built-in */
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
      /** @description The `nextToken` of the next page; absent from the last */
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
      /** @description null removes it */
      sso_connection?: (components['schemas']['SsoConnection'] | null) & components['schemas']['SsoConnection'];
    };
    UpdatePolicy: {
      /** @description For later work: only null is taken */
      condition?: null;
      description?: string | null;
      /** @enum {string} */
      effect?: 'allow' | 'deny';
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
      /** @description Given to everybody who joins */
      is_default?: boolean;
      name?: string;
      policy_ids?: string[];
      /** @description Groups of the organisation's SSO connection whose holders have the role */
      sso_group_names?: string[];
    };
    UpdateStatementRole: {
      description?: string;
      name?: string;
      /** @description In place of the role's own statements; its shared policies are detached, and stay as they are */
      policies?: components['schemas']['Statement'][];
    };
    UpdateWorkspace: {
      description?: string | null;
      name?: string;
    };
    ValidationError: {
      ctx?: {
        [key: string]: unknown;
      };
      /** @description What was sent, of any type, cut to 256 characters */
      input?: unknown;
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
      name: string;
      /** @example acme */
      org_id: string;
      /** Format: date-time */
      updated_at: string;
      /** @example ws-1 */
      workspace_id: string;
    };
    WorkspacePage: {
      has_more: boolean;
      /** @description The `cursor` of the next page; null on the last */
      next_cursor: string | null;
      /** @description How many there are for the caller to see, on all pages */
      total: number;
      workspaces: components['schemas']['Workspace'][];
    };
  };
  responses: never;
  parameters: {
    /** @description Only try the change: the answer is 200 with `DryRun`, and nothing is written */
    DryRun: boolean;
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
      /** @description The Health Check is successful */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /**
             * @example {
             *       "database": {
             *         "status": "up"
             *       }
             *     }
             */
            details?: {
              [key: string]: {
                status: string;
              } & {
                [key: string]: unknown;
              };
            };
            /** @example {} */
            error?: {
              [key: string]: {
                status: string;
              } & {
                [key: string]: unknown;
              };
            } | null;
            /**
             * @example {
             *       "database": {
             *         "status": "up"
             *       }
             *     }
             */
            info?: {
              [key: string]: {
                status: string;
              } & {
                [key: string]: unknown;
              };
            } | null;
            /** @example ok */
            status?: string;
          };
        };
      };
      /** @description The Health Check is not successful */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /**
             * @example {
             *       "database": {
             *         "status": "up"
             *       },
             *       "redis": {
             *         "status": "down",
             *         "message": "Could not connect"
             *       }
             *     }
             */
            details?: {
              [key: string]: {
                status: string;
              } & {
                [key: string]: unknown;
              };
            };
            /**
             * @example {
             *       "redis": {
             *         "status": "down",
             *         "message": "Could not connect"
             *       }
             *     }
             */
            error?: {
              [key: string]: {
                status: string;
              } & {
                [key: string]: unknown;
              };
            } | null;
            /**
             * @example {
             *       "database": {
             *         "status": "up"
             *       }
             *     }
             */
            info?: {
              [key: string]: {
                status: string;
              } & {
                [key: string]: unknown;
              };
            } | null;
            /** @example error */
            status?: string;
          };
        };
      };
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
      /** @description The Health Check is successful */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /**
             * @example {
             *       "database": {
             *         "status": "up"
             *       }
             *     }
             */
            details?: {
              [key: string]: {
                status: string;
              } & {
                [key: string]: unknown;
              };
            };
            /** @example {} */
            error?: {
              [key: string]: {
                status: string;
              } & {
                [key: string]: unknown;
              };
            } | null;
            /**
             * @example {
             *       "database": {
             *         "status": "up"
             *       }
             *     }
             */
            info?: {
              [key: string]: {
                status: string;
              } & {
                [key: string]: unknown;
              };
            } | null;
            /** @example ok */
            status?: string;
          };
        };
      };
      /** @description The Health Check is not successful */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /**
             * @example {
             *       "database": {
             *         "status": "up"
             *       },
             *       "redis": {
             *         "status": "down",
             *         "message": "Could not connect"
             *       }
             *     }
             */
            details?: {
              [key: string]: {
                status: string;
              } & {
                [key: string]: unknown;
              };
            };
            /**
             * @example {
             *       "redis": {
             *         "status": "down",
             *         "message": "Could not connect"
             *       }
             *     }
             */
            error?: {
              [key: string]: {
                status: string;
              } & {
                [key: string]: unknown;
              };
            } | null;
            /**
             * @example {
             *       "database": {
             *         "status": "up"
             *       }
             *     }
             */
            info?: {
              [key: string]: {
                status: string;
              } & {
                [key: string]: unknown;
              };
            } | null;
            /** @example error */
            status?: string;
          };
        };
      };
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
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
    };
  };
  listRoles: {
    parameters: {
      query?: {
        /** @description 10 to 100, else 50 */
        maxResults?: string;
        /** @description `nextToken` of the page before */
        nextToken?: string;
      };
      header?: never;
      path: {
        organizationId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementRolePage'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The caller may not do this, or would hand out or take away what it does not hold */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The role is not there */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The change conflicts with what is stored */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The role is not the one that `If-Match` names; the tag is that of the same role under `/v1/orgs` */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description All mistakes of the request; the message names the fields */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
    };
  };
  createRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        organizationId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateStatementRole'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementRoleData'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The caller may not do this, or would hand out or take away what it does not hold */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The role is not there */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The change conflicts with what is stored */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The role is not the one that `If-Match` names; the tag is that of the same role under `/v1/orgs` */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description All mistakes of the request; the message names the fields */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
    };
  };
  getRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        organizationId: string;
        roleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementRoleData'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The caller may not do this, or would hand out or take away what it does not hold */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The role is not there */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The change conflicts with what is stored */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The role is not the one that `If-Match` names; the tag is that of the same role under `/v1/orgs` */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description All mistakes of the request; the message names the fields */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
    };
  };
  updateRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        organizationId: string;
        roleId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateStatementRole'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementRoleData'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The caller may not do this, or would hand out or take away what it does not hold */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The role is not there */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The change conflicts with what is stored */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The role is not the one that `If-Match` names; the tag is that of the same role under `/v1/orgs` */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description All mistakes of the request; the message names the fields */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
    };
  };
  deleteRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        organizationId: string;
        roleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeletedRoleData'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The caller may not do this, or would hand out or take away what it does not hold */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The role is not there */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The change conflicts with what is stored */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The role is not the one that `If-Match` names; the tag is that of the same role under `/v1/orgs` */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description All mistakes of the request; the message names the fields */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StatementsError'];
        };
      };
    };
  };
  listOrgs: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the page before */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrganisationPage'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
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
        'application/json': components['schemas']['CreateOrg'];
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Organisation'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  getOrg: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Organisation'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  updateOrg: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateOrg'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Organisation'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  listAuditEntries: {
    parameters: {
      query?: {
        action?: string;
        /** @description The user id of who made the change */
        actor?: string;
        /** @description `next_cursor` of the page before */
        cursor?: string;
        /** @description From this moment on */
        from?: string;
        limit?: number;
        target_id?: string;
        target_type?: string;
        /** @description Before this moment; after `from` */
        to?: string;
      };
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditPage'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  exportAuditEntries: {
    parameters: {
      query?: {
        action?: string;
        /** @description The user id of who made the change */
        actor?: string;
        /** @description From this moment on */
        from?: string;
        target_id?: string;
        target_type?: string;
        /** @description Before this moment; after `from` */
        to?: string;
      };
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['Error'];
        };
      };
    };
  };
  checkOrgPermission: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Question'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Check'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  checkOrgPermissions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Questions'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Checks'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  getOrgIamMe: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  listOrgIamMembers: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the page before */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MemberPage'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  assignOrgMemberRoles: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AssignMemberRoles'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': null;
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  getOrgIamMember: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        member_user_id: string;
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  updateOrgIamMember: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        member_user_id: string;
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateMember'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  removeOrgIamMember: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        member_user_id: string;
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  explainOrgMemberPermission: {
    parameters: {
      query: {
        permission: string;
        /** @description The whole organisation when it is left out */
        resource_id?: string;
      };
      header?: never;
      path: {
        org_id: string;
        user_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Explanation'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  listOrgMemberPermissions: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        user_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HeldPermissions'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  giveOrgMemberRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        role_id: string;
        user_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['GiveRole'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Member'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  takeOrgMemberRole: {
    parameters: {
      query?: {
        /** @description `*`, an id, or `type/id`. Without it, the role is revoked at every scope. */
        scope?: string;
      };
      header?: never;
      path: {
        org_id: string;
        role_id: string;
        user_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  assignOrgMembersRoles: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AssignManyMemberRoles'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': null;
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  listOrgPermissionMembers: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the page before */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path: {
        org_id: string;
        permission: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HolderPage'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  getPermissionSchema: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PermissionSchema'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  listOrgPolicies: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the page before */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PolicyPage'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  createOrgPolicy: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreatePolicy'];
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Policy'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  getOrgPolicy: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        policy_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Policy'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  updateOrgPolicy: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        policy_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdatePolicy'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Policy'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  deleteOrgPolicy: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        policy_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  listIamResources: {
    parameters: {
      query: {
        /** @description `next_cursor` of the page before */
        cursor?: string;
        limit?: number;
        /** @description A listable type */
        resource_type: string;
        /** @description Needed for a type that lives in workspaces, refused for the others */
        workspace_id?: string;
      };
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ResourceList'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  getIamResource: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        resource_id: string;
        resource_type: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RegisteredResource'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  putIamResource: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        resource_id: string;
        resource_type: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PutResource'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RegisteredResource'];
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
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  deleteIamResource: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        resource_id: string;
        resource_type: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  listOrgRoles: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the page before */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RolePage'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  createOrgRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateRole'];
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Role'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  getOrgRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        role_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Role'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  updateOrgRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        role_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateRole'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Role'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  deleteOrgRole: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        role_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  recoverOrg: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RecoverOrg'];
      };
    };
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  listWorkspaces: {
    parameters: {
      query?: {
        /** @description `next_cursor` of the page before */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WorkspacePage'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  createWorkspace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateWorkspace'];
      };
    };
    responses: {
      /** @description Done */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Workspace'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  getWorkspace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        workspace_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Workspace'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  updateWorkspace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        workspace_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateWorkspace'];
      };
    };
    responses: {
      /** @description Done */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Workspace'];
        };
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  deleteWorkspace: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        org_id: string;
        workspace_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Nobody proved who they are */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The caller may not do this; `details.required_permission` */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Something is not there; `details.resource_type`, `details.resource_id` */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The change conflicts with what is stored; `details.reason` */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The object is not the one that `If-Match` names */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description All mistakes of the request */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HTTPValidationError'];
        };
      };
      /** @description An error of the service */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The service cannot answer now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
}
