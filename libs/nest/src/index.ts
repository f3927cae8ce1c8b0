export { Access, type AccessOf } from './access/access';
export { CastellanGuard } from './access/guard/castellan.guard';
export { CastellanModule } from './castellan.module';
export {
  CastellanOptions,
  type Adopting,
  type CastellanModuleOptions,
  type DecisionSource,
  type RefusalDecision,
} from './access/castellan.options';
export { AccessService } from './access/access.service';
export { Checker, contained, type ContainedThing, type MemberQuestion, type ReadyQuestion } from './access/checker';
export type {
  ContainerField,
  FieldOptions,
  IdField,
  LoadedField,
  RequirePermissionOptions,
  ScopeField,
} from './access/guard/asked-on';
export type { Knock, Seen } from './access/guard/admission';
export { Caller, type CallerKind } from './access/guard/caller';
export { ContainersSource, type FoundContainers } from './access/sources/containers-source';
export { isPublic } from './access/guard/declarations';
export * from './access/guard/decorators';
export {
  GrantsSource,
  type MemberKey,
  type Stamps,
  type StoredAssignment,
  type StoredMember,
  type StoredRole,
} from './access/sources/grants-source';
export type { Identity, IdentityProfile } from './access/identity';
export type { Revision } from './database/revision';
export type { GuardedCall, Transport } from './access/guarded-call';
export type { GuardedRequest } from './access/guard/guarded-request';
export { Refusals, type RefusedCall } from './access/guard/refusals';
export type { Reader } from './access/reader';
export {
  requirementText,
  type AskedOn,
  type NamingField,
  type PermissionRule,
  type Requirement,
} from './access/guard/requirement';
export { RouteAudit, type DeclaredRoute } from './access/guard/route-audit';
export type { LoadedScope, ScopeLoader } from './access/guard/requirement';
export type { Authority } from './changes/change';
export type { Asker } from './errors/error-log';
export { CastellanException } from './errors/castellan.exception';
export { andWhere, type AccessQueryColumns, type ConditionalQueryBuilder } from './access/lists/and-where';
export type { AccessColumns, ListedAccess, StoredAs } from './access/lists/listed-columns';
export { whereAllowed } from './access/lists/where-allowed';
