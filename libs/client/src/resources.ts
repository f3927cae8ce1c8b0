import type { operations } from './paths.generated';
import type { Schemas } from './schemas';

/** What every method takes last. */
export interface CallOptions {
  /** Ends the call; its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What a change takes last. */
export interface ChangeOptions extends CallOptions {
  /**
   * The change is made only while the object is in this state, else it is a PreconditionFailedError: the object as a client read it,
   * or its tag (the header `ETag`).
   */
  readonly ifMatch?: string | object;
}

type Query<Operation extends keyof operations> = NonNullable<operations[Operation]['parameters']['query']>;
type Page = Query<'listOrgPolicies'>;

/**
 * Objects of one kind. Every method throws CastellanApiError for an answer from 400, and ConnectionError when there was none.
 * A change that its caller may make and not read is answered by `Changed`, which has other fields.
 */
export interface Collection<Item, List, Create, Update, Paging = Page, Updated = Item | Schemas['Changed']> {
  /** One page, with what leads to the next one. */
  list(query?: Paging, options?: CallOptions): Promise<List>;
  /** All of them, page after page as they are needed. */
  all(query?: Paging, options?: CallOptions): AsyncGenerator<Item, void>;
  get(id: string, options?: CallOptions): Promise<Item>;
  create(body: Create, options?: CallOptions): Promise<Item>;
  update(id: string, body: Update, options?: ChangeOptions): Promise<Updated>;
  delete(id: string, options?: ChangeOptions): Promise<void>;
}

/** The members of an organisation, and their roles. */
export interface Members {
  list(query?: Page, options?: CallOptions): Promise<Schemas['MemberPage']>;
  all(query?: Page, options?: CallOptions): AsyncGenerator<Schemas['Member'], void>;
  get(userId: string, options?: CallOptions): Promise<Schemas['Member']>;
  /** Who calls, as a member. */
  me(options?: CallOptions): Promise<Schemas['Member']>;
  update(userId: string, body: Schemas['UpdateMember'], options?: ChangeOptions): Promise<ChangedMember>;
  delete(userId: string, options?: ChangeOptions): Promise<void>;
  /** Adds a member, or gives one these roles beside those that it has. */
  assign(body: Schemas['AssignMemberRoles'], options?: CallOptions): Promise<void>;
  /** The same for many at once: all of it, or nothing. */
  assignMany(body: Schemas['AssignManyMemberRoles'], options?: CallOptions): Promise<void>;
  giveRole(userId: string, roleId: string, body?: Schemas['GiveRole'], options?: ChangeOptions): Promise<ChangedMember>;
  takeRole(userId: string, roleId: string, query?: Query<'takeOrgMemberRole'>, options?: ChangeOptions): Promise<void>;
  listPermissions(userId: string, query?: Page, options?: CallOptions): Promise<Schemas['HeldPermissions']>;
  allPermissions(userId: string, query?: Page, options?: CallOptions): AsyncGenerator<Schemas['HeldPermission'], void>;
  /** Why a member may do something, or may not. */
  explain(
    userId: string,
    query: Omit<Query<'explainOrgMemberPermission'>, 'at' | 'at_revision'>,
    options?: CallOptions,
  ): Promise<Schemas['Explanation']>;
}

type ChangedMember = Schemas['Member'] | Schemas['ChangedMember'];

/** What may be granted, who holds it, and whether the caller does. */
export interface Permissions {
  schema(options?: CallOptions): Promise<Schemas['PermissionSchema']>;
  check(body: Schemas['Question'], options?: CallOptions): Promise<Schemas['Check']>;
  checkMany(body: Schemas['Questions'], options?: CallOptions): Promise<Schemas['Checks']>;
  /** Who holds a permission: `apps:read`. */
  listHolders(permission: string, query?: Page, options?: CallOptions): Promise<Schemas['HolderPage']>;
  allHolders(permission: string, query?: Page, options?: CallOptions): AsyncGenerator<Schemas['Holder'], void>;
}

/** What is registered to be in workspaces. */
export interface Resources {
  list(query: Query<'listIamResources'>, options?: CallOptions): Promise<Schemas['ResourceList']>;
  all(query: Query<'listIamResources'>, options?: CallOptions): AsyncGenerator<Schemas['Resource'], void>;
  get(type: string, id: string, options?: CallOptions): Promise<Schemas['RegisteredResource']>;
  put(
    type: string,
    id: string,
    body: Schemas['PutResource'],
    options?: ChangeOptions,
  ): Promise<Schemas['RegisteredResource'] | Schemas['Changed']>;
  delete(type: string, id: string, options?: ChangeOptions): Promise<void>;
}

/** What was changed and refused, the newest first. */
export interface AuditLog {
  list(query?: Query<'listAuditEntries'>, options?: CallOptions): Promise<Schemas['AuditPage']>;
  all(query?: Query<'listAuditEntries'>, options?: CallOptions): AsyncGenerator<Schemas['AuditEntry'], void>;
}

/** The organisations themselves. Most of it is for platform admins. */
export interface Organizations {
  list(query?: Page, options?: CallOptions): Promise<Schemas['OrganisationPage']>;
  all(query?: Page, options?: CallOptions): AsyncGenerator<Schemas['OrganisationSummary'], void>;
  get(orgId: string, options?: CallOptions): Promise<Schemas['Organisation']>;
  create(body: Schemas['CreateOrg'], options?: CallOptions): Promise<Schemas['Organisation']>;
  update(
    orgId: string,
    body: Schemas['UpdateOrg'],
    options?: ChangeOptions,
  ): Promise<Schemas['Organisation'] | Schemas['Changed']>;
  /** Makes somebody an Admin of an organisation that has none who can act. */
  recover(orgId: string, body: Schemas['RecoverOrg'], options?: CallOptions): Promise<void>;
}

/** The roles of the Roles API: each with its statements. */
export interface RolesApi {
  list(query?: Query<'listRoles'>, options?: CallOptions): Promise<Schemas['StatementRolePage']>;
  all(query?: Query<'listRoles'>, options?: CallOptions): AsyncGenerator<Schemas['StatementRole'], void>;
  get(roleId: string, options?: CallOptions): Promise<Schemas['StatementRoleData']>;
  create(body: Schemas['CreateStatementRole'], options?: CallOptions): Promise<Schemas['StatementRoleData']>;
  update(
    roleId: string,
    body: Schemas['UpdateStatementRole'],
    options?: ChangeOptions,
  ): Promise<Schemas['StatementRoleData'] | Schemas['ChangedRoleData']>;
  delete(roleId: string, options?: ChangeOptions): Promise<Schemas['DeletedRoleData']>;
}

/** What one organisation has. */
export interface OrganizationResources {
  readonly policies: Collection<
    Schemas['Policy'],
    Schemas['PolicyPage'],
    Schemas['CreatePolicy'],
    Schemas['UpdatePolicy']
  >;
  readonly roles: Collection<Schemas['Role'], Schemas['RolePage'], Schemas['CreateRole'], Schemas['UpdateRole']>;
  readonly workspaces: Collection<
    Schemas['Workspace'],
    Schemas['WorkspacePage'],
    Schemas['CreateWorkspace'],
    Schemas['UpdateWorkspace']
  >;
  readonly members: Members;
  readonly permissions: Permissions;
  readonly resources: Resources;
  readonly audit: AuditLog;
  readonly rolesApi: RolesApi;
}

type ChangeName =
  'create' | 'update' | 'delete' | 'put' | 'assign' | 'assignMany' | 'giveRole' | 'takeRole' | 'recover';

/** The changes of a resource, each only tried: the answer tells who would gain and lose what. */
export type Tried<Resource> = {
  readonly [Name in Extract<keyof Resource, ChangeName>]: Resource[Name] extends (...args: infer Args) => unknown
    ? (...args: Args) => Promise<Schemas['DryRun']>
    : never;
};

/** The changes of an organisation's resources, each only tried. */
export type TriedResources = {
  readonly [Name in Exclude<keyof OrganizationResources, 'permissions' | 'audit'>]: Tried<OrganizationResources[Name]>;
};
