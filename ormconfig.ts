import 'reflect-metadata';
import { castellanMigrationOptions } from '@castellan/nest/database';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './apps/server/dist/data-source';

/** The DataSource of TypeORM's command line: `npx typeorm -d ormconfig.ts migration:show`. */
export default new DataSource({
  ...dataSourceOptions({ url: process.env['DATABASE_URL'] ?? 'postgres://127.0.0.1:5432/castellan' }),
  ...castellanMigrationOptions,
});
