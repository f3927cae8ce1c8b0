import { castellanEntities, refuseStandby } from '@castellan/nest/database';
import type { DataSourceOptions } from 'typeorm';

/** Where the tables are: a server, or the driver of the embedded database. */
export type DatabaseTarget = { readonly url: string } | { readonly driver: object };

/** No statement, lock or idle transaction may hold a connection for long; one that fails is a 503. */
const SERVER_BOUNDS = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  query_timeout: 15_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 15_000,
  keepAlive: true,
};

/** The options of the service's DataSource; what makes no decision may also read from a standby. */
export function dataSourceOptions(target: DatabaseTarget, { primary = true } = {}): DataSourceOptions {
  const bounds = primary ? { ...SERVER_BOUNDS, onConnect: refuseStandby } : SERVER_BOUNDS;
  return {
    type: 'postgres',
    schema: 'castellan',
    entities: castellanEntities,
    synchronize: false,
    applicationName: 'castellan',
    ...('url' in target ? { url: target.url, poolSize: 10, extra: bounds } : { driver: target.driver }),
  };
}
