export * from './engine/check';
export { compileRole, type Assigned, type CompiledRole, type PolicySource, type RoleSource } from './engine/compile';
export * from './engine/compile-member';
export * from './engine/compiled-grants';
export * from './engine/compiled-scopes';
export * from './engine/held-page';
export * from './engine/held-rights';
export * from './engine/right';
export * from './engine/rights';
export * from './engine/decide';
export * from './schema/default-schema';
export {
  effectiveGrants,
  effectivePermissions,
  writableWithin,
  type EffectiveGrants,
  type EffectivePermissions,
} from './engine/effective';
export * from './engine/effects';
export { placeGrants, type PlacedGrants } from './engine/placed-grants';
export * from './errors';
export * from './engine/explain';
export * from './engine/grant';
export type { RoleGrant } from './engine/role-grants';
export * from './grammar/identifier';
export * from './engine/decide-compiled';
export * from './grammar/permission';
export * from './reasons';
export type { NameFlags, PermissionIndex } from './schema/permission-index';
export { ADMIN_ROLE, OWN_POLICIES, OWN_ROLES, OWN_TYPES } from './schema/own-schema';
export * from './schema/schema';
export * from './schema/schema-declaration';
export * from './grammar/scope';
export * from './engine/scopes';
