export * from './audit/verify';
export type { Actor, Authority } from './changes/change';
export { SYSTEM } from './changes/changes';
export * from './changes/committed-changes';
export * from './database/database';
export * from './tables/entities';
export * from './changes/in-transaction';
export * from './tables/migrate';
export { Rehearsal, type Effects, type UserPermission } from './changes/rehearsal';
