export type { Access } from './access/access';
export type { ContainedThing } from './access/checker';
export type { AccessService } from './access/access.service';
export type { AskedOn, NamingField, PermissionRule, Requirement } from './access/guard/requirement';
export type { DeclaredRoute } from './access/guard/route-audit';
export type { Identity, IdentityProfile } from './access/identity';
export { memberActor, type MemberMay } from './access/member-actor';
export type { Stamps } from './access/sources/grants-source';
export type { HeldRole, Membership } from './assignments/membership';
export type { AuditActor, AuditEntryAnswer, AuditPage, AuditTarget } from './audit/audit.answer';
export type { AuditFilter } from './audit/audit.repository';
export { AuditService } from './audit/audit.service';
export { CastellanAdminModule, CastellanAdminOptions, type CastellanAdminRoutes } from './castellan-admin.module';
export type { Actor, AuditRecord, Authority, Change, Counted, OrganisationStateRow } from './changes/change';
export { ChangeSetsService } from './change-sets/change-sets.service';
export type { ChangeResult, ChangeSetResult } from './change-sets/change-set.answer';
export type { ChangeSet, Reference, SetChange } from './change-sets/change-set.dto';
export type { Judge, Judgement } from './changes/judgement';
export type { Revision } from './database/revision';
export { SYSTEM } from './changes/changes';
export type { EffectCounts, Effects, PermissionCount, ToldEffects, UserPermission } from './changes/effects';
export { inTransaction } from './changes/in-transaction';
export { clientOf, type ClientAnswer, type LentClient, type TransactionClient } from './changes/lent-client';
export type { AdminApi } from './faces/faces';
export { Rehearsal } from './changes/rehearsal';
export type { MovedEnd, MovedResource } from './changes/unlisted-effects';
export { errorBody, type FacedRequest } from './errors/error-body';
export { ErrorFilter } from './errors/error.filter';
export { failureOf, failureOfStatus, type Failure } from './errors/failure';
export { iamErrorBody } from './errors/error-body';
export type { HistoryActor, HistoryEntry, HistoryPage } from './history/history.answer';
export type { RestoredPolicy, RestoredRole } from './history/restore.dto';
export { RestoreService } from './history/restore.service';
export type { NotReverted, RevertResult } from './history/revert.answer';
export { RevertService, type Reverted } from './history/revert.service';
export { BATCH_LIMIT } from './http/body';
export { SCHEMA_PREFIX } from './http/castellan-schema';
export { describePermissions } from './http/describe-permissions';
export { documentedRoute, type DocumentedRoute } from './http/documented-route';
export { ERROR_ANSWERS } from './http/error-answers';
export type { ApiTag } from './http/iam-controller';
export { Page, type PageCut } from './http/page';
export type { NextPageAnswer, PageAnswer } from './http/page.answer';
export { AssignmentsService } from './members/assignments.service';
export type { MemberAnswer, MemberPage, RoleDetail } from './members/member.answer';
export type { AssignMemberRoles, GiveRole, MemberRolePath, UpdateMember } from './members/member.dto';
export { MembersService } from './members/members.service';
export { FoundingService } from './orgs/founding.service';
export type { OrgAnswer, OrgPage, OrgSummary } from './orgs/org.answer';
export type { CreateOrg, RecoverOrg, SsoConnection, UpdateOrg } from './orgs/org.dto';
export { OrgsService } from './orgs/orgs.service';
export type { OwnedPolicy } from './policies/owned-policies.service';
export { PoliciesService } from './policies/policies.service';
export type { NamedPolicyRow } from './policies/policies.repository';
export type { PolicyAnswer, PolicyPage, ResolvedPermission } from './policies/policy.answer';
export type { CreatePolicy, UpdatePolicy } from './policies/policy.dto';
export type { Statement, StatementAnswer } from './policies/statement.answer';
export type { RegisteredResource, ResourceAnswer } from './resources/resource.answer';
export type { PutResource } from './resources/resource.dto';
export { ResourcesService, type PutOutcome } from './resources/resources.service';
export type { RoleAnswer, RolePage } from './roles/role.answer';
export type { CreateRole, UpdateRole } from './roles/role.dto';
export type { RoleInput } from './roles/role-policies.service';
export type { NamedRoleRow } from './roles/roles.repository';
export { RolesService } from './roles/roles.service';
export type { StoredBuiltins } from './schema/builtins.repository';
export { BuiltinsService } from './schema/builtins.service';
export { schemaHash } from './schema/schema-hash';
export type {
  StatementRoleAnswer,
  StatementRoleData,
  StatementRolePage,
} from './faces/statements/statement-role.answer';
export type {
  CreateStatementRole,
  StatementInput,
  StatementRolesQuery,
  UpdateStatementRole,
} from './faces/statements/statement.dto';
export { StatementsService } from './faces/statements/statements.service';
export type { WorkspaceAnswer, WorkspacePage } from './workspaces/workspace.answer';
export type { CreateWorkspace, UpdateWorkspace } from './workspaces/workspace.dto';
export { WorkspacesService } from './workspaces/workspaces.service';
