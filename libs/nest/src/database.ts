export type { Finding } from './audit/findings';
export * from './audit/verify';
export type { AuditHead } from './changes/audit-chain';
export * from './changes/committed-changes';
export * from './database/database';
export type { Prepared } from './database/pool';
export { refuseStandby, StandbyError, type Origin } from './database/standby';
export * from './tables/entities';
export * from './tables/migrate';
