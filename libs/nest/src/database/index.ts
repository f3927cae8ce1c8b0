export * from '../audit/verify';
export type { Actor, Authority } from './change';
export { SYSTEM } from './changes';
export * from './committed-changes';
export * from './database';
export * from './entities';
export * from './in-transaction';
export * from './migrate';
export { Rehearsal, type Effects, type UserPermission } from './rehearsal';
