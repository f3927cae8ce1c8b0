import type { DataSource, EntityManager } from 'typeorm';

/** The DataSource of a manager. TypeORM 0.3 has it as `connection` alone, a name that 1.x understands too. */
export const dataSourceOf = (manager: EntityManager): DataSource => manager.connection;
